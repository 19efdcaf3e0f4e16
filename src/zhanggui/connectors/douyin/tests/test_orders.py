"""An order as Douyin tells it becomes the order as we speak of it, or is refused by the name of the wrong field."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.connectors.douyin.tests.example import LINES, NUMBER, example, read
from zhanggui.connectors.selling.reading import (
    AmountUnreadable,
    CountUnreadable,
    FieldMissing,
    LineRepeated,
    MomentUnreadable,
    StateUnknown,
    UnreadableOrder,
)
from zhanggui.kernel.doors.channel import ChannelState, PaymentKind, PaymentMode, RefundState


def after_sale(status, kind=2, money=1):
    return {"after_sale_info": {"after_sale_status": status, "after_sale_type": kind, "refund_status": money}}


def test_the_example_is_read_in_full():
    order = read(example())
    assert (order.number, order.state) == (NUMBER, ChannelState.AWAITING_SHIPMENT)
    assert order.placed_at == datetime(2025, 3, 4, 1, 0, tzinfo=UTC)
    assert order.paid_at == datetime(2025, 3, 4, 1, 1, tzinfo=UTC)
    assert order.modified_at == datetime(2025, 3, 4, 1, 1, 1, tzinfo=UTC)
    assert order.ship_by == datetime(2025, 3, 6, 1, 1, tzinfo=UTC)
    assert (order.buyer, order.buyer_message, order.seller_memo) == ("1@#buyer", "周末送货", "老客")
    assert [line.number for line in order.lines] == list(LINES)
    assert [line.sku_code for line in order.lines] == ["TEA-100G", "CUP-W"]
    assert [line.quantity for line in order.lines] == [2, 1]
    assert [line.price for line in order.lines] == [Decimal("50.00"), Decimal("40.00")]
    assert order.lines[0].spec == "净含量:100g"
    assert order.lines[0].listing == "3500000000000000001:1700000000000001"
    assert (order.payment_mode, order.payments, order.cash_on_delivery) == (PaymentMode.PAID, (), False)
    assert json.loads(order.raw) == example()


def test_the_receiver_is_masked_and_the_ciphers_are_kept_as_they_came():
    receiver = read(example()).receiver
    assert (receiver.name, receiver.mobile, receiver.address) == ("赵*", "1*******000", "**路**号")
    assert (receiver.state, receiver.city, receiver.district, receiver.town) == (
        "江苏省",
        "南京市",
        "玄武区",
        "梅园新村街道",
    )
    assert json.loads(receiver.cipher) == {
        "name": "##exampleCipherName##",
        "mobile": "$$exampleCipherTel$$",
        "address": "##exampleCipherAddr##",
    }
    assert receiver.merge_key == "douyin:#exampleAddressId"


def test_an_order_without_ciphers_and_without_a_place_is_read_and_left_to_the_review():
    gone = dict.fromkeys(("encrypt_post_receiver", "encrypt_post_tel", "post_addr", "mask_post_addr"))
    receiver = read(example(open_address_id=None, **gone)).receiver
    assert (receiver.cipher, receiver.merge_key, receiver.address) == ("", "", "")


@pytest.mark.parametrize(("star", "flag"), [(0, 0), (1, 5), (2, 4), (3, 3), (4, 2), (5, 1), (9, 0)])
def test_flags_have_our_numbers(star, flag):
    assert read(example(seller_remark_stars=star)).seller_flag == flag


@pytest.mark.parametrize(
    ("status", "main_status", "state"),
    [
        (1, 1, ChannelState.PENDING_PAYMENT),
        (1, 103, ChannelState.ON_HOLD),
        (105, 105, ChannelState.ON_HOLD),
        (2, 2, ChannelState.AWAITING_SHIPMENT),
        (101, 101, ChannelState.PARTIALLY_SHIPPED),
        (3, 3, ChannelState.SHIPPED),
        (4, 4, ChannelState.CLOSED_REFUNDED),  # the example was paid
        (5, 5, ChannelState.COMPLETED),
        (4, 21, ChannelState.CLOSED_REFUNDED),
        (4, 22, ChannelState.CLOSED_REFUNDED),
        (5, 39, ChannelState.CLOSED_REFUNDED),
        (2, None, ChannelState.AWAITING_SHIPMENT),
        (None, 2, ChannelState.AWAITING_SHIPMENT),
    ],
)
def test_every_state_of_an_order_has_its_canonical_state(status, main_status, state):
    assert read(example(order_status=status, main_status=main_status)).state is state


@pytest.mark.parametrize("main_status", [4, 21])
def test_an_order_that_was_never_paid_is_cancelled(main_status):
    order = read(example(order_status=4, main_status=main_status, pay_time=0))
    assert (order.state, order.paid) == (ChannelState.CANCELLED, Decimal(0))
    assert {line.state for line in order.lines} == {ChannelState.CANCELLED}


def test_lines_that_could_be_shipped_by_themselves_are_held_with_their_order():
    assert {line.state for line in read(example(order_status=105, main_status=105)).lines} == {ChannelState.ON_HOLD}


def test_a_line_refunded_by_itself_is_closed_while_the_others_go_on():
    order = read(example(lines={0: {"order_status": 4, "main_status": 21, **after_sale(12, money=3)}}))
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert [line.state for line in order.lines] == [ChannelState.CLOSED_REFUNDED, ChannelState.AWAITING_SHIPMENT]
    assert [line.refund for line in order.lines] == [RefundState.SUCCEEDED, RefundState.NONE]


@pytest.mark.parametrize(
    ("status", "kind", "money", "refund"),
    [
        (0, 0, 0, RefundState.NONE),
        (6, 2, 1, RefundState.REQUESTED),
        (7, 0, 1, RefundState.AWAITING_RETURN),
        (8, 3, 0, RefundState.RETURNED_UNCHECKED),
        (11, 0, 1, RefundState.RETURNED_UNCHECKED),
        (12, 2, 3, RefundState.SUCCEEDED),
        (12, 2, 1, RefundState.SUCCEEDED),
        (12, 3, 0, RefundState.CLOSED),  # an exchange ends without money
        (12, 7, 0, RefundState.CLOSED),
        (12, 8, 0, RefundState.CLOSED),
        (13, 3, 0, RefundState.CLOSED),
        (14, 3, 0, RefundState.CLOSED),
        (27, 2, 1, RefundState.REFUSED),
        (28, 2, 1, RefundState.CLOSED),
        (29, 0, 1, RefundState.REFUSED),
        (51, 4, 3, RefundState.CLOSED),
        (53, 0, 3, RefundState.SUCCEEDED),
        (53, 0, 5, RefundState.SUCCEEDED),
        (53, 0, 4, RefundState.CLOSED),
        (6, 6, 1, RefundState.NONE),  # price protection keeps nothing here
        (12, 6, 3, RefundState.NONE),
    ],
)
def test_every_refund_state_has_its_canonical_state(status, kind, money, refund):
    assert read(example(lines={1: after_sale(status, kind, money)})).lines[1].refund is refund


def test_amounts_of_the_lines_and_freight_are_what_was_paid():
    order = read(example())
    assert [line.amount for line in order.lines] == [Decimal("86.00"), Decimal("34.00")]
    assert sum(line.amount for line in order.lines) + order.freight == order.paid == Decimal("125.00")
    assert order.discount == Decimal("20.00")


def test_money_of_lines_that_leave_the_freight_out_counts_as_it_is():
    order = read(example(lines={0: {"pay_amount": 8600}, 1: {"pay_amount": 3400}}))
    assert [line.amount for line in order.lines] == [Decimal("86.00"), Decimal("34.00")]


def test_what_is_neither_goods_nor_freight_is_spread_over_the_lines():
    order = read(example(pay_amount=12_801))  # taxes of 3.01
    assert sum(line.amount for line in order.lines) + order.freight == order.paid == Decimal("128.01")


def test_a_present_costs_nothing():
    gift = {"pay_amount": 0, "post_amount": 0, "given_product_type": "FREE"}
    order = read(example(pay_amount=8950, post_amount=350, lines={1: gift}))
    assert [line.amount for line in order.lines] == [Decimal("86.00"), Decimal(0)]


@given(
    goods=st.lists(st.integers(0, 10**7), min_size=1, max_size=40),
    freight=st.integers(0, 10**5),
    others=st.integers(0, 10**4),
    inside=st.booleans(),
)
def test_money_adds_up_to_the_fen_however_it_is_told(goods, freight, others, inside):
    order = example(pay_amount=sum(goods) + freight + others, post_amount=freight)
    line = order["sku_order_list"][0]
    order["sku_order_list"] = [
        line | {"order_id": str(10**18 + n), "pay_amount": amount + (freight if inside and n == 0 else 0),
                "post_amount": freight if n == 0 else 0}
        for n, amount in enumerate(goods)
    ]  # fmt: skip
    told = read(order)
    assert sum(line.amount for line in told.lines) + told.freight == told.paid
    assert all(line.amount >= 0 for line in told.lines)


def phase(place, *, paid, amount):
    return {
        "phase_order_id": f"{NUMBER}{place}", "total_phase": 2, "current_phase": place, "pay_success": paid,
        "phase_pay_amount": amount, "phase_pay_time": 1741050000 + place if paid else 0, "sku_order_id": NUMBER,
    }  # fmt: skip


def test_a_deposit_counts_as_paid_only_as_far_as_it_goes():
    phases = [phase(1, paid=True, amount=2000), phase(2, paid=False, amount=10_500)]
    order = read(example(order_status=1, main_status=103, pay_time=0, order_phase_list=phases))
    assert (order.state, order.paid, order.payment_mode) == (ChannelState.ON_HOLD, Decimal(20), PaymentMode.DEPOSIT)
    assert [(one.kind, one.amount) for one in order.payments] == [(PaymentKind.DEPOSIT, Decimal(20))]


def test_a_tail_that_is_paid_releases_the_order():
    phases = [phase(1, paid=True, amount=2000), phase(2, paid=True, amount=10_500)]
    order = read(example(order_phase_list=phases))
    assert (order.state, order.paid) == (ChannelState.AWAITING_SHIPMENT, Decimal(125))
    assert [one.kind for one in order.payments] == [PaymentKind.DEPOSIT, PaymentKind.TAIL]
    assert len({one.cause for one in order.payments}) == 2


def test_cash_on_delivery_is_shipped_unpaid():
    order = read(example(pay_type=0, pay_time=0))
    assert (order.cash_on_delivery, order.paid, order.state) == (True, Decimal(0), ChannelState.AWAITING_SHIPMENT)
    assert order.payment_mode is PaymentMode.COD


def test_a_line_without_a_code_of_the_seller_has_none_and_the_outer_number_helps():
    order = read(example(lines={0: {"code": None, "out_sku_id": 77}, 1: {"code": "", "out_sku_id": 0}}))
    assert [line.sku_code for line in order.lines] == ["77", ""]


@pytest.mark.parametrize(
    ("order", "refusal", "field"),
    [
        (example(order_id=None), FieldMissing, "order_id"),
        (example(order_id="69A"), UnreadableOrder, "order_id"),
        (example(order_status=777), StateUnknown, "order_status"),
        (example(main_status=777), StateUnknown, "main_status"),
        (example(order_status=None, main_status=None), FieldMissing, "order_status"),
        (example(create_time=0), FieldMissing, "create_time"),
        (example(update_time=None), FieldMissing, "update_time"),
        (example(update_time="2025-03-04 09:00:00"), MomentUnreadable, "update_time"),
        (example(pay_time=1741050060000), MomentUnreadable, "pay_time"),
        (example(pay_amount=125.5), AmountUnreadable, "pay_amount"),
        (example(pay_amount=-1), AmountUnreadable, "pay_amount"),
        (example(pay_amount=None), FieldMissing, "pay_amount"),
        (example(post_amount=20_000), AmountUnreadable, "post_amount"),
        (example(sku_order_list=[]), FieldMissing, "sku_order_list"),
        (example(lines={0: {"order_id": ""}}), FieldMissing, "order_id"),
        (example(lines={0: {"item_num": 0}}), CountUnreadable, "item_num"),
        (example(lines={0: {"item_num": 1.5}}), CountUnreadable, "item_num"),
        (example(lines={0: {"origin_amount": "50.00"}}), AmountUnreadable, "origin_amount"),
        (example(lines={1: {"order_status": 8}}), StateUnknown, "order_status"),
        (example(lines={1: after_sale(99)}), StateUnknown, "after_sale_status"),
    ],
)
def test_an_unreadable_order_is_refused_by_number_and_field(order, refusal, field):
    with pytest.raises(refusal) as refused:
        read(order)
    assert refused.value.data["field"] == field
    assert refused.value.data["number"] in {NUMBER, "?", "69A"}


def test_a_line_that_appears_twice_is_refused():
    with pytest.raises(LineRepeated):
        read(example(lines={1: {"order_id": NUMBER}}))


@pytest.mark.parametrize(
    "changes",
    [
        {"post_addr": "somewhere"},
        {"mask_post_addr": ["x"]},
        {"logistics_info": None},
        {"order_phase_list": "none"},
        {"lines": {0: {"after_sale_info": [], "spec": "100g"}}},
        {"lines": {0: {"after_sale_info": None, "spec": None}}},
    ],
)
def test_pieces_of_another_shape_count_as_missing(changes):
    assert read(example(**changes)).number == NUMBER

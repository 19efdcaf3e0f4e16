"""An order as 拼多多 tells it becomes the order as we speak of it, or is refused by the name of the wrong field."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.connectors.pinduoduo.tests.example import GOODS, NUMBER, SKU, example, gift, read
from zhanggui.connectors.selling.reading import (
    AmountUnreadable,
    CountUnreadable,
    FieldMissing,
    MomentUnreadable,
    StateUnknown,
    UnreadableOrder,
)
from zhanggui.kernel.doors.channel import ChannelState, PaymentKind, PaymentMode, RefundState

WAITING = ChannelState.AWAITING_SHIPMENT
HELD = ChannelState.ON_HOLD


def test_the_example_is_read_in_full():
    order = read(example())
    assert (order.number, order.state) == (NUMBER, WAITING)
    assert order.placed_at == datetime(2025, 3, 4, 0, 5, tzinfo=UTC)
    assert order.paid_at == datetime(2025, 3, 4, 0, 0, 30, tzinfo=UTC)
    assert order.modified_at == datetime(2025, 3, 4, 0, 5, 1, tzinfo=UTC)
    assert order.ship_by == datetime(2025, 3, 6, 0, 5, tzinfo=UTC)
    assert (order.buyer_message, order.seller_memo, order.seller_flag) == ("周末送货", "老客", 2)
    (line,) = order.lines
    assert (line.number, line.listing, line.sku_code) == (SKU, f"{GOODS}:{SKU}", "SOCK-5-BK")
    assert (line.title, line.spec, line.quantity, line.price) == ("示例袜子 5双", "黑色,均码", 2, Decimal("29.90"))
    assert (order.paid, order.freight, line.amount) == (Decimal("57.80"), Decimal("6.00"), Decimal("51.80"))
    assert order.discount == Decimal("8.00")
    assert (order.payment_mode, order.payments, order.cash_on_delivery) == (PaymentMode.PAID, (), False)
    assert json.loads(order.raw) == example()


@pytest.mark.parametrize(("tag", "flag"), [(None, 0), (0, 0), (1, 1), (5, 5), (6, 0), ("red", 0)])
def test_flags_have_the_numbers_of_ours(tag, flag):
    assert read(example(remark_tag=tag)).seller_flag == flag


def test_the_receiver_is_masked_and_the_ciphers_are_kept_as_they_came():
    order = read(example())
    receiver = order.receiver
    assert (receiver.name, receiver.mobile, receiver.address) == ("张*", "1**********", "示例路***")
    assert (receiver.state, receiver.city, receiver.district) == ("广东省", "广州市", "天河区")
    assert json.loads(receiver.cipher) == {
        "name": "~AgAAAExample~0~",
        "mobile": "$AgAAExample$MTIz$1$$",
        "address": "~AgAAAddr~0~",
    }
    assert receiver.merge_key == "pinduoduo:merge-1"
    assert not any(name.startswith("receiver_") for name in order.untold)


HIDDEN = {"receiver_cipher", "receiver_name", "receiver_mobile", "receiver_address"}
GONE: dict[str, Any] = dict.fromkeys(("receiver_name", "receiver_phone", "receiver_address"), "")


def test_ciphers_that_are_not_told_are_named_so_and_no_word_stands_without_them():
    order = read(example(order_status=2, **GONE))
    assert (order.receiver.cipher, order.receiver.merge_key, order.receiver.name) == ("", "", "张*")
    assert order.untold == {"memo_moment", *HIDDEN}


def test_a_place_that_is_not_told_either_is_named_as_well():
    order = read(example(order_status=2, city="", town=None, **GONE))
    assert order.untold == {"memo_moment", *HIDDEN, "receiver_city", "receiver_district"}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"order_status": 0}, HELD),
        ({"order_status": 1}, WAITING),
        ({"order_status": 2}, ChannelState.SHIPPED),
        ({"order_status": 3}, ChannelState.COMPLETED),
        ({"group_status": 0}, HELD),
        ({"risk_control_status": 1}, HELD),
        ({"confirm_status": 0}, HELD),
        ({"order_tag_list": [{"name": "ship_hold", "value": 1}]}, HELD),
        ({"order_tag_list": [{"name": "free_sf", "value": 1}]}, WAITING),
        ({"refund_status": 2}, HELD),
        ({"refund_status": 3}, HELD),
        ({"refund_status": 4}, ChannelState.CLOSED_REFUNDED),
        ({"order_status": 2, "refund_status": 2}, ChannelState.SHIPPED),
        ({"order_status": 2, "risk_control_status": 1}, ChannelState.SHIPPED),
        ({"order_status": 3, "refund_status": 4}, ChannelState.CLOSED_REFUNDED),
        ({"group_status": 2}, ChannelState.CLOSED_REFUNDED),  # the example was paid
        ({"confirm_status": 2}, ChannelState.CLOSED_REFUNDED),
        ({"group_status": 2, "pay_time": ""}, ChannelState.CANCELLED),
        ({"confirm_status": 2, "pay_time": None}, ChannelState.CANCELLED),
        ({"group_status": None, "confirm_status": None, "risk_control_status": None, "refund_status": None}, WAITING),
    ],
)
def test_every_state_has_its_canonical_state(changes, state):
    order = read(example(**changes))
    assert order.state is state
    assert {line.state for line in order.lines} == {state}


@pytest.mark.parametrize(
    ("after_sales", "refund"),
    [
        (0, RefundState.NONE),
        (2, RefundState.REQUESTED),
        (3, RefundState.REQUESTED),
        (4, RefundState.REQUESTED),  # money on its way
        (5, RefundState.REQUESTED),
        (6, RefundState.REFUSED),
        (7, RefundState.AWAITING_RETURN),
        (8, RefundState.REQUESTED),  # the platform decides
        (9, RefundState.CLOSED),
        (10, RefundState.SUCCEEDED),
        *((status, RefundState.CLOSED) for status in (11, 12, 13)),
        *((status, RefundState.CLOSED) for status in (14, 15, 16, 17, 18, 21, 22, 24, 25, 27, 32)),  # no money
        (31, RefundState.AWAITING_RETURN),
        (33, RefundState.AWAITING_RETURN),
    ],
)
def test_every_after_sales_state_has_its_canonical_state(after_sales, refund):
    assert read(example(order_status=2, after_sales_status=after_sales)).lines[0].refund is refund


@pytest.mark.parametrize(
    ("word", "after_sales", "refund"),
    [
        (1, None, RefundState.NONE),
        (2, None, RefundState.REQUESTED),
        (3, None, RefundState.REQUESTED),
        (4, None, RefundState.SUCCEEDED),
        (2, 11, RefundState.REQUESTED),  # another case is open
        (2, 7, RefundState.AWAITING_RETURN),
        (2, 14, RefundState.REQUESTED),  # before the goods left, nothing may leave
        (4, 2, RefundState.SUCCEEDED),
    ],
)
def test_the_orders_own_word_of_refunds_counts_where_the_case_says_less(word, after_sales, refund):
    assert read(example(refund_status=word, after_sales_status=after_sales)).lines[0].refund is refund


def test_an_order_that_is_no_deal_yet_was_placed_when_it_was_made():
    assert read(example(confirm_time="")).placed_at == datetime(2025, 3, 4, 0, 0, tzinfo=UTC)


def test_money_is_text_or_number():
    told = example(pay_amount=57.8, postage=6.0, item={"goods_price": 29.9})
    assert read(told).lines == read(example()).lines


def test_a_service_that_is_paid_is_in_the_lines():
    order = read(example(pay_amount="67.80"))
    assert (order.lines[0].amount, order.paid, order.discount) == (Decimal("61.80"), Decimal("67.80"), Decimal(0))


@given(
    prices=st.lists(st.integers(0, 10**7), min_size=1, max_size=6),
    goods=st.integers(0, 10**7),
    freight=st.integers(0, 10**5),
    presents=st.integers(0, 3),
)
def test_money_adds_up_to_the_fen_whatever_is_sold(prices, goods, freight, presents):
    item = example()["item_list"][0]
    items = [item | {"goods_price": f"{price / 100:.2f}"} for price in prices]
    told = example(
        item_list=items,
        gift_list=[gift()] * presents,
        gift_order_status=2,
        pay_amount=f"{(goods + freight) / 100:.2f}",
        postage=f"{freight / 100:.2f}",
    )
    order = read(told)
    assert sum(line.amount for line in order.lines) + order.freight == order.paid
    assert all(line.amount >= 0 for line in order.lines)
    assert all(line.amount == 0 for line in order.lines if line.number.startswith("gift-"))
    assert len({line.number for line in order.lines}) == len(prices) + presents


def test_the_same_sku_once_more_is_known_by_a_count():
    item = example()["item_list"][0]
    assert [line.number for line in read(example(item_list=[item, item])).lines] == [SKU, f"{SKU}-2"]


@pytest.mark.parametrize("sku", [None, "", "0", 0])
def test_goods_without_skus_are_known_by_their_own_number(sku):
    (line,) = read(example(item={"sku_id": sku})).lines
    assert (line.number, line.listing) == (GOODS, GOODS)


def test_a_line_without_a_code_of_its_own_has_that_of_its_goods():
    assert read(example(item={"outer_id": ""})).lines[0].sku_code == "SOCK-5"


@pytest.mark.parametrize(
    ("status", "own_order", "lines", "state"),
    [
        (2, "", [SKU, "gift-700000000009"], WAITING),
        (None, "", [SKU, "gift-700000000009"], WAITING),
        (2, NUMBER, [SKU, "gift-700000000009"], WAITING),
        (1, "250304-999999999999999", [SKU], WAITING),
        (1, "", [SKU], WAITING),
        (0, "", [SKU, "gift-700000000009"], HELD),  # nobody knows yet how it travels
    ],
)
def test_a_present_travels_here_unless_it_has_an_order_of_its_own(status, own_order, lines, state):
    order = read(example(gift_list=[gift(order_sn=own_order)], gift_order_status=status))
    assert ([line.number for line in order.lines], order.state) == (lines, state)


def steps(status, **more):
    return example(trade_type=1, step_order_info={"step_trade_status": status} | more)


def test_an_order_whose_deposit_is_not_paid_waits_for_payment():
    order = read(steps(0) | {"pay_time": ""})
    assert (order.state, order.paid, order.payments) == (ChannelState.PENDING_PAYMENT, Decimal(0), ())
    assert order.payment_mode is PaymentMode.DEPOSIT


def test_a_deposit_counts_as_paid_only_as_far_as_it_goes():
    order = read(steps(1, advanced_paid_fee=10, step_paid_fee=10))
    assert (order.state, order.paid) == (HELD, Decimal(10))
    assert [(one.kind, one.amount) for one in order.payments] == [(PaymentKind.DEPOSIT, Decimal(10))]


def test_a_tail_that_is_paid_releases_the_order():
    order = read(steps(2, advanced_paid_fee="10.00", step_paid_fee="57.80"))
    assert (order.state, order.paid) == (WAITING, Decimal("57.80"))
    assert [(one.kind, one.amount) for one in order.payments] == [
        (PaymentKind.DEPOSIT, Decimal(10)),
        (PaymentKind.TAIL, Decimal("47.80")),
    ]
    assert len({one.cause for one in order.payments}) == 2


@pytest.mark.parametrize(
    ("order", "refusal", "field"),
    [
        (example(order_sn=None), FieldMissing, "order_sn"),
        (example(order_sn="250304"), UnreadableOrder, "order_sn"),
        (example(order_status=777), StateUnknown, "order_status"),
        (example(order_status=None), FieldMissing, "order_status"),
        (example(refund_status=9), StateUnknown, "refund_status"),
        (example(group_status=7), StateUnknown, "group_status"),
        (example(confirm_status=7), StateUnknown, "confirm_status"),
        (example(risk_control_status=7), StateUnknown, "risk_control_status"),
        (example(after_sales_status=99), StateUnknown, "after_sales_status"),
        (steps(9), StateUnknown, "step_trade_status"),
        (example(trade_type=1), FieldMissing, "step_trade_status"),
        (example(created_time=None), FieldMissing, "created_time"),
        (example(created_time="yesterday"), MomentUnreadable, "created_time"),
        (example(confirm_time="yesterday"), MomentUnreadable, "confirm_time"),
        (example(updated_at=""), FieldMissing, "updated_at"),
        (example(updated_at="2025-03-04T08:05:01"), MomentUnreadable, "updated_at"),
        (example(pay_time="2025-02-30 08:00:00"), MomentUnreadable, "pay_time"),
        (example(pay_amount=None), FieldMissing, "pay_amount"),
        (example(pay_amount="1.234"), AmountUnreadable, "pay_amount"),
        (example(pay_amount="-1.00"), AmountUnreadable, "pay_amount"),
        (example(postage="60.00"), AmountUnreadable, "postage"),
        (example(item_list=[]), FieldMissing, "item_list"),
        (example(item_list=[], gift_list=[gift()]), FieldMissing, "item_list"),
        (example(item={"goods_count": 0}), CountUnreadable, "goods_count"),
        (example(item={"goods_count": 1.5}), CountUnreadable, "goods_count"),
        (example(item={"goods_price": "29.900"}), AmountUnreadable, "goods_price"),
        (example(item={"goods_price": None}), FieldMissing, "goods_price"),
        (example(item={"goods_id": None, "sku_id": None}), FieldMissing, "goods_id"),
        (example(item={"sku_id": "7000A"}), UnreadableOrder, "sku_id"),
    ],
)
def test_an_unreadable_order_is_refused_by_number_and_field(order, refusal, field):
    with pytest.raises(refusal) as refused:
        read(order)
    assert refused.value.data["field"] == field
    assert refused.value.data["number"] in {NUMBER, "?", "250304"}


@pytest.mark.parametrize(
    "changes",
    [
        {"order_tag_list": "none"},
        {"gift_list": {}},
        {"extra_delivery_list": None},
        {"step_order_info": []},
        {"receiver_name": 7, "receiver_phone": None},
    ],
)
def test_pieces_of_another_shape_count_as_missing(changes):
    assert read(example(**changes)).number == NUMBER

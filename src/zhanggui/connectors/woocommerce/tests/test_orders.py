"""What an order of WooCommerce says, in our words."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.connectors.selling.reading import (
    AmountUnreadable,
    CountUnreadable,
    FieldMissing,
    LineRepeated,
    MomentUnreadable,
    StateUnknown,
)
from zhanggui.connectors.woocommerce.orders import read_order
from zhanggui.connectors.woocommerce.paying_back import sum_up
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode, RefundState

ORDER: dict[str, Any] = {
    "id": "727",
    "number": "W-2025-727",
    "status": "processing",
    "currency": "CNY",
    "date_created": "2025-03-04T10:00:00",
    "date_created_gmt": "2025-03-04T02:00:00",
    "date_modified_gmt": "2025-03-04T02:05:00",
    "date_paid_gmt": "2025-03-04T02:01:00",
    "total": "110.00",
    "total_tax": "0.00",
    "shipping_total": "10.00",
    "shipping_tax": "0.00",
    "customer_id": "0",
    "customer_note": "放门口",
    "payment_method": "alipay",
    "billing": {"first_name": "芳", "last_name": "王", "phone": "13800000000", "email": "w@example.test"},
    "shipping": {
        "first_name": "伟",
        "last_name": "李",
        "address_1": "西湖区文三路1号",
        "address_2": "2栋",
        "city": "杭州市",
        "state": "CN12",
        "postcode": "310000",
        "country": "CN",
    },
    "line_items": [
        {"id": "1", "name": "T恤", "product_id": "50", "variation_id": "51", "quantity": "2", "sku": "TS-M",
         "subtotal": "80.00", "subtotal_tax": "0.00", "total": "70.00", "total_tax": "0.00",
         "meta_data": [{"key": "颜色", "value": "黑色", "display_key": "颜色", "display_value": "黑色"},
                       {"key": "_reduced_stock", "value": "2"}]},
        {"id": "2", "name": "袜子", "product_id": "60", "variation_id": "0", "quantity": "1", "sku": "SO-1",
         "subtotal": "30.00", "subtotal_tax": "0.00", "total": "30.00", "total_tax": "0.00", "meta_data": []},
    ],
    "fee_lines": [],
    "refunds": [],
    "meta_data": [],
}  # fmt: skip


def order(**changed: Any) -> dict[str, Any]:
    return deepcopy(ORDER) | changed


def read(payload: dict[str, Any], *, refunds: Any = (), **settings: str) -> Any:
    return read_order(payload, settings=settings, back=sum_up(refunds, number="727"))


def amounts(read_one: Any) -> list[str]:
    return [str(line.amount) for line in read_one.lines]


def refund(amount: str, *lines: tuple[str, int, str]) -> dict[str, Any]:
    rows = [
        {"quantity": f"-{pieces}", "total": f"-{money}", "meta_data": [{"key": "_refunded_item_id", "value": line}]}
        for line, pieces, money in lines
    ]
    return {"id": "9", "amount": amount, "line_items": rows}


def test_it_is_known_by_its_id_and_everything_is_in_its_place():
    got = read(order())
    assert (got.number, got.buyer, got.buyer_message, got.currency) == ("727", "w@example.test", "放门口", "CNY")
    assert (got.paid, got.freight, got.discount) == (Decimal("110.00"), Decimal("10.00"), Decimal("10.00"))
    first, second = got.lines
    assert (first.listing, second.listing, first.spec, first.price) == ("50:51", "60", "颜色:黑色", Decimal("40.00"))
    assert got.paid_at.isoformat() == "2025-03-04T02:01:00+00:00"


def test_the_receiver_has_its_province_by_name_and_the_telephone_of_the_bill():
    receiver = read(order()).receiver
    assert (receiver.name, receiver.mobile, receiver.email) == ("李伟", "13800000000", "w@example.test")
    assert (receiver.state, receiver.city, receiver.address) == ("浙江省", "杭州市", "西湖区文三路1号2栋")
    abroad = {"first_name": "Ann", "last_name": "Lee", "address_1": "1 Main St", "address_2": "Apt 2",
              "city": "Reno", "state": "NV", "country": "US", "phone": "555"}  # fmt: skip
    receiver = read(order(shipping=abroad)).receiver
    assert (receiver.name, receiver.state, receiver.address) == ("Ann Lee", "NV, US", "1 Main St Apt 2")
    assert receiver.mobile == "555"


def test_without_an_address_of_delivery_that_of_the_bill_counts():
    bill = ORDER["shipping"] | {"phone": "13911111111"}
    receiver = read(order(shipping={}, billing=bill)).receiver
    assert (receiver.name, receiver.city, receiver.mobile) == ("李伟", "杭州市", "13911111111")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", ChannelState.PENDING_PAYMENT),
        ("failed", ChannelState.PENDING_PAYMENT),
        ("on-hold", ChannelState.ON_HOLD),
        ("processing", ChannelState.AWAITING_SHIPMENT),
        ("completed", ChannelState.COMPLETED),
        ("cancelled", ChannelState.CANCELLED),
        ("refunded", ChannelState.CLOSED_REFUNDED),
        ("trash", ChannelState.CANCELLED),
    ],
)
def test_every_state_of_the_map(status, state):
    assert read(order(status=status)).state is state


def test_states_of_plugins_are_what_the_shop_says_they_are():
    with pytest.raises(StateUnknown, match="packed"):
        read(order(status="packed"))
    assert read(order(status="packed"), **{"state.packed": "awaiting_shipment"}).state is ChannelState.AWAITING_SHIPMENT


@pytest.mark.parametrize(
    ("changed", "expected", "freight"),
    [
        # taxes belong to what they are paid for
        ({"total": "133.00", "shipping_tax": "1.00", "line_items": [
            ORDER["line_items"][0] | {"total_tax": "14.00"}, ORDER["line_items"][1] | {"total_tax": "8.00"}]},
         ["84.00", "38.00"], "11.00"),
        # a fee that was put on is no goods
        ({"total": "115.00", "fee_lines": [{"id": "3", "total": "5.00", "total_tax": "0.00"}]},
         ["70.00", "30.00"], "15.00"),
        # a fee that was taken off is a discount of the goods
        ({"total": "100.00", "fee_lines": [{"id": "3", "total": "-10.00", "total_tax": "0.00"}]},
         ["63.00", "27.00"], "10.00"),
        # rounding of taxes is a cent here or there
        ({"total": "110.01"}, ["70.01", "30.00"], "10.00"),
        # a card paid for nearly all of it
        ({"total": "4.00"}, ["0.00", "0.00"], "4.00"),
    ],
)  # fmt: skip
def test_money_adds_up_whatever_was_put_on_or_taken_off(changed, expected, freight):
    got = read(order(**changed))
    assert (amounts(got), str(got.freight)) == (expected, freight)
    assert sum(line.amount for line in got.lines) + got.freight == got.paid


def test_cash_at_the_door_is_not_paid_before_it_is_completed():
    got = read(order(payment_method="cod"))
    assert (got.cash_on_delivery, got.payment_mode, got.paid_at, got.paid) == (True, PaymentMode.COD, None, Decimal(0))
    assert read(order(payment_method="cod", status="completed")).paid == Decimal("110.00")


def test_a_line_that_was_paid_back_is_not_sent_and_the_others_go_on():
    got = read(order(), refunds=[refund("30.00", ("2", 1, "30.00"))])
    assert [line.refund for line in got.lines] == [RefundState.NONE, RefundState.SUCCEEDED]
    assert got.state is ChannelState.AWAITING_SHIPMENT
    assert sum(line.amount for line in got.lines) + got.freight == got.paid


def test_pieces_that_were_paid_back_are_no_longer_sold():
    got = read(order(), refunds=[refund("35.00", ("1", 1, "35.00"))])
    assert [(line.quantity, str(line.amount), line.refund) for line in got.lines] == [
        (1, "35.00", RefundState.NONE),
        (1, "30.00", RefundState.NONE),
    ]
    assert sum(line.amount for line in got.lines) + got.freight == got.paid == Decimal("75.00")


def test_money_for_a_scratch_keeps_nothing_back():
    got = read(order(), refunds=[refund("5.00")])
    assert [(line.quantity, line.refund) for line in got.lines] == [(2, RefundState.NONE), (1, RefundState.NONE)]
    assert got.paid == Decimal("110.00")


def test_all_the_money_means_all_the_lines_however_it_was_paid():
    got = read(order(), refunds=[refund("60.00"), refund("50.00")])
    assert {line.refund for line in got.lines} == {RefundState.SUCCEEDED}


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"total": "1.234"}, AmountUnreadable, "total"),
        ({"total": "-1.00"}, AmountUnreadable, "total"),
        ({"date_modified_gmt": None}, FieldMissing, "date_modified_gmt"),
        ({"date_created_gmt": "2025-13-01T00:00:00"}, MomentUnreadable, "date_created_gmt"),
        ({"status": ""}, FieldMissing, "status"),
        ({"line_items": []}, FieldMissing, "line_items"),
        ({"line_items": [ORDER["line_items"][0] | {"quantity": "0"}]}, CountUnreadable, "quantity"),
        ({"line_items": [ORDER["line_items"][0] | {"quantity": "1.5"}]}, CountUnreadable, "quantity"),
        ({"line_items": [ORDER["line_items"][0]] * 2}, LineRepeated, "appears twice"),
    ],
)
def test_what_cannot_be_read_is_named(changed, refusal, field):
    with pytest.raises(refusal, match=field) as refused:
        read(order(**changed))
    assert refused.value.data["number"] == "727"


def test_marks_that_somebody_spoiled_count_as_none():
    marks = [{"key": "zhanggui_parcel_1", "value": value} for value in ("{", "[]", '{"carrier":1}', '{"lines":3}')]
    assert read(order(meta_data=marks)).state is ChannelState.AWAITING_SHIPMENT

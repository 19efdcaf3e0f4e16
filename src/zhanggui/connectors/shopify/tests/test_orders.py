"""What Shopify's words become: states of money and of sending, amounts, lines beyond the first page."""

import copy
import json
from decimal import Decimal

import pytest

from zhanggui.connectors.selling.reading import (
    AmountUnreadable,
    CountUnreadable,
    FieldMissing,
    LineRepeated,
    MomentUnreadable,
    StateUnknown,
)
from zhanggui.connectors.shopify.orders import read_order
from zhanggui.connectors.shopify.states import FINANCIAL, SHIPPING
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode, RefundState

NOW = "2025-03-04T02:00:00Z"


def money(amount):
    return {"shopMoney": {"amount": amount, "currencyCode": "CNY"}}


def line(number, **changed):
    return {
        "id": f"gid://shopify/LineItem/{number}",
        "sku": f"SKU-{number}",
        "name": "Shirt - M",
        "title": "Shirt",
        "variantTitle": "M",
        "quantity": "2",
        "currentQuantity": "2",
        "unfulfilledQuantity": "2",
        "variant": {"id": f"gid://shopify/ProductVariant/9{number}"},
        "originalUnitPriceSet": money("40.0"),
        "discountedTotalSet": money("70.0"),
    } | changed


ORDER = {
    "id": "gid://shopify/Order/5001",
    "name": "#1001",
    "note": "ring twice",
    "createdAt": NOW,
    "updatedAt": NOW,
    "cancelledAt": None,
    "closedAt": None,
    "currencyCode": "CNY",
    "email": "li@example.test",
    "phone": None,
    "paymentGatewayNames": ["shopify_payments"],
    "displayFinancialStatus": "PAID",
    "displayFulfillmentStatus": "UNFULFILLED",
    "customer": {"id": "gid://shopify/Customer/77"},
    "memo": None,
    "totalPriceSet": money("156.55"),
    "currentShippingPriceSet": money("8.0"),
    "shippingAddress": {
        "name": "李 四", "company": None, "address1": "人民路1号", "address2": "2栋", "city": "杭州市",
        "province": "Zhejiang", "zip": "310000", "countryCodeV2": "CN", "phone": "+86 139 0000 0001",
    },
    "transactions": [{"id": "1", "kind": "SALE", "status": "SUCCESS", "processedAt": NOW}],
    "lineItems": {"nodes": [line(1), line(2)]},
}  # fmt: skip


def order(*lines, **changed):
    made = copy.deepcopy(ORDER) | changed
    return made | ({"lineItems": {"nodes": list(lines)}} if lines else {})


def read(made, **settings):
    return read_order(made, settings=settings)


UNPAID = ChannelState.PENDING_PAYMENT
GONE = ChannelState.CLOSED_REFUNDED


@pytest.mark.parametrize(
    ("financial", "shipping", "cancelled", "closed", "state"),
    [
        ("PENDING", "UNFULFILLED", False, False, UNPAID),
        ("AUTHORIZED", "UNFULFILLED", False, False, UNPAID),
        ("PARTIALLY_PAID", "FULFILLED", False, False, UNPAID),
        ("EXPIRED", "UNFULFILLED", False, False, UNPAID),
        ("REFUNDED", "FULFILLED", False, False, GONE),
        ("REFUNDED", "UNFULFILLED", True, True, GONE),
        ("VOIDED", "UNFULFILLED", True, False, ChannelState.CANCELLED),
        ("PENDING", "UNFULFILLED", True, False, ChannelState.CANCELLED),
        ("PAID", "ON_HOLD", False, False, ChannelState.ON_HOLD),
        ("PAID", "SCHEDULED", False, False, ChannelState.ON_HOLD),
        ("PAID", "UNFULFILLED", False, False, ChannelState.AWAITING_SHIPMENT),
        ("PAID", "OPEN", False, False, ChannelState.AWAITING_SHIPMENT),
        ("PAID", "IN_PROGRESS", False, False, ChannelState.AWAITING_SHIPMENT),
        ("PAID", "PENDING_FULFILLMENT", False, False, ChannelState.AWAITING_SHIPMENT),
        ("PAID", "REQUEST_DECLINED", False, False, ChannelState.AWAITING_SHIPMENT),
        ("PARTIALLY_REFUNDED", "PARTIALLY_FULFILLED", False, False, ChannelState.PARTIALLY_SHIPPED),
        ("PAID", "FULFILLED", False, False, ChannelState.SHIPPED),
        ("PAID", "FULFILLED", False, True, ChannelState.COMPLETED),
        ("PAID", "RESTOCKED", False, False, ChannelState.ON_HOLD),
    ],
)
def test_words_for_money_and_for_sending_are_combined(financial, shipping, cancelled, closed, state):
    is_unpaid = financial in {"PENDING", "AUTHORIZED", "VOIDED", "EXPIRED"}
    made = order(
        displayFinancialStatus=financial,
        displayFulfillmentStatus=shipping,
        cancelledAt=NOW if cancelled else None,
        closedAt=NOW if closed else None,
        transactions=[] if is_unpaid else ORDER["transactions"],
    )
    assert read(made).state is state


def test_every_word_of_both_is_read_in_every_combination():
    for financial in FINANCIAL:
        for shipping in SHIPPING:
            made = order(displayFinancialStatus=financial, displayFulfillmentStatus=shipping)
            assert read(made).state in ChannelState


def test_what_the_goods_cost_is_shared_to_the_cent_whatever_was_added_or_taken_off():
    made = read(order(line(1, discountedTotalSet=money("70.0")), line(2, discountedTotalSet=money("33.33"))))
    assert sum(one.amount for one in made.lines) + made.freight == made.paid == Decimal("156.55")
    assert (made.freight, made.currency, made.lines[0].price) == (Decimal("8.0"), "CNY", Decimal("40.0"))


def test_the_buyer_and_the_place_are_read():
    made = read(order(memo={"value": '{"memo":"加急","flag":3}'}))
    assert (made.number, made.buyer, made.buyer_message) == ("5001", "77", "ring twice")
    assert (made.seller_memo, made.seller_flag) == ("加急", 3)
    assert (made.receiver.name, made.receiver.mobile, made.receiver.city) == ("李 四", "13900000001", "杭州市")
    assert made.receiver.address == "人民路1号2栋"
    assert [(one.number, one.listing, one.spec) for one in made.lines] == [("1", "91", "M"), ("2", "92", "M")]


@pytest.mark.parametrize("held", ["[]", "{", '"x"', '{"flag":"many"}', "null"])
def test_a_memo_that_somebody_spoiled_counts_as_none(held):
    made = read(order(memo={"value": held}))
    assert (made.seller_memo, made.seller_flag) == ("", 0)


def test_pieces_that_were_paid_back_are_no_longer_sold():
    made = read(order(line(1, currentQuantity="1"), line(2, currentQuantity="0", unfulfilledQuantity="0"),
                      displayFinancialStatus="PARTIALLY_REFUNDED"))  # fmt: skip
    assert [(one.quantity, one.refund) for one in made.lines] == [(1, RefundState.NONE), (2, RefundState.SUCCEEDED)]
    assert sum(one.amount for one in made.lines) + made.freight == made.paid


def test_of_a_parted_order_each_line_says_where_it_is():
    lines = (line(1, unfulfilledQuantity="0"), line(2), line(3, currentQuantity="0", unfulfilledQuantity="0"))
    made = read(order(*lines, displayFulfillmentStatus="PARTIALLY_FULFILLED"))
    assert [one.state for one in made.lines] == [ChannelState.SHIPPED, ChannelState.AWAITING_SHIPMENT, GONE]


def test_cash_at_the_door_leaves_unpaid_and_reserved_money_when_the_shop_says_so():
    cod = order(displayFinancialStatus="PENDING", paymentGatewayNames=["Cash on Delivery (COD)"], transactions=[])
    made = read(cod)
    assert (made.state, made.payment_mode, made.paid_at) == (ChannelState.AWAITING_SHIPMENT, PaymentMode.COD, None)
    reserved = order(displayFinancialStatus="AUTHORIZED", transactions=[])
    assert read(reserved).state is UNPAID
    assert read(reserved, authorised="ship").state is ChannelState.AWAITING_SHIPMENT


def test_an_order_that_cost_nothing_was_paid_when_it_was_placed():
    free = order(line(1, discountedTotalSet=money("0.0")), totalPriceSet=money("0.0"),
                 currentShippingPriceSet=money("0.0"), transactions=[])  # fmt: skip
    made = read(free)
    assert (made.paid_at, made.paid) == (made.placed_at, Decimal(0))


def test_without_protected_data_the_order_is_read_all_the_same():
    made = read(order(shippingAddress=None, customer=None, email=None))
    assert (made.receiver.name, made.buyer, made.state) == ("", "", ChannelState.AWAITING_SHIPMENT)


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"totalPriceSet": money("1.234")}, AmountUnreadable, "totalPriceSet"),
        ({"totalPriceSet": money("-1.0")}, AmountUnreadable, "totalPriceSet"),
        ({"totalPriceSet": None}, FieldMissing, "totalPriceSet"),
        ({"updatedAt": "2025-03-04T02:00:00"}, MomentUnreadable, "updatedAt"),
        ({"createdAt": "yesterday"}, MomentUnreadable, "createdAt"),
        ({"displayFinancialStatus": "GODOT"}, StateUnknown, "displayFinancialStatus"),
        ({"displayFulfillmentStatus": "FULFILLMENT_NOT_REQUIRED"}, StateUnknown, "displayFulfillmentStatus"),
        ({"displayFulfillmentStatus": ""}, FieldMissing, "displayFulfillmentStatus"),
        ({"lineItems": {"nodes": []}}, FieldMissing, "lineItems"),
        ({"lineItems": {"nodes": [line(1, quantity="0")]}}, CountUnreadable, "quantity"),
        ({"lineItems": {"nodes": [line(1, currentQuantity="-1")]}}, CountUnreadable, "currentQuantity"),
        ({"lineItems": {"nodes": [line(1, currentQuantity=None)]}}, FieldMissing, "currentQuantity"),
        ({"lineItems": {"nodes": [line(1), line(1)]}}, LineRepeated, "appears twice"),
        ({"id": "gid://shopify/Order/x"}, FieldMissing, "id"),
    ],
)
def test_what_cannot_be_read_is_named(changed, refusal, field):
    with pytest.raises(refusal, match=field):
        read(order(**changed))


def test_lines_beyond_the_first_page_are_read_too(channel, account, other):
    codes = list(other.codes())[:34]
    (number,) = other.place(lines=[(code, 1) for code in codes])
    (made,) = channel.fetch(account, numbers=[number]).orders
    assert sorted(one.sku_code for one in made.lines) == sorted(codes)
    assert sum(one.amount for one in made.lines) + made.freight == made.paid
    assert len(json.loads(made.raw)["lineItems"]["nodes"]) == len(codes) > 30

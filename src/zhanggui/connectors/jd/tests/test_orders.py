"""What JD tells of an order, in our words."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.connectors.asking.answers import read_object
from zhanggui.connectors.jd.amounts import shared
from zhanggui.connectors.jd.orders import read_order
from zhanggui.connectors.jd.tests.example import NUMBER, SKUS, example, single
from zhanggui.connectors.selling.reading import (
    AmountUnreadable,
    CountUnreadable,
    FieldMissing,
    MomentUnreadable,
    StateUnknown,
    UnreadableOrder,
)
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode
from zhanggui.kernel.doors.ciphers import part_ciphers

STATES = {
    "NOT_PAY": "pending_payment",
    "WAIT_SELLER_STOCK_OUT": "awaiting_shipment",
    "WAIT_SELLER_DELIVERY": "awaiting_shipment",
    "WAIT_GOODS_RECEIVE_CONFIRM": "shipped",
    "FINISHED_L": "completed",
    "TRADE_CANCELED": "closed_refunded",
    "LOCKED": "on_hold",
    "PAUSE": "on_hold",
    "POP_ORDER_PAUSE": "on_hold",
    "WAIT_SEND_CODE": "on_hold",
    "DELIVERY_RETURN": "shipped",
    "SEND_TO_DISTRIBUTION_CENER": "shipped",
    "DISTRIBUTION_CENTER_RECEIVED": "shipped",
    "RECEIPTS_CONFIRM": "delivered",
}


def order_of(payload):
    raw = json.dumps(payload, ensure_ascii=False).encode()
    return read_order(read_object(raw), raw=raw)


@pytest.mark.parametrize(("word", "state"), STATES.items())
def test_every_state_has_its_canonical_one(word, state):
    order = order_of(example(orderState=word))
    assert order.state == state
    assert {line.state for line in order.lines} == {order.state}


@pytest.mark.parametrize("never", ["0001-01-01 00:00:00", "1970-01-01 00:00:00", "", None])
def test_an_order_cancelled_before_money_was_taken_is_cancelled(never):
    order = order_of(example(orderState="TRADE_CANCELED", paymentConfirmTime=never))
    assert (order.state, order.paid_at, order.paid) == (ChannelState.CANCELLED, None, Decimal(0))


def test_the_example_of_the_platform_adds_up():
    order = order_of(single(itemInfoList=example(lines={0: {"jdPrice": "199.00"}})["itemInfoList"]))
    (line,) = order.lines
    assert (line.amount, order.freight, order.paid, order.discount) == (
        Decimal("169.00"),
        Decimal("6.00"),
        Decimal("175.00"),
        Decimal("30.00"),
    )


def test_discounts_of_an_order_lower_its_lines_by_their_prices():
    order = order_of(example())
    assert [line.amount for line in order.lines] == [Decimal("126.54"), Decimal("42.46")]
    assert sum(line.amount for line in order.lines) + order.freight == order.paid == Decimal("175.00")


def test_a_coupon_of_one_item_lowers_that_item_alone():
    coupons = [{"orderId": NUMBER, "skuId": SKUS[1], "couponType": "30", "couponPrice": "20.00"}]
    order = order_of(example(couponDetailList=coupons, orderPayment="185.00"))
    assert [line.amount for line in order.lines] == [Decimal("149.00"), Decimal("30.00")]


def test_a_coupon_that_is_more_than_its_item_leaves_nothing_below_zero():
    coupons = [{"orderId": NUMBER, "skuId": SKUS[1], "couponType": "30", "couponPrice": "80.00"}]
    order = order_of(example(couponDetailList=coupons, orderPayment="125.00"))
    assert [line.amount for line in order.lines] == [Decimal("119.00"), Decimal("0.00")]


def test_what_came_from_the_balance_is_paid_as_well():
    order = order_of(example(orderPayment="100.00", balanceUsed="75.00"))
    assert (order.paid, sum(line.amount for line in order.lines)) == (Decimal("175.00"), Decimal("169.00"))


def test_tax_and_service_are_in_the_lines():
    order = order_of(example(orderPayment="214.00", taxFee="5.00", serviceFee="4.00", couponDetailList=[]))
    assert sum(line.amount for line in order.lines) + order.freight == order.paid
    assert order.discount == 0


def test_an_order_paid_with_less_than_its_freight_still_adds_up():
    order = order_of(example(orderPayment="4.00"))
    assert (order.freight, order.paid, {line.amount for line in order.lines}) == (Decimal(4), Decimal(4), {Decimal(0)})


def test_goods_without_a_price_take_the_money_there_is():
    free = {"jdPrice": "0.00"}
    order = order_of(example(lines={0: free, 1: free}, orderPayment="7.00"))
    assert [line.amount for line in order.lines] == [Decimal("1.00"), Decimal(0)]


money = st.decimals(min_value=0, max_value=100_000, places=2)


@given(amount=money, weights=st.lists(money, min_size=1, max_size=9))
def test_shares_are_all_of_the_amount_and_never_below_zero(amount, weights):
    parts = shared(amount, weights)
    assert (sum(parts), len(parts)) == (amount, len(weights))
    assert min(parts) >= 0
    total = sum(weights)
    if total:
        assert all(
            abs(part - amount * weight / total) <= Decimal("0.01") for part, weight in zip(parts, weights, strict=True)
        )


def test_cash_on_delivery_is_not_paid_yet():
    order = order_of(example(payType="1", paymentConfirmTime="1970-01-01 00:00:00"))
    assert (order.cash_on_delivery, order.payment_mode, order.paid) == (True, PaymentMode.COD, Decimal(0))
    assert order.state is ChannelState.AWAITING_SHIPMENT


def test_what_waits_to_be_shipped_was_paid_even_without_a_moment():
    assert order_of(example(paymentConfirmTime=None)).paid == Decimal("175.00")
    assert order_of(example(paymentConfirmTime=None, orderState="NOT_PAY")).paid == 0


def test_lines_are_known_by_their_sku_and_a_gift_of_the_same_by_a_count():
    payload = example()
    payload["itemInfoList"].append(payload["itemInfoList"][0] | {"jdPrice": "0.00"})
    order = order_of(payload)
    assert [line.number for line in order.lines] == [*SKUS, f"{SKUS[0]}-2"]
    assert [line.listing for line in order.lines] == [*SKUS, SKUS[0]]
    assert order.lines[2].amount == 0


def test_levels_of_municipalities_are_put_where_they_belong():
    receiver = order_of(example()).receiver
    assert (receiver.state, receiver.city, receiver.district, receiver.town) == ("北京", "北京市", "朝阳区", "示例街道")
    assert (receiver.address, receiver.name, receiver.mobile) == ("***", "李*", "138****0000")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (("浙江省", "杭州市", "西湖区", "北山街道"), ("浙江省", "杭州市", "西湖区", "北山街道")),
        (("上海市", "浦东新区", "川沙镇", ""), ("上海市", "上海市", "浦东新区", "川沙镇")),
        (("上海市", "上海市", "浦东新区", "川沙镇"), ("上海市", "上海市", "浦东新区", "川沙镇")),
        (("", "", "", ""), ("", "", "", "")),
    ],
)
def test_other_places_stay_as_they_are(place, expected):
    names = dict(zip(("province", "city", "county", "town"), place, strict=True))
    receiver = order_of(example(consigneeInfo=names | {"fullAddress": f"{''.join(place)}文***"})).receiver
    assert (receiver.state, receiver.city, receiver.district, receiver.town, receiver.address) == (*expected, "文***")


def test_ciphers_are_kept_by_the_names_of_what_they_hide():
    consignee = example()["consigneeInfo"] | {
        "encrypt_fullname": "AAA=",
        "encrypt_mobile": "BBB=",
        "encrypt_telephone": "",
        "encrypt_fullAddress": "CCC=",
    }
    receiver = order_of(example(consigneeInfo=consignee)).receiver
    assert part_ciphers(receiver.cipher) == {"address": "CCC=", "mobile": "BBB=", "name": "AAA="}
    assert receiver.merge_key == ""


def test_an_order_without_a_receiver_can_be_read():
    assert order_of(example(consigneeInfo=None)).receiver.name == ""


@pytest.mark.parametrize(
    ("payload", "refusal", "field"),
    [
        (example(orderId=None), FieldMissing, "orderId"),
        (example(orderId="29E1"), UnreadableOrder, "orderId"),
        (example(orderState="WAIT_FOR_GODOT"), StateUnknown, "orderState"),
        (example(orderState=None), FieldMissing, "orderState"),
        (example(orderPayment="1.234"), AmountUnreadable, "orderPayment"),
        (example(orderPayment="-1.00"), AmountUnreadable, "orderPayment"),
        (example(orderPayment=None), FieldMissing, "orderPayment"),
        (example(orderPayment=1.005), AmountUnreadable, "orderPayment"),
        (example(freightPrice="free"), AmountUnreadable, "freightPrice"),
        (example(orderStartTime="2025-02-30 00:00:00"), MomentUnreadable, "orderStartTime"),
        (example(orderStartTime="1970-01-01 00:00:00"), FieldMissing, "orderStartTime"),
        (example(modified=None), FieldMissing, "modified"),
        (example(paymentConfirmTime="yesterday"), MomentUnreadable, "paymentConfirmTime"),
        (example(itemInfoList=None), FieldMissing, "itemInfoList"),
        (example(itemInfoList=[7]), FieldMissing, "itemInfoList"),
        (example(lines={0: {"itemTotal": "0"}}), CountUnreadable, "itemTotal"),
        (example(lines={0: {"itemTotal": "1.5"}}), CountUnreadable, "itemTotal"),
        (example(lines={1: {"jdPrice": "9.999"}}), AmountUnreadable, "jdPrice"),
        (example(lines={1: {"skuId": None}}), FieldMissing, "skuId"),
        (example(couponDetailList=[{"couponType": "30", "skuId": SKUS[0], "couponPrice": "x"}]), AmountUnreadable,
         "couponPrice"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_its_field(payload, refusal, field):
    with pytest.raises(refusal) as refused:
        order_of(payload)
    assert refused.value.data["field"] == field


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@given(
    name=st.sampled_from(sorted(example())), value=odd, in_line=st.sampled_from(sorted(example()["itemInfoList"][0]))
)
def test_whatever_stands_in_a_field_the_order_is_read_and_adds_up_or_is_refused(name, value, in_line):
    for payload in (example(**{name: value}), example(lines={0: {in_line: value}})):
        try:
            order = order_of(payload)
        except UnreadableOrder:
            continue
        assert sum(line.amount for line in order.lines) + order.freight in {order.paid, Decimal("175.00")}


def test_sums_beyond_any_order_still_add_up():
    huge = {"jdPrice": "999999999999.99", "itemTotal": "999999999"}
    order = order_of(example(lines={0: huge, 1: huge}, orderPayment="999999999999.99"))
    assert sum(line.amount for line in order.lines) + order.freight == order.paid


def test_numbers_may_come_as_numbers():
    payload = example(orderId=int(NUMBER), orderPayment=175, lines={0: {"skuId": int(SKUS[0]), "itemTotal": 1}})
    order = order_of(payload)
    assert (order.number, order.paid, order.lines[0].number) == (NUMBER, Decimal(175), SKUS[0])

"""A trade as Taobao tells it becomes the order as we speak of it, or is refused by the name of the wrong field."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.connectors.asking.answers import read_object
from zhanggui.connectors.selling.reading import (
    AmountUnreadable,
    CountUnreadable,
    FieldMissing,
    LineRepeated,
    MomentUnreadable,
    StateUnknown,
    UnreadableOrder,
)
from zhanggui.connectors.taobao.orders import read_trade
from zhanggui.connectors.taobao.tests.example import OIDS, TID, answered, example, single
from zhanggui.kernel.doors.channel import ChannelState, RefundState


def read(trade):
    raw = answered(trade)
    return read_trade(read_object(raw)["trade_fullinfo_get_response"]["trade"], raw=raw)


def test_the_example_is_read_in_full():
    order = read(example())
    assert order.number == TID
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert order.placed_at == datetime(2025, 3, 4, 1, 0, tzinfo=UTC)
    assert order.paid_at == datetime(2025, 3, 4, 1, 1, 10, tzinfo=UTC)
    assert order.modified_at == datetime(2025, 3, 4, 1, 1, 12, tzinfo=UTC)
    assert order.ship_by == datetime(2025, 3, 6, 1, 1, 10, tzinfo=UTC)
    assert (order.buyer, order.buyer_message, order.seller_flag) == ("AAExampleUid01", "周末送货", 0)
    assert (order.receiver.name, order.receiver.city, order.receiver.cipher) == ("王**", "杭州市", "1aBcExampleOaid")
    assert order.receiver.merge_key == "taobao:1aBcExampleOaid"
    assert [line.number for line in order.lines] == list(OIDS)
    assert [line.sku_code for line in order.lines] == ["TS-BLK-L", "CAP-RED"]
    assert [line.quantity for line in order.lines] == [1, 2]
    assert order.lines[0].spec == "颜色:黑;尺码:L"
    assert order.lines[0].listing == "600000000001:5000000000001"
    assert order.raw == answered(example())


def test_amounts_of_the_lines_and_freight_are_what_was_paid():
    order = read(example())
    assert [line.amount for line in order.lines] == [Decimal("51.43"), Decimal("68.57")]
    assert sum(line.amount for line in order.lines) + order.freight == order.paid == Decimal("125.00")
    assert order.discount == Decimal("20.00")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("TRADE_NO_CREATE_PAY", ChannelState.PENDING_PAYMENT),
        ("WAIT_BUYER_PAY", ChannelState.PENDING_PAYMENT),
        ("PAY_PENDING", ChannelState.PENDING_PAYMENT),
        ("WAIT_PRE_AUTH_CONFIRM", ChannelState.PENDING_PAYMENT),
        ("PAID_FORBID_CONSIGN", ChannelState.ON_HOLD),
        ("WAIT_SELLER_SEND_GOODS", ChannelState.AWAITING_SHIPMENT),
        ("SELLER_CONSIGNED_PART", ChannelState.PARTIALLY_SHIPPED),
        ("WAIT_BUYER_CONFIRM_GOODS", ChannelState.SHIPPED),
        ("TRADE_BUYER_SIGNED", ChannelState.DELIVERED),
        ("TRADE_FINISHED", ChannelState.COMPLETED),
        ("TRADE_CLOSED", ChannelState.CLOSED_REFUNDED),
        ("TRADE_CLOSED_BY_TAOBAO", ChannelState.CANCELLED),
    ],
)
def test_every_state_of_a_trade_has_its_canonical_state(word, state):
    assert read(example(status=word)).state is state


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"type": "step", "step_trade_status": "FRONT_PAID_FINAL_NOPAID"}, ChannelState.ON_HOLD),
        ({"type": "step", "step_trade_status": "FRONT_PAID_FINAL_PAID"}, ChannelState.AWAITING_SHIPMENT),
        ({"type": "step", "step_trade_status": "FRONT_PAID_FRONT_FORFEITED"}, ChannelState.CANCELLED),
        ({"type": "fixed", "step_trade_status": "FRONT_PAID_FINAL_NOPAID"}, ChannelState.AWAITING_SHIPMENT),
        ({"top_hold": 1}, ChannelState.ON_HOLD),
        ({"forbid_consign": True}, ChannelState.ON_HOLD),
        ({"status": "TRADE_FINISHED", "top_hold": 1}, ChannelState.COMPLETED),
        ({"status": "TRADE_CLOSED", "pay_time": None}, ChannelState.CANCELLED),
    ],
)
def test_what_stands_beside_the_status_decides_too(changes, state):
    assert read(example(**changes)).state is state


def test_lines_that_could_be_shipped_by_themselves_are_held_with_their_trade():
    assert {line.state for line in read(example(status="PAID_FORBID_CONSIGN")).lines} == {ChannelState.ON_HOLD}


def test_a_deposit_counts_as_paid_only_as_far_as_it_goes():
    order = read(example(type="step", step_trade_status="FRONT_PAID_FINAL_NOPAID", step_paid_fee="20.00"))
    assert order.paid == Decimal("20.00")


def test_a_line_refunded_by_itself_is_closed_while_the_others_go_on():
    order = read(example(lines={0: {"status": "TRADE_CLOSED", "refund_status": "SUCCESS"}}))
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert [line.state for line in order.lines] == [ChannelState.CLOSED_REFUNDED, ChannelState.AWAITING_SHIPMENT]
    assert [line.refund for line in order.lines] == [RefundState.SUCCEEDED, RefundState.NONE]


@pytest.mark.parametrize(
    ("word", "refund"),
    [
        (None, RefundState.NONE),
        ("WAIT_SELLER_AGREE", RefundState.REQUESTED),
        ("WAIT_BUYER_RETURN_GOODS", RefundState.AWAITING_RETURN),
        ("WAIT_SELLER_CONFIRM_GOODS", RefundState.RETURNED_UNCHECKED),
        ("SELLER_REFUSE_BUYER", RefundState.REFUSED),
        ("CLOSED", RefundState.CLOSED),
    ],
)
def test_every_refund_state_has_its_canonical_state(word, refund):
    assert read(example(lines={1: {"refund_status": word}})).lines[1].refund is refund


def test_without_a_share_the_payment_of_the_line_counts():
    order = read(example(lines={0: {"divide_order_fee": None}}))
    assert order.lines[0].amount == Decimal("51.43")


def test_the_payment_of_a_single_line_has_the_freight_in_it():
    trade = single(post_fee="8.00", payment="148.00")
    trade["orders"]["order"][0] |= {"price": "160.00", "payment": "148.00", "divide_order_fee": ""}
    assert read(trade).lines[0].amount == Decimal("140.00")


def test_cash_on_delivery_is_shipped_unpaid():
    order = read(example(type="cod", pay_time=None))
    assert (order.cash_on_delivery, order.paid, order.paid_at) == (True, Decimal(0), None)
    assert order.state is ChannelState.AWAITING_SHIPMENT


def test_an_order_without_receiver_or_sku_code_is_read_and_left_to_the_review():
    gone = {"receiver_name": None, "receiver_mobile": None, "receiver_address": None, "oaid": None}
    order = read(example(lines={0: {"outer_sku_id": None, "outer_iid": "TS"}, 1: {"outer_sku_id": None}}, **gone))
    assert order.receiver.name == ""
    assert [line.sku_code for line in order.lines] == ["TS", ""]


def test_text_that_no_database_can_hold_is_cleaned():
    assert read(example(buyer_message="a\x00b\ud83dc")).buyer_message == "abc"


@pytest.mark.parametrize(
    ("trade", "refusal", "field"),
    [
        (example(tid=None, tid_str=None), FieldMissing, "tid"),
        (example(tid=3.3e18, tid_str=None), UnreadableOrder, "tid"),
        (example(status="SOMETHING_NEW"), StateUnknown, "status"),
        (example(status=None), FieldMissing, "status"),
        (example(created=None), FieldMissing, "created"),
        (example(modified=""), FieldMissing, "modified"),
        (example(pay_time="2025-02-30 10:00:00"), MomentUnreadable, "pay_time"),
        (example(created="2025-03-04T09:00:00Z"), MomentUnreadable, "created"),
        (example(payment="125.000"), AmountUnreadable, "payment"),
        (example(payment="1e2"), AmountUnreadable, "payment"),
        (example(payment=None), FieldMissing, "payment"),
        (example(post_fee="-5.00"), AmountUnreadable, "post_fee"),
        (example(orders=None), FieldMissing, "orders"),
        (example(lines={0: {"oid": None}}), FieldMissing, "oid"),
        (example(lines={0: {"num": 0}}), CountUnreadable, "num"),
        (example(lines={0: {"num": "-1"}}), CountUnreadable, "num"),
        (example(lines={0: {"num": 1.5}}), CountUnreadable, "num"),
        (example(lines={0: {"price": "12,00"}}), AmountUnreadable, "price"),
        (example(lines={0: {"divide_order_fee": "51.431"}}), AmountUnreadable, "divide_order_fee"),
        (example(lines={0: {"divide_order_fee": None, "payment": None}}), FieldMissing, "payment"),
        (example(lines={0: {"status": "SOMETHING_NEW"}}), StateUnknown, "status"),
        (example(lines={0: {"refund_status": "SOMETHING_NEW"}}), StateUnknown, "refund_status"),
    ],
)
def test_an_unreadable_trade_is_refused_by_number_and_field(trade, refusal, field):
    with pytest.raises(refusal) as refused:
        read(trade)
    assert refused.value.data["field"] == field
    assert refused.value.data["number"] in {TID, "?", "3.3e+18"}


def test_a_line_that_appears_twice_is_refused():
    with pytest.raises(LineRepeated):
        read(example(lines={1: {"oid": int(OIDS[0])}}))


@given(number=st.integers(min_value=1, max_value=10**30), as_text=st.booleans())
def test_ids_keep_every_digit_as_number_and_as_text(number, as_text):
    sent = str(number) if as_text else number
    order = read(example(tid=sent, tid_str=None, lines={0: {"oid": sent, "num_iid": sent}}))
    assert order.number == order.lines[0].number == str(number)
    assert order.lines[0].listing.startswith(f"{number}:")


@given(st.integers(min_value=0, max_value=10**14 - 1))
def test_money_keeps_every_cent_as_number_and_as_text(cents):
    text = f"{cents // 100}.{cents % 100:02d}"
    raw = answered(example(payment=text)).replace(f'"payment": "{text}"'.encode(), f'"payment": {text}'.encode(), 1)
    order = read_trade(read_object(raw)["trade_fullinfo_get_response"]["trade"], raw=raw)
    assert order.paid == Decimal(text) == read(example(payment=text)).paid

"""What Medusa's words, sums and failures become."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from zhanggui.connectors.medusa.orders import read_order
from zhanggui.connectors.medusa.shipping import NotToBeSent, PiecesUnknown
from zhanggui.connectors.medusa.states import read_state
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired
from zhanggui.simulators.medusa.words import order_of

TOLD = [
    ("canceled", "canceled", "not_fulfilled", False, ChannelState.CANCELLED),
    ("canceled", "refunded", "not_fulfilled", True, ChannelState.CLOSED_REFUNDED),
    ("draft", "not_paid", "not_fulfilled", False, ChannelState.PENDING_PAYMENT),
    ("requires_action", "captured", "not_fulfilled", True, ChannelState.PENDING_PAYMENT),
    ("pending", "awaiting", "not_fulfilled", False, ChannelState.PENDING_PAYMENT),
    ("pending", "authorized", "not_fulfilled", False, ChannelState.AWAITING_SHIPMENT),
    ("pending", "captured", "fulfilled", True, ChannelState.AWAITING_SHIPMENT),
    ("pending", "partially_captured", "partially_fulfilled", True, ChannelState.AWAITING_SHIPMENT),
    ("pending", "captured", "partially_shipped", True, ChannelState.PARTIALLY_SHIPPED),
    ("pending", "captured", "shipped", True, ChannelState.SHIPPED),
    ("pending", "partially_refunded", "partially_delivered", True, ChannelState.SHIPPED),
    ("pending", "captured", "delivered", True, ChannelState.DELIVERED),
    ("completed", "captured", "delivered", True, ChannelState.COMPLETED),
    ("archived", "captured", "not_fulfilled", True, ChannelState.COMPLETED),
    ("completed", "refunded", "delivered", True, ChannelState.CLOSED_REFUNDED),
]


def written(other, **changed):
    """An order as it comes from the wire: its numbers are digits."""
    (number,) = other.place(lines=2)
    order = order_of(other.market.sales[number]) | changed
    return json.loads(json.dumps(order), parse_int=str, parse_float=str)


@pytest.mark.parametrize(("status", "payment", "fulfilment", "captured", "state"), TOLD)
def test_every_state(status, payment, fulfilment, captured, state):
    assert read_state(status, payment, fulfilment, was_captured=captured) is state


def test_computed_sums_are_rounded_and_add_up(other):
    order = written(other, total=100.005, shipping_total=6.78123)
    read = read_order(order)
    assert (read.paid, read.freight) == (Decimal("100.01"), Decimal("6.78"))
    assert sum(line.amount for line in read.lines) + read.freight == read.paid


@pytest.mark.parametrize(
    "changed",
    [{"status": "sold"}, {"items": []}, {"total": -1}, {"total": "much"}, {"created_at": "2025-01-01T00:00:00"},
     {"fulfillment_status": None}],
)  # fmt: skip
def test_what_makes_no_sense_is_named(other, changed):
    with pytest.raises(UnreadableOrder):
        read_order(written(other, **changed))


def test_a_line_told_twice_is_refused(other):
    order = written(other)
    with pytest.raises(UnreadableOrder):
        read_order(order | {"items": [order["items"][0]] * 2})


def test_the_receiver_is_told_in_plain_words(other):
    (number,) = other.place()
    read = read_order(json.loads(json.dumps(order_of(other.market.sales[number])), parse_int=str, parse_float=str))
    own = other.market.sales[number].buyer.receiver
    assert (read.receiver.name, read.receiver.mobile, read.receiver.state) == (own.name, own.mobile, own.state)
    assert read.currency == "CNY"


def test_a_packing_whose_answer_is_lost_is_sent_and_not_packed_again(channel, account, other):
    (number,) = other.place()
    other.trouble("drop_after", call="pack")
    channel.ship(account, notice=ShipmentNotice(number, "zto", "75000000000001"))
    assert set(other.shown(number)) == {"75000000000001"}
    assert len(other.market.sales[number].own["fulfillments"]) == 1


def test_a_sending_that_failed_goes_on_with_what_was_packed(channel, account, other):
    (number,) = other.place()
    other.trouble("http500", call="send", times=9)
    notice = ShipmentNotice(number, "zto", "75000000000001")
    with pytest.raises(ChannelDown):
        channel.ship(account, notice=notice)
    other.server.faults.clear()
    channel.ship(account, notice=notice)
    assert len(other.market.sales[number].own["fulfillments"]) == 1
    assert set(other.shown(number)) == {"75000000000001"}


def test_what_the_seller_packed_is_sent_as_it_is(channel, account, other):
    (number,) = other.place(lines=2)
    sale = other.market.sales[number]
    items = [{"id": line.number, "quantity": line.pieces} for line in sale.lines]
    other.shop.orders.pack(number, {"items": items})
    channel.ship(account, notice=ShipmentNotice(number, "zto", "75000000000001"))
    assert set(other.shown(number)) == {"75000000000001"}
    assert len(sale.own["fulfillments"]) == 1


def test_pieces_of_one_line_leave_in_two_parcels(channel, account, other):
    code = next(iter(other.codes()))
    (number,) = other.place(lines=[(code, 3)])
    (line,) = other.market.sales[number].lines
    for waybill, pieces, state in (("751", 1, ChannelState.PARTIALLY_SHIPPED), ("752", 2, ChannelState.SHIPPED)):
        channel.ship(account, notice=ShipmentNotice(number, "zto", waybill, (line.number,), pieces=(pieces,)))
        (order,) = channel.fetch(account, numbers=[number]).orders
        assert order.state is state


def test_unpaid_and_unknown_are_refused_before_anything_is_written(channel, account, other):
    (unpaid,) = other.place(paid=False)
    with pytest.raises(NotToBeSent):
        channel.ship(account, notice=ShipmentNotice(unpaid, "zto", "751"))
    (number,) = other.place()
    with pytest.raises(PiecesUnknown):
        channel.ship(account, notice=ShipmentNotice(number, "zto", "751", ("ordli_other",)))
    assert not other.market.sales[number].own.get("fulfillments")


def test_metadata_of_others_stays(channel, account, other):
    (number,) = other.place()
    other.shop.orders.update(number, {"metadata": {"gift": 1}})
    channel.write_memo(account, order_number=number, memo="加急", flag=2)
    assert other.market.sales[number].own["metadata"]["gift"] == 1


def test_a_wrong_key_and_a_missing_one_are_told_apart(channel, account):
    with pytest.raises(ChannelLoginExpired):
        channel.check(replace(account, secrets={"api_key": "sk_other"}))
    with pytest.raises(AccountIncomplete):
        channel.check(replace(account, secrets={}))

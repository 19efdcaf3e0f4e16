"""A parcel is told once, in the meta_data and in a note, and nothing is sent that must not be."""

from dataclasses import replace

import pytest

from zhanggui.connectors.selling.shipping import ShippedOtherwise
from zhanggui.connectors.woocommerce.shipping import NotToBeSent, PiecesUnknown
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown
from zhanggui.simulators.market.sales import Stage

FIRST, SECOND = "75000000000001", "75000000000002"


def notice(number, waybill=FIRST, lines=(), pieces=()):
    return ShipmentNotice(number, "zto", waybill, tuple(lines), pieces=tuple(pieces))


def state(channel, account, number):
    (order,) = channel.fetch(account, numbers=[number]).orders
    return order.state


def test_the_buyer_reads_carrier_and_number_once(channel, account, other):
    (number,) = other.place()
    for _ in range(2):
        channel.ship(account, notice=notice(number))
    assert other.notes(number) == [f"中通快递 {FIRST}"]
    assert other.market.sales[number].own["notes"][0]["customer_note"] is True
    assert other.market.sales[number].stage is Stage.SHIPPED


@pytest.mark.parametrize(
    ("settings", "notes"),
    [
        ({"note": "none"}, []),
        ({"note": "private"}, [(f"中通快递 {FIRST}", False)]),
        ({"language": "en"}, [(f"ZTO Express {FIRST}", True)]),
        ({"company_code.zto": "ZTO-INTL"}, [(f"ZTO-INTL {FIRST}", True)]),
    ],
)
def test_the_shop_says_how_the_buyer_is_told(channel, make_account, other, settings, notes):
    (number,) = other.place()
    channel.ship(make_account(other.url, **settings), notice=notice(number))
    told = [(note["note"], note["customer_note"]) for note in other.market.sales[number].own.get("notes", [])]
    assert told == notes


@pytest.mark.parametrize("kind", ["drop", "drop_after", "truncate", "http500"])
def test_a_note_whose_answer_is_lost_is_written_once(channel, account, other, kind):
    (number,) = other.place()
    other.trouble(kind, call="add_note")
    try:
        channel.ship(account, notice=notice(number))
    except ChannelDown:
        channel.ship(account, notice=notice(number))
    assert other.notes(number) == [f"中通快递 {FIRST}"]


def test_pieces_of_one_line_may_leave_in_two_parcels(channel, account, other):
    code = next(iter(other.codes()))
    (number,) = other.place(lines=[(code, 3)])
    (line,) = (each.number for each in channel.fetch(account, numbers=[number]).orders[0].lines)
    channel.ship(account, notice=notice(number, FIRST, [line], [1]))
    assert state(channel, account, number) is ChannelState.AWAITING_SHIPMENT
    with pytest.raises(ShippedOtherwise):
        channel.ship(account, notice=notice(number, SECOND, [line], [3]))
    channel.ship(account, notice=notice(number, SECOND, [line], [2]))
    assert state(channel, account, number) is ChannelState.COMPLETED
    assert len(other.notes(number)) == 2


def test_an_order_is_completed_by_the_parcel_that_leaves_nothing_behind(channel, account, other):
    (number,) = other.place(lines=2)
    first, second = (line.number for line in other.market.sales[number].lines)
    channel.ship(account, notice=notice(number, FIRST, [first]))
    assert other.market.sales[number].stage is Stage.PAID
    assert state(channel, account, number) is ChannelState.PARTIALLY_SHIPPED
    other.ask_refund(number, line=second)
    channel.ship(account, notice=notice(number, FIRST, [first]))
    assert other.market.sales[number].stage is Stage.SHIPPED


def test_an_order_that_was_marked_is_completed_when_it_is_told_again(channel, account, other):
    (number,) = other.place()
    channel.ship(account, notice=notice(number))
    with other.market.changing(number, "touched") as sale:  # the second call had been lost
        sale.stage, sale.own["status"] = Stage.PAID, "processing"
    channel.ship(account, notice=notice(number))
    assert other.market.sales[number].stage is Stage.SHIPPED


@pytest.mark.parametrize("stage", [Stage.UNPAID, Stage.HELD, Stage.CANCELLED, Stage.CLOSED])
def test_what_may_not_leave_stays_as_it_is_though_the_shop_would_take_it(channel, account, other, stage):
    (number,) = other.place()
    with other.market.changing(number, "touched") as sale:
        sale.stage = stage
    with pytest.raises(NotToBeSent):
        channel.ship(account, notice=notice(number))
    assert (other.market.sales[number].stage, other.meta(number), other.notes(number)) == (stage, {}, [])


def test_an_order_completed_by_hand_takes_the_number(channel, account, other):
    (number,) = other.place()
    with other.market.changing(number, "touched") as sale:
        sale.stage = Stage.SHIPPED
    channel.ship(account, notice=notice(number))
    assert set(other.shown(number)) == {FIRST}


def test_a_line_the_order_does_not_have_is_named(channel, account, other):
    (number,) = other.place()
    with pytest.raises(PiecesUnknown, match="4711"):
        channel.ship(account, notice=notice(number, lines=["4711"]))
    assert other.meta(number) == {}


def test_what_needs_no_parcel_is_completed_without_a_word(channel, account, other):
    (number,) = other.place()
    for _ in range(2):
        channel.ship(account, notice=replace(notice(number), waybill="", carrier=""))
    assert (other.market.sales[number].stage, other.notes(number)) == (Stage.SHIPPED, [])

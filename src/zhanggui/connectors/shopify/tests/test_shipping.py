"""A parcel is told once, against the fulfilment orders that wait for its pieces; what must stay stays."""

from dataclasses import replace

import pytest

from zhanggui.connectors.selling.shipping import ShippedOtherwise
from zhanggui.connectors.shopify.shipping import NotToBeSent
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused
from zhanggui.simulators.market.sales import Stage

FIRST, SECOND = "75000000000001", "75000000000002"


def notice(number, waybill=FIRST, lines=(), pieces=(), carrier="zto"):
    return ShipmentNotice(number, carrier, waybill, tuple(lines), pieces=tuple(pieces))


def one_line(other, pieces):
    (number,) = other.place(lines=[(next(iter(other.codes())), pieces)])
    return number, other.market.sales[number].lines[0].number


def parcels(other, number):
    return [(parcel.waybill, dict(parcel.pieces)) for parcel in other.market.sales[number].parcels]


def test_pieces_of_one_line_leave_in_two_parcels_each_told_once(channel, account, other):
    number, line = one_line(other, 3)
    for _ in range(2):
        channel.ship(account, notice=notice(number, FIRST, [line], [1]))
    with pytest.raises(ChannelRefused):
        channel.ship(account, notice=notice(number, SECOND, [line], [3]))
    for _ in range(2):
        channel.ship(account, notice=notice(number, SECOND, [line], [2]))
    assert parcels(other, number) == [(FIRST, {line: 1}), (SECOND, {line: 2})]


def test_a_parcel_of_which_only_a_part_was_taken_is_completed(channel, account, other):
    """Its lines wait at two places, and the answer to the second part was lost before anything was done."""
    (number,) = other.place(lines=2)
    first, second = (line.number for line in other.market.sales[number].lines)
    other.market.sales[number].own["places"] = {second: "2"}
    other.trouble("drop_after", call="ship")
    other.trouble("drop", call="ship")
    for _ in range(3):
        try:
            channel.ship(account, notice=notice(number, lines=[first, second]))
        except ChannelDown:
            continue
        break
    assert sorted(line for _, pieces in parcels(other, number) for line in pieces) == sorted([first, second])
    assert set(other.shown(number)) == {FIRST}
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.SHIPPED


def test_a_parcel_with_many_lines_is_known_again(channel, account, other):
    (number,) = other.place(lines=[(code, 1) for code in list(other.codes())[:34]])
    for _ in range(2):
        channel.ship(account, notice=notice(number))
    lines = [line.number for line in other.market.sales[number].lines]
    channel.ship(account, notice=notice(number, lines=lines, pieces=[1] * len(lines)))
    assert parcels(other, number) == [(FIRST, dict.fromkeys(lines, 1))]


@pytest.mark.parametrize(
    ("carrier", "settings", "company"),
    [
        ("zto", {}, "中通快递"),
        ("zto", {"language": "en"}, "ZTO Express"),
        ("sf", {}, "SF Express"),
        ("sf", {"company_code.sf": "顺丰国际"}, "顺丰国际"),
    ],
)
def test_the_buyer_reads_who_brings_it(channel, make_account, other, carrier, settings, company):
    (number,) = other.place()
    channel.ship(make_account(other.url, **settings), notice=notice(number, carrier=carrier))
    assert [parcel.carrier for parcel in other.market.sales[number].parcels] == [company]


@pytest.mark.parametrize("stage", [Stage.UNPAID, Stage.HELD, Stage.CANCELLED, Stage.CLOSED])
def test_what_may_not_leave_stays(channel, account, other, stage):
    (number,) = other.place()
    with other.market.changing(number, "touched") as sale:
        sale.stage = stage
        sale.paid_at = None if stage is Stage.UNPAID else sale.paid_at
    with pytest.raises(NotToBeSent):
        channel.ship(account, notice=notice(number))
    assert parcels(other, number) == []


def test_reserved_money_is_enough_when_the_shop_says_so(channel, account, make_account, other):
    (number,) = other.place()
    other.market.sales[number].own["financial"] = "AUTHORIZED"
    with pytest.raises(NotToBeSent):
        channel.ship(account, notice=notice(number))
    channel.ship(make_account(other.url, authorised="ship"), notice=notice(number))
    assert set(other.shown(number)) == {FIRST}


def test_a_line_that_was_paid_back_is_not_sent_and_the_other_is(channel, account, other):
    (number,) = other.place(lines=2)
    first, second = (line.number for line in other.market.sales[number].lines)
    other.ask_refund(number, line=second)
    with pytest.raises(NotToBeSent):
        channel.ship(account, notice=notice(number, lines=[second]))
    channel.ship(account, notice=notice(number, lines=[first]))
    assert [set(pieces) for _, pieces in parcels(other, number)] == [{first}]


def test_a_line_the_order_does_not_have_is_refused(channel, account, other):
    (number,) = other.place()
    with pytest.raises(NotToBeSent):
        channel.ship(account, notice=notice(number, lines=["4711"]))
    with pytest.raises(NotToBeSent):
        channel.ship(account, notice=notice("4711"))
    with pytest.raises(NotToBeSent):
        channel.ship(account, notice=notice("#1001"))


def test_lines_that_left_with_another_number_are_told_so(channel, account, other):
    (number,) = other.place(lines=2)
    first, second = (line.number for line in other.market.sales[number].lines)
    channel.ship(account, notice=notice(number, FIRST, [first]))
    with pytest.raises(ShippedOtherwise, match=FIRST):
        channel.ship(account, notice=notice(number, SECOND, [first]))
    channel.ship(account, notice=notice(number, SECOND, [second]))
    assert [waybill for waybill, _ in parcels(other, number)] == [FIRST, SECOND]


def test_what_needs_no_parcel_is_fulfilled_without_a_number(channel, account, other):
    (number,) = other.place()
    for _ in range(2):
        channel.ship(account, notice=replace(notice(number), waybill="", carrier=""))
    assert [waybill for waybill, _ in parcels(other, number)] == [""]
    assert other.market.sales[number].stage is Stage.SHIPPED


@pytest.mark.parametrize(("notify", "told"), [("yes", True), ("no", False)])
def test_the_shop_says_whether_buyers_are_mailed(channel, make_account, other, monkeypatch, notify, told):
    asked = []
    create = other.shop.shipping.create

    def told_and_made(given):
        asked.append(given["fulfillment"]["notifyCustomer"])
        return create(given)

    monkeypatch.setattr(other.shop.shipping, "create", told_and_made)
    (number,) = other.place()
    channel.ship(make_account(other.url, notify=notify), notice=notice(number))
    assert asked == [told]


@pytest.mark.parametrize("kind", ["drop_after", "truncate"])
def test_a_parcel_whose_answer_is_lost_is_read_back_and_not_told_again(channel, account, other, kind):
    (number,) = other.place()
    other.trouble(kind, call="ship")
    channel.ship(account, notice=notice(number))
    assert set(other.shown(number)) == {FIRST}
    assert list(other.server.calls).count("fulfillmentCreate") == 1


@pytest.mark.parametrize("kind", ["drop", "http500"])
def test_a_parcel_that_was_not_taken_is_told_as_such(channel, account, other, kind):
    (number,) = other.place()
    other.trouble(kind, call="ship")
    with pytest.raises(ChannelDown):
        channel.ship(account, notice=notice(number))
    assert set(other.shown(number)) == {""}

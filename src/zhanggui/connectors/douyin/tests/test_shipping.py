"""A ship call whose fate is unknown is read back, never repeated blindly; parcels hold lines and pieces."""

from dataclasses import replace

import pytest

from zhanggui.connectors.selling.shipping import ShippedOtherwise, WaybillNeeded
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused
from zhanggui.simulators.douyin.gateway import Refused, business
from zhanggui.simulators.market.sales import Case

WHOLE, BY_LINES = "order.logisticsAdd", "order.logisticsAddMultiPack"
ONE, TWO = "75000000000001", "75000000000002"


def notice(number, *lines, waybill=ONE, pieces=()):
    return ShipmentNotice(number, "zto", waybill, tuple(lines), pieces=tuple(pieces))


def lines_of(other, number):
    return [line.number for line in other.market.sales[number].lines]


def parcels(other, number):
    return [(parcel.waybill, parcel.pieces) for parcel in other.market.sales[number].parcels]


def test_a_whole_order_is_told_with_company_and_number(channel, account, other):
    (number,) = other.place()
    seen = other.asked(WHOLE)
    channel.ship(account, notice=notice(number))
    assert seen == [{"order_id": number, "company_code": "zhongtong", "logistics_code": ONE}]


def test_the_shops_own_code_of_a_carrier_wins(channel, make_account, other):
    (number,) = other.place()
    seen = other.asked(WHOLE)
    channel.ship(make_account(other.url, **{"company_code.zto": "yuantong"}), notice=notice(number))
    assert seen[0]["company_code"] == "yuantong"


def test_pieces_of_one_line_leave_in_two_parcels(channel, account, other):
    code = other.market.shelf.all()[0].code
    (number,) = other.place(lines=[(code, 3)])
    channel.ship(account, notice=notice(number, number, pieces=[2]))
    assert parcels(other, number) == [(ONE, {number: 2})]
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.PARTIALLY_SHIPPED
    channel.ship(account, notice=notice(number, number, waybill=TWO, pieces=[1]))
    assert parcels(other, number) == [(ONE, {number: 2}), (TWO, {number: 1})]
    channel.ship(account, notice=notice(number, number, waybill=TWO, pieces=[1]))
    assert len(parcels(other, number)) == 2


@pytest.mark.parametrize("kind", ["drop", "drop_after", "truncate", "http500"])
def test_a_parcel_of_lines_whose_answer_is_lost_leaves_once(channel, account, other, kind):
    (number,) = other.place(lines=2)
    first, _ = lines_of(other, number)
    other.trouble(kind, call=BY_LINES)
    try:
        channel.ship(account, notice=notice(number, first))
    except ChannelDown:
        channel.ship(account, notice=notice(number, first))
    assert parcels(other, number) == [(ONE, {first: other.market.sales[number].line(first).pieces})]


def test_a_request_is_named_by_what_it_does(channel, account, other):
    (number,) = other.place(lines=2)
    first, second = lines_of(other, number)
    seen = other.asked(BY_LINES)
    for line in (first, first, second):  # the second line travels in the same parcel, told later
        channel.ship(account, notice=notice(number, line))
    ids = [asked["request_id"] for asked in seen]
    assert ids[0] == ids[1] != ids[2]
    assert [list(pieces) for _, pieces in parcels(other, number)] == [[first], [second]]


def test_a_line_that_left_in_another_parcel_is_told_as_shipped_otherwise(channel, account, other):
    (number,) = other.place(lines=2)
    first, _ = lines_of(other, number)
    channel.ship(account, notice=notice(number, first, waybill=TWO))
    with pytest.raises(ShippedOtherwise, match=TWO):
        channel.ship(account, notice=notice(number, first))


def test_only_the_lines_of_the_parcel_must_agree(channel, account, other):
    (number,) = other.place(lines=2)
    first, second = lines_of(other, number)
    channel.ship(account, notice=notice(number, first))
    other.answer(BY_LINES, lambda asked: _refuse(business(70023, "已发货")))
    channel.ship(account, notice=notice(number, first))
    with pytest.raises(ChannelRefused, match="70023"):
        channel.ship(account, notice=notice(number, second))


def test_a_line_closed_by_a_refund_needs_no_number(channel, account, other):
    (number,) = other.place(lines=2)
    first, second = lines_of(other, number)
    other.market.settle_refund(number, other.ask_refund(number, line=second), Case.PAID_BACK)
    channel.ship(account, notice=notice(number))
    channel.ship(account, notice=notice(number))
    assert [list(pieces) for _, pieces in parcels(other, number)] == [[first]]


def test_a_lost_call_that_had_no_effect_stays_down_and_is_made_once(channel, account, other):
    (number,) = other.place()
    other.trouble("drop", times=9, call=WHOLE)
    with pytest.raises(ChannelDown):
        channel.ship(account, notice=notice(number))
    assert (list(other.server.calls).count(WHOLE), parcels(other, number)) == (1, [])


def test_an_open_refund_is_never_turned_down_with_the_parcel(channel, account, other):
    (number,) = other.place()
    case = other.ask_refund(number)
    with pytest.raises(ChannelRefused, match="60040") as refused:
        channel.ship(account, notice=notice(number))
    assert refused.value.data["action"] == "decide_refund"
    (kept,) = [one for one in other.market.sales[number].cases if one.number == case]
    assert kept.state is Case.ASKED


def test_an_order_under_review_is_not_shipped(channel, account, other):
    (number,) = other.place()
    other.hold(number)
    with pytest.raises(ChannelRefused, match="60109"):
        channel.ship(account, notice=notice(number))


def test_a_parcel_that_does_not_say_what_is_in_it_holds_everything(channel, account, other):
    (number,) = other.place(lines=2)
    channel.ship(account, notice=notice(number))
    detail = other.platform._methods["order.orderDetail"]

    def without_contents(asked):
        answer = detail(other.market, asked)
        for parcel in answer["shop_order_detail"]["logistics_info"]:
            del parcel["product_info"]
        return answer

    other.answer("order.orderDetail", without_contents)
    channel.ship(account, notice=notice(number))


def test_nothing_leaves_without_a_waybill(channel, account, other):
    (number,) = other.place()
    with pytest.raises(WaybillNeeded):
        channel.ship(account, notice=replace(notice(number), waybill="", carrier=""))
    assert WHOLE not in other.server.calls


def test_a_number_the_platform_finds_wrong_is_told_in_its_words(channel, account, other):
    (number,) = other.place()
    with pytest.raises(ChannelRefused, match="物流单号不符合规则"):
        channel.ship(account, notice=notice(number, waybill="?"))


def _refuse(refused: Refused):
    raise refused

"""A ship call whose fate is unknown is read back, never repeated blindly; the first parcel ships, others are added."""

from dataclasses import replace

import orjson
import pytest

from zhanggui.connectors.pinduoduo.shipping import RefundAsked
from zhanggui.connectors.pinduoduo.tests.conftest import ADD, CHECK, READ, SEND
from zhanggui.connectors.selling.shipping import CarrierWithoutCode, ShippedOtherwise, WaybillNeeded
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused
from zhanggui.simulators.market.sales import Case
from zhanggui.simulators.pinduoduo.gateway import Refused

A, B, C = "75000000000001", "75000000000002", "YT0000000000018"


def notice(number, waybill=A, carrier="zto", beside=()):
    return ShipmentNotice(number, carrier, waybill, beside=tuple(beside))


def parcels(number, *pairs):
    """The notices of one order's parcels, each with the others beside it."""
    return [
        notice(number, waybill, carrier, [pair for pair in pairs if pair != (carrier, waybill)])
        for carrier, waybill in pairs
    ]


def calls(other, method):
    return list(other.server.calls).count(method)


def test_an_order_is_told_with_company_and_number_after_its_refunds_were_looked_at(channel, account, other):
    (number,) = other.place()
    checked, sent = other.asked(CHECK), other.asked(SEND)
    channel.ship(account, notice=notice(number))
    assert checked == [{"order_sns": number}]
    assert sent == [{"order_sn": number, "logistics_id": "115", "tracking_number": A}]
    assert list(other.server.calls) == [SEND, CHECK]


def test_the_shops_own_code_of_a_carrier_wins(channel, make_account, account, other):
    (number,) = other.place()
    own = make_account(account.settings["gateway"], **{"company_code.zto": "85"})
    channel.ship(own, notice=notice(number))
    assert other.market.sales[number].parcels[0].carrier == "85"


def test_the_first_parcel_ships_the_order_and_the_others_are_added_to_it(channel, account, other):
    (number,) = other.place()
    added = other.asked(ADD)
    for one in parcels(number, ("zto", A), ("yto", C), ("zto", B)):
        channel.ship(account, notice=one)
    assert other.waybills(number) == [A, C, B]
    assert calls(other, SEND) == 1
    assert [orjson.loads(asked["extra_track_list"]) for asked in added] == [
        [{"shipping_id": 85, "tracking_number": C}],
        [{"shipping_id": 115, "tracking_number": B}],
    ]
    assert added[0]["extra_track_type"] == "1"
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.SHIPPED


def test_parcels_told_again_are_shown_once(channel, account, other):
    (number,) = other.place()
    for _ in range(2):
        for one in parcels(number, ("zto", A), ("yto", C)):
            channel.ship(account, notice=one)
    assert other.waybills(number) == [A, C]
    assert (calls(other, SEND), calls(other, ADD)) == (1, 1)


@pytest.mark.parametrize("kind", ["drop", "drop_after", "truncate", "http500"])
@pytest.mark.parametrize("call", [SEND, ADD, CHECK, READ])
def test_parcels_whose_answer_is_lost_are_shown_once(channel, account, other, kind, call):
    (number,) = other.place()
    other.trouble(kind, call=call)
    for one in parcels(number, ("zto", A), ("yto", C)):
        try:
            channel.ship(account, notice=one)
        except ChannelDown:
            channel.ship(account, notice=one)
    assert other.waybills(number) == [A, C]


def test_a_lost_call_that_had_no_effect_stays_down_and_is_made_once(channel, account, other):
    (number,) = other.place()
    other.trouble("drop", times=9, call=SEND)
    with pytest.raises(ChannelDown):
        channel.ship(account, notice=notice(number))
    assert (calls(other, SEND), other.waybills(number)) == (1, [])


def test_a_parcel_added_in_vain_is_refused_in_the_platforms_words(channel, account, other):
    (number,) = other.place()
    first, second = parcels(number, ("zto", A), ("zto", "?"))
    channel.ship(account, notice=first)
    with pytest.raises(ChannelRefused, match="快递单号不符合规则"):
        channel.ship(account, notice=second)
    assert other.waybills(number) == [A]


def test_shipped_by_somebody_else_is_told_though_parcels_stand_beside(channel, account, other):
    (number,) = other.place()
    other.market.ship(number, "85", "YT0000000000099")
    with pytest.raises(ShippedOtherwise, match="YT0000000000099"):
        channel.ship(account, notice=parcels(number, ("zto", A), ("yto", C))[0])
    assert other.waybills(number) == ["YT0000000000099"]


def test_a_buyer_who_wants_money_back_is_found_before_anything_is_told(channel, account, other):
    (number,) = other.place()
    case = other.ask_refund(number)
    with pytest.raises(RefundAsked) as refused:
        channel.ship(account, notice=notice(number))
    assert str(refused.value) == (
        f"The buyer of order {number} wants money back: Pinduoduo was not told of waybill {A}."
    )
    assert (calls(other, SEND), other.waybills(number)) == (0, [])
    other.market.settle_refund(number, case, Case.WITHDRAWN)
    channel.ship(account, notice=notice(number))
    assert other.waybills(number) == [A]


def test_a_wish_that_came_after_the_parcel_does_not_hide_that_it_was_told(channel, account, other):
    (number,) = other.place()
    channel.ship(account, notice=notice(number))
    other.ask_refund(number)
    channel.ship(account, notice=notice(number))
    for one in parcels(number, ("zto", A), ("yto", C)):
        channel.ship(account, notice=one)
    assert other.waybills(number) == [A, C]


def test_an_order_under_review_is_not_shipped(channel, account, other):
    (number,) = other.place()
    other.hold(number)
    with pytest.raises(ChannelRefused, match="不是待发货状态"):
        channel.ship(account, notice=notice(number))


def test_a_carrier_that_may_no_longer_be_used_is_told(channel, make_account, account, other):
    (number,) = other.place()
    own = make_account(account.settings["gateway"], **{"company_code.zto": "999"})
    with pytest.raises(ChannelRefused, match="不可用"):
        channel.ship(own, notice=notice(number))


@pytest.mark.parametrize("method", [SEND, ADD])
def test_what_was_not_done_is_refused_though_the_answer_is_no_error(channel, account, other, method):
    (number,) = other.place()
    first, second = parcels(number, ("zto", A), ("yto", C))
    if method == ADD:
        channel.ship(account, notice=first)
    roots = {
        SEND: ("logistics_online_send_response", "is_success"),
        ADD: ("upload_extra_logistics_response", "success"),
    }
    root, name = roots[method]
    other.answer(method, lambda asked: {root: {name: False}})
    with pytest.raises(ChannelRefused, match="not done"):
        channel.ship(account, notice=second if method == ADD else first)


def test_a_refusal_about_us_is_not_mistaken_for_one_about_the_order(channel, account, other):
    (number,) = other.place()
    other.market.ship(number, "115", A)

    def refuse(asked):
        raise Refused(20031, "用户没有授权访问此接口")

    other.answer(SEND, refuse)
    with pytest.raises(ChannelRefused, match="20031"):
        channel.ship(account, notice=notice(number))


def test_nothing_leaves_without_a_waybill_or_a_company(channel, account, other):
    (number,) = other.place()
    with pytest.raises(WaybillNeeded):
        channel.ship(account, notice=replace(notice(number), waybill="", carrier=""))
    with pytest.raises(CarrierWithoutCode):
        channel.ship(account, notice=notice(number, carrier="pigeon"))
    assert not other.server.calls

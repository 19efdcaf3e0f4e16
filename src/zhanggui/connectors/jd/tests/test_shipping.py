"""An order is told once, with all its waybills; what is not plainly done is read back, never repeated blindly."""

import pytest

from zhanggui.connectors.jd.shipping import together
from zhanggui.connectors.jd.tests.conftest import READ, SHIP
from zhanggui.connectors.jd.tests.example import NUMBER, answer, asked, error, example, methods, read
from zhanggui.connectors.selling.shipping import CarrierWithoutCode, ShippedOtherwise
from zhanggui.connectors.taobao.tests.canned import DROP, canned
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

A, B, C = "75000000000001", "75000000000002", "YT0000000000018"
DONE = answer("pop.order.shipment", sopjosshipment_result={"success": True})
NOT_DONE = answer(
    "pop.order.shipment", sopjosshipment_result={"success": False, "errorCode": "1", "chineseErrCode": "订单已出库"}
)
NOTICE = ShipmentNotice(NUMBER, "zto", A)


@pytest.fixture
def at(make_account):
    return lambda server, **settings: make_account("", gateway=server.url, **settings)


def shown(waybill, state="WAIT_GOODS_RECEIVE_CONFIRM"):
    return read(example(orderState=state, waybill=waybill, logisticsId="1499"))


def parcels(number, *pairs):
    """The notices of one order's parcels, each with the others beside it."""
    return [
        ShipmentNotice(number, carrier, waybill, beside=tuple(pair for pair in pairs if pair != (carrier, waybill)))
        for carrier, waybill in pairs
    ]


def test_an_order_is_told_with_company_and_number(channel, at):
    with canned(DONE) as server:
        channel.ship(at(server), notice=NOTICE)
    (call,) = server.calls
    assert asked(call) == {"orderId": int(NUMBER), "logiCoprId": "1499", "logiNo": A}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("463", A)], ("463", A)),
        ([("463", A), ("463", B)], ("463", f"{A},{B}")),
        ([("463", A), ("1499", C), ("463", B)], ("463|1499", f"{A},{B}|{C}")),
        ([("463", A), ("463", A)], ("463", A)),
    ],
)
def test_waybills_of_a_carrier_are_parted_by_commas_and_carriers_by_pipes(told, expected):
    assert together(told) == expected


def test_all_parcels_of_an_order_are_told_at_once_and_each_notice_finds_its_own(channel, account, other):
    (number,) = other.place(lines=3)
    notices = parcels(number, ("zto", A), ("yto", C), ("zto", B))
    for notice in notices:
        channel.ship(account, notice=notice)
    sale = other.market.sales[number]
    assert [(parcel.carrier, parcel.waybill) for parcel in sale.parcels] == [("1499", A), ("1499", B), ("463", C)]
    assert list(other.server.calls).count(SHIP) == 3
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.SHIPPED


@pytest.mark.parametrize("kind", ["drop", "drop_after", "truncate", "http500", "html"])
@pytest.mark.parametrize("lost", [0, 1])
def test_a_lost_answer_about_several_parcels_leaves_each_of_them_once(channel, account, other, kind, lost):
    (number,) = other.place(lines=2)
    for nth, notice in enumerate(parcels(number, ("zto", A), ("yto", C))):
        if nth == lost:
            other.trouble(kind, call="ship")
        try:
            channel.ship(account, notice=notice)
        except ChannelDown:
            channel.ship(account, notice=notice)
    assert sorted(other.waybills(number)) == [A, C]


def test_a_parcel_that_was_not_among_those_told_is_refused(channel, account, other):
    (number,) = other.place()
    channel.ship(account, notice=ShipmentNotice(number, "zto", A))
    with pytest.raises(ShippedOtherwise) as refused:
        channel.ship(account, notice=ShipmentNotice(number, "zto", B))
    assert refused.value.data["waybills"] == A
    assert other.waybills(number) == [A]


@pytest.mark.parametrize("trouble", [DROP, (502, b""), error("33"), NOT_DONE])
@pytest.mark.parametrize("waybill", [A, f"{B},{A}", f"{B}|{A}", f" {A} "])
def test_a_shipment_that_the_platform_shows_is_done(channel, at, trouble, waybill):
    with canned(trouble, shown(waybill)) as server:
        channel.ship(at(server), notice=NOTICE)
    assert methods(server) == ["pop.order.shipment", "pop.order.get"]


def test_a_lost_call_that_had_no_effect_stays_down(channel, at, slept):
    with canned(DROP, shown("", "WAIT_SELLER_STOCK_OUT")) as server, pytest.raises(ChannelDown):
        channel.ship(at(server), notice=NOTICE)
    assert methods(server) == ["pop.order.shipment", "pop.order.get"]
    assert slept == []


def test_a_refusal_without_effect_keeps_the_platforms_own_words(channel, at):
    with canned(NOT_DONE, shown("", "LOCKED")) as server, pytest.raises(ChannelRefused, match="订单已出库"):
        channel.ship(at(server), notice=NOTICE)


def test_an_answer_without_a_result_is_read_back(channel, at):
    with canned(answer("pop.order.shipment"), shown(A)) as server:
        channel.ship(at(server), notice=NOTICE)
    with canned(answer("pop.order.shipment"), shown("", "LOCKED")) as server, pytest.raises(ChannelDown):
        channel.ship(at(server), notice=NOTICE)


def test_a_call_the_gateway_refused_is_not_read_back(channel, at):
    with canned(error("24")) as server, pytest.raises(ChannelRefused):
        channel.ship(at(server), notice=NOTICE)
    assert methods(server) == ["pop.order.shipment"]


def test_a_locked_order_stays(channel, account, other):
    (number,) = other.place()
    other.ask_refund(number)
    with pytest.raises(ChannelRefused, match="锁定"):
        channel.ship(account, notice=ShipmentNotice(number, "zto", A))
    assert other.waybills(number) == []


def test_what_needs_no_parcel_is_the_sellers_own_delivery_and_told_once(channel, account, other):
    (number,) = other.place()
    for _ in range(2):
        channel.ship(account, notice=ShipmentNotice(number, "zto", ""))
    (parcel,) = other.market.sales[number].parcels
    assert (parcel.carrier, parcel.waybill) == ("1274", "")
    assert list(other.server.calls) == [READ, SHIP, SHIP]


def test_without_a_parcel_only_an_order_that_left_is_done(channel, at):
    bare = ShipmentNotice(NUMBER, "zto", "")
    for state, expected in (("FINISHED_L", None), ("WAIT_SELLER_STOCK_OUT", ChannelDown)):
        with canned(DROP, shown("", state)) as server:
            if expected is None:
                channel.ship(at(server), notice=bare)
            else:
                with pytest.raises(expected):
                    channel.ship(at(server), notice=bare)


def test_every_carrier_must_have_its_company_number(channel, at):
    with canned(DONE) as server:
        account = at(server, **{"company_code.jt": "773574"})
        channel.ship(account, notice=ShipmentNotice(NUMBER, "jt", A, beside=(("sf", B), ("youzheng", C))))
        with pytest.raises(CarrierWithoutCode, match="pigeon"):
            channel.ship(account, notice=ShipmentNotice(NUMBER, "zto", A, beside=(("pigeon", B),)))
    (call,) = server.calls
    assert (asked(call)["logiCoprId"], asked(call)["logiNo"]) == ("773574|467|2170", f"{A}|{B}|{C}")


def test_a_number_that_is_none_is_left_to_the_platform_to_refuse(channel, account, other):
    with pytest.raises(ChannelRefused, match="订单号不正确"):
        channel.ship(account, notice=ShipmentNotice("E-12", "zto", A))

"""A ship call whose fate is unknown is read back, never repeated blindly."""

import pytest

from zhanggui.connectors.selling.shipping import CarrierWithoutCode, NotAccepted, ShippedOtherwise, company_code
from zhanggui.connectors.taobao.tests.canned import DROP, answer, canned, error
from zhanggui.connectors.taobao.tests.example import OIDS, TID, answered, example, single
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

SEND = "taobao.logistics.offline.send"
READ = "taobao.trade.fullinfo.get"
WAYBILL = "YT0000000000018"
NOTICE = ShipmentNotice(order_number=TID, carrier="yto", waybill=WAYBILL)
FIRST_LINE = ShipmentNotice(order_number=TID, carrier="yto", waybill=WAYBILL, line_numbers=OIDS[:1])
DONE = answer(SEND, shipping={"is_success": True})
ALREADY = error(15, "isv.logistics-offline-service-error:B27", sub_msg="发货单已存在")


def shown(first: str, second: str) -> bytes:
    return answered(example(lines={0: {"invoice_no": first}, 1: {"invoice_no": second}}))


def test_a_parcel_is_told_with_company_and_number(taobao, make_account):
    with canned(DONE) as server:
        taobao.ship(make_account(server.url), notice=NOTICE)
    (call,) = server.calls
    assert (call["tid"], call["company_code"], call["out_sid"]) == (TID, "YTO", WAYBILL)
    assert "is_split" not in call


def test_part_of_an_order_is_told_as_a_split(taobao, make_account):
    with canned(DONE) as server:
        taobao.ship(make_account(server.url), notice=FIRST_LINE)
    assert (server.calls[0]["is_split"], server.calls[0]["sub_tid"]) == ("1", OIDS[0])


@pytest.mark.parametrize("trouble", [DROP, (502, b""), error(15, "isp.service-error"), ALREADY])
def test_a_shipment_that_the_platform_shows_is_done(taobao, make_account, trouble):
    with canned(trouble, shown(WAYBILL, WAYBILL)) as server:
        taobao.ship(make_account(server.url), notice=NOTICE)
    assert server.methods() == [SEND, READ]


def test_only_the_lines_of_the_parcel_must_agree(taobao, make_account):
    with canned(ALREADY, shown(WAYBILL, "")) as server:
        taobao.ship(make_account(server.url), notice=FIRST_LINE)
    assert server.methods() == [SEND, READ]


def test_a_line_closed_by_a_refund_needs_no_number(taobao, make_account):
    trade = example(lines={0: {"invoice_no": WAYBILL}, 1: {"status": "TRADE_CLOSED", "refund_status": "SUCCESS"}})
    with canned(ALREADY, answered(trade)) as server:
        taobao.ship(make_account(server.url), notice=NOTICE)
    assert server.methods() == [SEND, READ]


def test_a_lost_call_that_had_no_effect_stays_down(taobao, slept, make_account):
    with canned(DROP, shown("", "")) as server, pytest.raises(ChannelDown):
        taobao.ship(make_account(server.url), notice=NOTICE)
    assert server.methods() == [SEND, READ]
    assert slept == []


def test_a_call_that_was_surely_not_executed_is_repeated(taobao, slept, make_account):
    with canned(error(7, "isp.call-limited"), DONE) as server:
        taobao.ship(make_account(server.url), notice=NOTICE)
    assert (server.methods(), slept) == ([SEND, SEND], [1])


@pytest.mark.parametrize(("first", "second"), [("YT0000000000026", "YT0000000000026"), (WAYBILL, "YT0000000000026")])
def test_shipped_with_another_number_is_refused(taobao, make_account, first, second):
    with canned(ALREADY, shown(first, second)) as server, pytest.raises(ShippedOtherwise) as refused:
        taobao.ship(make_account(server.url), notice=NOTICE)
    assert isinstance(refused.value, ChannelRefused)
    assert "YT0000000000026" in refused.value.data["waybills"]


def test_a_closed_trade_keeps_the_platforms_own_words(taobao, make_account):
    closed = error(15, "isv.logistics-offline-service-error:B04", sub_msg="订单已关闭")
    with canned(closed, shown("", "")) as server, pytest.raises(ChannelRefused, match="订单已关闭"):
        taobao.ship(make_account(server.url), notice=NOTICE)


NO_SPLIT = error(15, "isv.logistics-offline-service-error:CD29", sub_msg="订单不支持拆单发货")


def test_a_split_that_names_every_line_is_told_as_a_whole_where_the_platform_wants_it(taobao, make_account):
    with canned(NO_SPLIT, answered(single()), DONE) as server:
        taobao.ship(make_account(server.url), notice=FIRST_LINE)
    assert server.methods() == [SEND, READ, SEND]
    assert "sub_tid" not in server.calls[-1]


def test_a_real_split_that_the_platform_forbids_is_refused(taobao, make_account):
    with canned(NO_SPLIT, shown("", "")) as server, pytest.raises(ChannelRefused, match="CD29"):
        taobao.ship(make_account(server.url), notice=FIRST_LINE)
    assert server.methods() == [SEND, READ]


def test_a_number_the_platform_does_not_like_is_refused(taobao, make_account):
    bad = error(15, "isv.logistics-offline-service-error:B60", sub_msg="运单号不合法")
    with canned(bad) as server, pytest.raises(ChannelRefused, match="B60"):
        taobao.ship(make_account(server.url), notice=NOTICE)
    assert len(server.calls) == 1


def test_no_success_and_no_reason_is_a_refusal(taobao, make_account):
    with canned(answer(SEND, shipping={"is_success": False})) as server, pytest.raises(NotAccepted):
        taobao.ship(make_account(server.url), notice=NOTICE)


def test_company_codes_come_from_the_table_and_the_shop_may_say_otherwise(make_account):
    account = make_account("http://127.0.0.1:9", **{"company_code.jt": "HTKY", "company_code.testcarrier": "ZTO"})
    named = {"channel": "taobao", "label": "Taobao"}
    assert [company_code(account, key, **named) for key in ("sf", "youzheng", "jt", "testcarrier")] == [
        "SF", "POSTB", "HTKY", "ZTO",
    ]  # fmt: skip
    with pytest.raises(CarrierWithoutCode):
        company_code(account, "pigeon", **named)

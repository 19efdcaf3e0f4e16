"""The connector and SF's other side, which share nothing but the protocol."""

from dataclasses import replace
from decimal import Decimal

import pytest

from zhanggui.kernel.doors.waybills import (
    CarrierNotOffered,
    Cipher,
    Contact,
    Lost,
    NothingGiven,
    ProviderDown,
    ProviderLoginExpired,
    ProviderRefused,
    ProviderThrottled,
    RequestUnfit,
    Services,
    WaybillAccountIncomplete,
    WaybillCollected,
    WaybillName,
    WaybillUnknown,
)

CREATE, UPDATE = "EXP_RECE_CREATE_ORDER", "EXP_RECE_UPDATE_ORDER"


def take_one(sf, account, request):
    return sf.take(account, requests=[request])[request.key]


def name_of(waybill):
    return WaybillName(key=waybill.key, carrier=waybill.carrier, number=waybill.number)


def test_many_parcels_get_a_number_each(sf, account, request_for):
    given = sf.take(account, requests=[request_for(f"P-{number}") for number in range(3)])
    assert len({waybill.number for waybill in given.values()}) == 3
    waybill = given["P-0"]
    assert waybill.carrier == "sf"
    assert waybill.label.sort_code == "571-571A-011"
    assert waybill.number in waybill.label.qr


def test_children_a_signed_receipt_and_cash_to_collect(sf, account, platform, request_for):
    services = Services(cash_to_collect=Decimal("19.90"), insured_value=Decimal(500), sign_back=True)
    waybill = take_one(sf, account, request_for("P-1", pieces=3, services=services))
    assert len(waybill.sub_numbers) == 2
    assert waybill.return_number
    asked = platform.book.order("P-1").asked
    assert asked["serviceList"][0] == {"name": "COD", "value": "19.90", "value1": "7551234567"}
    assert asked["totalWeight"] == 1.25


def test_the_same_key_is_the_same_number_for_ever(sf, account, platform, request_for):
    first = take_one(sf, account, request_for("P-1"))
    assert take_one(sf, account, request_for("P-1")) == first
    assert len(platform.book.all()) == 1


@pytest.mark.parametrize("fault", ["drop_after", "truncate", "drop", "http502", "html"])
def test_an_answer_that_was_lost_is_asked_for_again(sf, account, platform, request_for, fault):
    platform.faults.add(fault, call=CREATE)
    assert take_one(sf, account, request_for("P-1")).number == platform.book.order("P-1").waybill


def test_what_was_given_can_be_found_out_later(sf, account, platform, request_for):
    platform.faults.add("drop_after", call=CREATE)
    platform.faults.add("http500", times=2, call=CREATE)
    assert isinstance(take_one(sf, account, request_for("P-1")), ProviderDown)
    found = sf.recover(account, lost=[Lost(request_for("P-1")), Lost(request_for("P-2"))])
    assert found["P-1"].number == platform.book.order("P-1").waybill
    assert isinstance(found["P-2"], NothingGiven)


def test_cancelling_twice_is_cancelling_once(sf, account, platform, request_for):
    waybill = take_one(sf, account, request_for("P-1"))
    assert sf.cancel(account, waybills=[name_of(waybill)]) == {}
    assert sf.cancel(account, waybills=[name_of(waybill)]) == {}
    assert platform.book.order("P-1").state == "cancelled"
    assert isinstance(take_one(sf, account, request_for("P-1")), ProviderRefused)


def test_what_was_collected_cannot_be_cancelled_and_one_unknown_does_not_stop_the_others(
    sf, account, platform, request_for
):
    collected = take_one(sf, account, request_for("P-1"))
    platform.clock.advance(hours=3)
    fresh = take_one(sf, account, request_for("P-2"))
    names = [name_of(collected), name_of(fresh), WaybillName(key="P-9", carrier="sf", number="SF9")]
    refused = sf.cancel(account, waybills=names)
    assert isinstance(refused[collected.number], WaybillCollected)
    assert isinstance(refused["SF9"], WaybillUnknown)
    assert fresh.number not in refused


def test_a_confirmed_order_cannot_be_cancelled_and_is_confirmed_once(sf, account, request_for):
    names = [name_of(take_one(sf, account, request_for("P-1")))]
    assert sf.confirm(account, waybills=names) == {}
    assert sf.confirm(account, waybills=names) == {}
    assert isinstance(sf.cancel(account, waybills=names)[names[0].number], WaybillCollected)


def test_a_cancelled_order_cannot_be_confirmed(sf, account, request_for):
    names = [name_of(take_one(sf, account, request_for("P-1")))]
    sf.cancel(account, waybills=names)
    assert isinstance(sf.confirm(account, waybills=names)[names[0].number], ProviderRefused)


@pytest.mark.parametrize("secrets", [{}, {"checkword": "not-it"}])
def test_a_checkword_that_is_missing_or_wrong_is_named(sf, account, request_for, secrets):
    refused = take_one(sf, replace(account, secrets=secrets), request_for("P-1"))
    assert (type(refused), refused.data["setting"]) == (WaybillAccountIncomplete, "checkword")


@pytest.mark.parametrize(("code", "refusal"), [("A1002", ProviderLoginExpired), ("A1003", ProviderRefused)])
def test_a_login_that_expired_and_one_without_permission(sf, account, platform, request_for, code, refusal):
    platform.faults.add("refuse", code=code, sentence="拒绝")
    assert isinstance(take_one(sf, account, request_for("P-1")), refusal)


def test_too_many_calls_are_waited_out_and_told_when_it_does_not_help(sf, account, platform, request_for):
    platform.faults.add("refuse", call=CREATE, code="A1005", sentence="流量管控")
    assert take_one(sf, account, request_for("P-1")).number
    platform.faults.add("refuse", times=3, call=CREATE, code="A1005", sentence="流量管控")
    assert isinstance(take_one(sf, account, request_for("P-2")), ProviderThrottled)


def test_no_capacity_at_the_peak_is_said_in_the_words_of_sf(sf, account, platform, request_for):
    platform.faults.add("refuse", call=CREATE, code="8177", sentence="正值运力高峰期")
    refused = take_one(sf, account, request_for("P-1"))
    assert isinstance(refused, ProviderRefused)
    assert "正值运力高峰期" in str(refused)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"carrier": "zto"}, CarrierNotOffered),
        ({"cipher": Cipher("taobao", "1", token="x")}, RequestUnfit),
        ({"receiver": Contact(name="张三", mobile="13900001234")}, RequestUnfit),
        ({"pieces": 308}, RequestUnfit),
        ({"product": "标快"}, RequestUnfit),
        ({"goods": ()}, RequestUnfit),
    ],
)
def test_what_sf_would_refuse_is_not_sent(sf, account, platform, request_for, changed, refusal):
    assert isinstance(take_one(sf, account, request_for("P-1", **changed)), refusal)
    assert not platform.server.calls


def test_a_contract_is_one_subscription_without_a_count(sf, account):
    (subscription,) = sf.subscriptions(account)
    assert (subscription.carrier, subscription.left) == ("sf", None)
    assert sf.subscriptions(account, carrier="zto") == []

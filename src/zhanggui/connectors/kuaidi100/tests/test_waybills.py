"""The connector and 快递100's other side, which share nothing but the protocol."""

from dataclasses import replace

import pytest

from zhanggui.kernel.doors.waybills import (
    CarrierNotOffered,
    Cipher,
    Contact,
    Lost,
    NumbersUsedUp,
    OnlyOnAsking,
    ProviderDown,
    ProviderRefused,
    RequestUnfit,
    Waybill,
    WaybillAccountIncomplete,
    WaybillCollected,
    WaybillName,
    WaybillUnknown,
)

ORDER, CANCEL = "label:order", "label:cancel"


def take_one(provider, account, request):
    return provider.take(account, requests=[request])[request.key]


def name_of(waybill):
    return WaybillName(waybill.key, waybill.carrier, waybill.number, waybill.reference)


def test_parcels_of_several_carriers_get_a_number_each(kuaidi100, account, request_for):
    requests = [request_for("P-1"), request_for("P-2", carrier="sf"), request_for("P-3", pieces=3, template="t-1")]
    given = kuaidi100.take(account, requests=requests)
    assert given["P-1"].number.startswith("75")
    assert given["P-2"].number.startswith("SF")
    assert (len(given["P-3"].sub_numbers), given["P-3"].print_data.component) == (2, "kuaidi100")
    assert given["P-1"].label.sort_code == "300-A01 02"
    assert not given["P-1"].print_data


@pytest.mark.parametrize("key", ["P-1", "P-" + "1" * 62])
def test_the_same_key_is_the_same_number(kuaidi100, account, platform, request_for, key):
    first = take_one(kuaidi100, account, request_for(key))
    assert take_one(kuaidi100, account, request_for(key)) == first
    assert len(platform.numbers.given) == 1


@pytest.mark.parametrize("fault", ["drop_after", "truncate", "drop", "html"])
def test_an_answer_that_was_lost_is_asked_for_again(kuaidi100, account, platform, request_for, fault):
    platform.faults.add(fault, call=ORDER)
    assert take_one(kuaidi100, account, request_for("P-1")).number in platform.numbers.given
    assert len(platform.numbers.given) == 1


def test_a_provider_in_trouble_is_down_and_the_next_call_with_the_key_finds_the_number(
    kuaidi100, account, platform, request_for
):
    platform.faults.add("drop_after", times=3, call=ORDER)
    assert isinstance(take_one(kuaidi100, account, request_for("P-1")), ProviderDown)
    assert isinstance(kuaidi100.recover(account, lost=[Lost(request_for("P-1"))])["P-1"], OnlyOnAsking)
    assert take_one(kuaidi100, account, request_for("P-1")).number in platform.numbers.given


def test_cancelling_twice_is_cancelling_once(kuaidi100, account, platform, request_for):
    name = name_of(take_one(kuaidi100, account, request_for("P-1")))
    assert kuaidi100.cancel(account, waybills=[name]) == {}
    assert kuaidi100.cancel(account, waybills=[name]) == {}
    assert platform.numbers.given[name.number].state == "cancelled"


def test_what_was_collected_cannot_be_cancelled_and_one_unknown_does_not_stop_the_others(
    kuaidi100, account, platform, request_for
):
    collected = name_of(take_one(kuaidi100, account, request_for("P-1")))
    platform.clock.advance(hours=3)
    fresh = name_of(take_one(kuaidi100, account, request_for("P-2")))
    refused = kuaidi100.cancel(account, waybills=[collected, fresh, WaybillName("P-9", "zto", "759")])
    assert {number: type(why) for number, why in refused.items()} == {
        collected.number: WaybillCollected,
        "759": WaybillUnknown,
    }


def test_an_empty_pool_gives_what_is_left(kuaidi100, account, platform, request_for):
    platform.numbers.branch("zhongtong").left = 1
    given = kuaidi100.take(account, requests=[request_for("P-1"), request_for("P-2")])
    assert {type(answer) for answer in given.values()} == {Waybill, NumbersUsedUp}


@pytest.mark.parametrize(("secret", "setting"), [("secret", "secret"), ("key", "secret")])
def test_a_wrong_signature_names_the_setting(kuaidi100, account, request_for, secret, setting):
    wrong = replace(account, secrets={**account.secrets, secret: "wrong"})
    refused = take_one(kuaidi100, wrong, request_for("P-1"))
    assert (type(refused), refused.data["setting"]) == (WaybillAccountIncomplete, setting)


def test_a_wrong_contract_is_said_in_the_words_of_the_carrier(kuaidi100, account, request_for):
    wrong = replace(account, secrets={**account.secrets, "partner_key": "wrong"})
    refused = take_one(kuaidi100, wrong, request_for("P-1"))
    assert isinstance(refused, ProviderRefused)
    assert "客户账号或密码错误" in str(refused)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"carrier": "pigeon"}, CarrierNotOffered),
        ({"cipher": Cipher("taobao", "1", token="x")}, RequestUnfit),
        ({"receiver": Contact(name="张三", mobile="13900001234")}, RequestUnfit),
        ({"goods": ()}, RequestUnfit),
    ],
)
def test_what_would_be_refused_is_not_sent(kuaidi100, account, platform, request_for, changed, refusal):
    assert isinstance(take_one(kuaidi100, account, request_for("P-1", **changed)), refusal)
    assert not platform.counter.server.calls

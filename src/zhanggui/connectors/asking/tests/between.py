"""What every go-between must do, told once: a room's tests subclass these and say what differs.

The room gives the fixtures `provider`, `tracking`, `platform` (its simulator, serving), `account` and `track_account`.
"""

from dataclasses import replace
from typing import Any, ClassVar

import pytest

from zhanggui.kernel.doors.journey import fold_events
from zhanggui.kernel.doors.tracking import (
    PushForged,
    TrackedParcel,
    TrackingDown,
    TrackingLoginRefused,
    TrackingRefused,
    TrackState,
)
from zhanggui.kernel.doors.waybills import (
    CarrierNotOffered,
    Cipher,
    Contact,
    Goods,
    Lost,
    NumbersUsedUp,
    OnlyOnAsking,
    OrderName,
    ProviderDown,
    ProviderRefused,
    RequestUnfit,
    Waybill,
    WaybillAccountIncomplete,
    WaybillCollected,
    WaybillName,
    WaybillRequest,
    WaybillUnknown,
)
from zhanggui.simulators.stage.journeys import Untidiness
from zhanggui.simulators.stage.listener import listening

SENDER = Contact(
    name="仓库", mobile="13800000001", state="广东省", city="深圳市", district="南山区", address="科技路1号"
)
RECEIVER = Contact(
    name="张三", mobile="13900001234", state="浙江省", city="杭州市", district="西湖区", address="文三路 2 号"
)


def request_for(key: str, **changed: Any) -> WaybillRequest:
    plain = WaybillRequest(
        key=key,
        carrier="zto",
        orders=(OrderName("", "1"),),
        receiver=RECEIVER,
        goods=(Goods("马克杯", 2),),
        weight=1250,
    )
    return replace(plain, **changed)


def take_one(provider, account, request):
    return provider.take(account, requests=[request])[request.key]


def taken(provider, account, key="P-1"):
    waybill = take_one(provider, account, request_for(key))
    assert isinstance(waybill, Waybill), waybill
    return waybill


def name_of(waybill):
    return WaybillName(waybill.key, waybill.carrier, waybill.number, waybill.reference)


class GivesWaybills:
    """The promises of the door of waybills, over the real socket."""

    call_that_gives: ClassVar[str]
    pool: ClassVar[str]
    signing_secret: ClassVar[str]
    contract_secret: ClassVar[str]

    def test_parcels_of_several_carriers_get_a_number_each(self, provider, account):
        given = provider.take(account, requests=[request_for("P-1", pieces=3), request_for("P-2", carrier="sf")])
        assert given["P-2"].number.startswith("SF")
        assert len(given["P-1"].sub_numbers) == 2
        assert given["P-1"].label.sort_code == "300-A01 02"

    @pytest.mark.parametrize("key", ["P-1", "P-" + "1" * 62])
    def test_the_same_key_is_the_same_number(self, provider, account, platform, key):
        first = taken(provider, account, key)
        assert taken(provider, account, key) == first
        assert len(platform.numbers.given) == 1

    @pytest.mark.parametrize("fault", ["drop_after", "truncate", "drop", "html"])
    def test_an_answer_that_was_lost_is_asked_for_again(self, provider, account, platform, fault):
        platform.faults.add(fault, call=self.call_that_gives)
        assert {taken(provider, account).number} == set(platform.numbers.given)

    def test_a_go_between_in_trouble_is_down_and_the_same_key_finds_the_number_later(self, provider, account, platform):
        platform.faults.add("drop_after", times=3, call=self.call_that_gives)
        assert isinstance(take_one(provider, account, request_for("P-1")), ProviderDown)
        assert isinstance(provider.recover(account, lost=[Lost(request_for("P-1"))])["P-1"], OnlyOnAsking)
        assert {taken(provider, account).number} == set(platform.numbers.given)

    def test_cancelling_twice_is_cancelling_once(self, provider, account, platform):
        name = name_of(taken(provider, account))
        assert provider.cancel(account, waybills=[name]) == {}
        assert provider.cancel(account, waybills=[name]) == {}
        assert platform.numbers.given[name.number].state == "cancelled"

    def test_what_is_collected_or_unknown_is_not_cancelled_and_stops_no_other(self, provider, account, platform):
        collected = name_of(taken(provider, account, "P-1"))
        platform.clock.advance(hours=3)
        fresh = name_of(taken(provider, account, "P-2"))
        refused = provider.cancel(account, waybills=[collected, fresh, WaybillName("P-9", "zto", "759")])
        assert {number: type(why) for number, why in refused.items()} == {
            collected.number: WaybillCollected,
            "759": WaybillUnknown,
        }

    def test_an_empty_pool_gives_what_is_left(self, provider, account, platform):
        platform.numbers.branch(self.pool).left = 1
        given = provider.take(account, requests=[request_for("P-1"), request_for("P-2")])
        assert {type(answer) for answer in given.values()} == {Waybill, NumbersUsedUp}

    @pytest.mark.parametrize("value", ["", "wrong"])
    def test_a_secret_that_is_missing_or_wrong_is_named(self, provider, account, value):
        wrong = replace(account, secrets={**account.secrets, self.signing_secret: value})
        refused = take_one(provider, wrong, request_for("P-1"))
        assert (type(refused), refused.data["setting"]) == (WaybillAccountIncomplete, self.signing_secret)

    def test_a_wrong_contract_is_said_in_the_words_of_the_carrier(self, provider, account):
        wrong = replace(account, secrets={**account.secrets, self.contract_secret: "wrong"})
        refused = take_one(provider, wrong, request_for("P-1"))
        assert type(refused) is ProviderRefused
        assert "密码错误" in str(refused)

    @pytest.mark.parametrize(
        ("changed", "refusal"),
        [
            ({"carrier": "pigeon"}, CarrierNotOffered),
            ({"cipher": Cipher("taobao", "1", token="x")}, RequestUnfit),
            ({"receiver": replace(RECEIVER, address="")}, RequestUnfit),
            ({"goods": ()}, RequestUnfit),
        ],
    )
    def test_what_would_be_refused_is_not_sent(self, provider, account, platform, changed, refusal):
        assert isinstance(take_one(provider, account, request_for("P-1", **changed)), refusal)
        assert not platform.counter.server.calls

    def test_its_carriers_are_told_without_a_count(self, provider, account):
        assert {one.left for one in provider.subscriptions(account)} == {None}
        assert [one.carrier for one in provider.subscriptions(account, carrier="zto")] == ["zto"]


class TellsWhereParcelsAre:
    """The promises of the door of tracking, over the real socket."""

    query_call: ClassVar[str]
    signing_secret: ClassVar[str]
    first_code: ClassVar[str]

    @pytest.fixture
    def parcel(self, provider, account):
        return TrackedParcel("zto", taken(provider, account).number, "13900001234")

    def test_what_is_known_and_of_an_unknown_number_nothing(self, tracking, track_account, platform, parcel):
        platform.clock.advance(hours=29)
        tracks = tracking.query(track_account, parcels=[parcel, TrackedParcel("zto", "75999999999999")])
        assert not tracks.refused
        assert [event.state for event in tracks.events] == [
            "picked_up", "in_transit", "in_transit", "out_for_delivery",
        ]  # fmt: skip
        first = tracks.events[0]
        assert (first.carrier, first.waybill) == ("zto", parcel.waybill)
        assert (first.happened_at.isoformat(), first.place) == ("2025-03-04T04:00:00+00:00", "深圳市")
        assert first.code == self.first_code

    def test_one_parcel_that_cannot_be_asked_about_stops_no_other(self, tracking, track_account, platform, parcel):
        platform.clock.advance(hours=29)
        tracks = tracking.query(track_account, parcels=[parcel, TrackedParcel("sf", "SF1"), TrackedParcel("owl", "1")])
        assert tracks.events
        assert {number: type(why) for number, why in tracks.refused.items()} == dict.fromkeys("1", TrackingRefused) | {
            "SF1": TrackingRefused
        }
        assert tracking.knows("zto")
        assert not tracking.knows("owl")

    def test_silence_and_a_wrong_secret_are_told_for_all_at_once(self, tracking, track_account, platform, parcel):
        platform.faults.add("http502", times=3, call=self.query_call)
        with pytest.raises(TrackingDown):
            tracking.query(track_account, parcels=[parcel])
        wrong = replace(track_account, secrets={**track_account.secrets, self.signing_secret: "wrong"})
        with pytest.raises(TrackingLoginRefused):
            tracking.query(wrong, parcels=[parcel])
        with pytest.raises(TrackingLoginRefused):
            tracking.subscribe(wrong, parcels=[parcel], callback="https://example.test/told")

    @pytest.mark.parametrize("script", ["ordinary", "locker", "trouble", "refused"])
    def test_pushes_that_are_late_repeated_and_shuffled_make_the_journey_that_was(
        self, tracking, track_account, provider, account, platform, script
    ):
        platform.journeys.script = script
        parcel = TrackedParcel("zto", taken(provider, account).number)
        heard, ended = [], []

        def answer(query, body):
            pushed = tracking.read_push(track_account, query=query, body=body)
            heard.extend(pushed.events)
            ended.extend(pushed.ended)
            return pushed.answer.body

        platform.journeys.untidiness = Untidiness(["departed"], 1200, repeated=True, shuffled=True)
        with listening(answer) as listener:
            platform.tracks.push_url = listener.url
            for _ in range(2):
                assert tracking.subscribe(track_account, parcels=[parcel], callback=listener.url) == {}
            for hours in (3, 20, 4, 65):  # the departure is told after the arrival
                platform.clock.advance(hours=hours)
                assert platform.push() == 1
        platform.journeys.untidiness = Untidiness()
        journey = fold_events(heard)
        assert journey == fold_events(tracking.query(track_account, parcels=[parcel]).events)
        assert journey.state == (TrackState.RETURNED if script == "refused" else TrackState.DELIVERED)
        assert not journey.contradicting
        assert len(heard) > len(set(heard))
        self.check_ended(ended, parcel)

    def check_ended(self, ended, parcel):
        """Not every source says when it stops telling."""

    def test_a_push_that_is_not_answered_is_given_again(self, tracking, track_account, platform, parcel):
        with listening(lambda query, body: b'{"Success": false, "result": false}') as listener:
            platform.tracks.push_url = listener.url
            tracking.subscribe(track_account, parcels=[parcel], callback=listener.url)
            platform.clock.advance(hours=3)
            assert (platform.push(), platform.push()) == (0, 0)
            assert len(listener.heard) == 2

    def test_a_forged_push_is_not_read(self, tracking, track_account, platform, parcel):
        with listening(lambda query, body: b"{}") as listener:
            platform.tracks.push_url = listener.url
            tracking.subscribe(track_account, parcels=[parcel], callback=listener.url)
            platform.clock.advance(hours=3)
            platform.push()
        ((_, body),) = listener.heard
        assert tracking.read_push(track_account, query={}, body=body).events
        for forged in (body.replace(b"103", b"301").replace(b"Count", b"C0unt"), b"", b"{}"):
            with pytest.raises(PushForged):
                tracking.read_push(track_account, query={}, body=forged)
        with pytest.raises(PushForged):
            tracking.read_push(replace(track_account, secrets={}), query={}, body=body)

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from zhanggui.connectors.kuaidi100.signing import sign
from zhanggui.kernel.doors.journey import fold_events
from zhanggui.kernel.doors.tracking import (
    PushForged,
    PushUnreadable,
    TrackedParcel,
    TrackingDown,
    TrackingLoginRefused,
    TrackingRefused,
    TrackState,
)
from zhanggui.simulators.stage.journeys import Untidiness
from zhanggui.simulators.stage.listener import listening

SALT = "demo-salt"


@pytest.fixture
def parcels(kuaidi100, account, request_for):
    given = kuaidi100.take(account, requests=[request_for(f"P-{number}") for number in range(2)])
    return [TrackedParcel("zto", waybill.number, "13900001234") for waybill in given.values()]


def test_what_is_known_of_many_parcels(tracking, track_account, platform, parcels):
    platform.clock.advance(hours=29)
    tracks = tracking.query(track_account, parcels=[*parcels, TrackedParcel("zto", "75999999999999")])
    assert not tracks.refused
    assert [event.state for event in tracks.events if event.waybill == parcels[0].waybill] == [
        "picked_up", "in_transit", "in_transit", "out_for_delivery",
    ]  # fmt: skip
    first = tracks.events[0]
    assert (first.happened_at.isoformat(), first.code, first.place) == ("2025-03-04T04:00:00+00:00", "103", "深圳市")
    assert first.carrier == "zto"


def test_one_parcel_that_cannot_be_asked_about_does_not_stop_the_others(tracking, track_account, platform, parcels):
    platform.clock.advance(hours=29)
    tracks = tracking.query(track_account, parcels=[parcels[0], TrackedParcel("sf", "SF1"), TrackedParcel("owl", "1")])
    assert tracks.events
    assert {number: type(why) for number, why in tracks.refused.items()} == {
        "SF1": TrackingRefused,
        "1": TrackingRefused,
    }


def test_silence_and_a_wrong_key_are_told_for_all_at_once(tracking, track_account, platform, parcels):
    platform.faults.add("http502", times=6, call="query")
    with pytest.raises(TrackingDown):
        tracking.query(track_account, parcels=parcels)
    with pytest.raises(TrackingLoginRefused):
        tracking.query(replace(track_account, secrets={"key": "wrong"}), parcels=parcels)
    with pytest.raises(TrackingLoginRefused):
        tracking.subscribe(
            replace(track_account, secrets={"key": "wrong", "salt": SALT}), parcels=parcels, callback="x"
        )


@pytest.mark.parametrize("script", ["ordinary", "locker", "trouble", "refused"])
def test_pushes_that_are_late_repeated_and_shuffled_make_the_journey_that_was(
    tracking, track_account, kuaidi100, account, platform, request_for, script
):
    platform.journeys.script = script
    waybill = kuaidi100.take(account, requests=[request_for("P-7")])["P-7"]
    parcel = TrackedParcel("zto", waybill.number)
    heard, ended = [], []

    def answer(query, body):
        pushed = tracking.read_push(track_account, query=query, body=body)
        heard.extend(pushed.events)
        ended.extend(pushed.ended)
        return pushed.answer.body

    platform.journeys.untidiness = Untidiness(late_kinds=frozenset({"departed"}), repeated=True, shuffled=True)
    with listening(answer) as listener:
        for _ in range(2):
            assert tracking.subscribe(track_account, parcels=[parcel], callback=listener.url) == {}
        for hours in (3, 9, 20, 60):
            platform.clock.advance(hours=hours)
            platform.push()
    platform.journeys.untidiness = Untidiness()
    asked = tracking.query(track_account, parcels=[parcel])
    journey = fold_events(heard)
    assert journey == fold_events(asked.events)
    assert journey.state == (TrackState.RETURNED if script == "refused" else TrackState.DELIVERED)
    assert not journey.contradicting
    assert set(ended) == {parcel.waybill}
    assert platform.push() == 0  # everything was received, nothing is told again


def signed(content, salt=SALT):
    param = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return urlencode({"param": param, "sign": sign(param, salt)}).encode()


ROW = {"ftime": "2025-03-04 12:00:00", "context": "已签收", "statusCode": "3"}
PUSH = {"status": "shutdown", "lastResult": {"nu": "YT1", "com": "yuantong", "data": [ROW, {"ftime": "?"}]}}


def test_a_forged_push_is_not_read(tracking, track_account):
    for body in (signed(PUSH, "guessed"), b"", urlencode({"param": json.dumps(PUSH)}).encode()):
        with pytest.raises(PushForged):
            tracking.read_push(track_account, query={}, body=body)
    with pytest.raises(PushForged):
        tracking.read_push(replace(track_account, secrets={}), query={}, body=signed(PUSH, ""))


def test_a_push_answers_exactly_and_counts_what_it_could_not_read(tracking, track_account):
    pushed = tracking.read_push(track_account, query={}, body=signed(PUSH))
    assert json.loads(pushed.answer.body) == {"result": True, "returnCode": "200", "message": "成功"}
    assert [(event.carrier, event.waybill, event.state) for event in pushed.events] == [("yto", "YT1", "delivered")]
    assert (pushed.unreadable, pushed.ended) == (1, ["YT1"])
    for content in ("no json", {"status": "abort"}):
        with pytest.raises(PushUnreadable):
            tracking.read_push(track_account, query={}, body=signed(content))

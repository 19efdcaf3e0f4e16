import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from zhanggui.kernel.doors.journey import fold_events
from zhanggui.kernel.doors.tracking import (
    PushForged,
    PushUnreadable,
    TrackedParcel,
    TrackingDown,
    TrackingLoginRefused,
    TrackState,
)
from zhanggui.simulators.stage.journeys import Untidiness
from zhanggui.simulators.stage.listener import listening

ROUTES = "EXP_RECE_SEARCH_ROUTES"
CALLBACK = "https://example.test/told"


@pytest.fixture
def parcels(sf, account, request_for):
    given = sf.take(account, requests=[request_for(f"P-{number}") for number in range(11)])
    return [TrackedParcel("sf", waybill.number, "13900001234") for waybill in given.values()]


def states(tracks, parcel):
    return [event.state for event in tracks.events if event.waybill == parcel.waybill]


def test_routes_of_many_parcels_are_asked_for_ten_at_a_time(tracking, track_account, platform, parcels):
    platform.clock.advance(hours=29)
    tracks = tracking.query(track_account, parcels=parcels)
    assert not tracks.refused
    assert states(tracks, parcels[10]) == ["picked_up", "in_transit", "in_transit", "out_for_delivery"]
    assert list(platform.server.calls).count(ROUTES) == 2
    first = tracks.events[0]
    assert first.happened_at.isoformat() == "2025-03-04T04:00:00+00:00"
    assert (first.code, first.place, first.words) == ("54", "深圳市", "顺丰速运 已收取快件")


def test_without_the_right_phone_number_nothing_is_known(tracking, track_account, platform, parcels):
    platform.clock.advance(hours=29)
    assert not tracking.query(track_account, parcels=[replace(parcels[0], phone="13900009999")]).events


def test_silence_and_a_wrong_checkword_are_told_for_all_at_once(tracking, track_account, platform, parcels):
    platform.faults.add("http502", times=3, call=ROUTES)
    with pytest.raises(TrackingDown):
        tracking.query(track_account, parcels=parcels[:1])
    with pytest.raises(TrackingLoginRefused):
        tracking.query(replace(track_account, secrets={"checkword": "no"}), parcels=parcels[:1])


def test_subscribing_twice_is_subscribing_once(tracking, track_account, platform, parcels):
    assert tracking.subscribe(track_account, parcels=parcels[:2], callback=CALLBACK) == {}
    assert tracking.subscribe(track_account, parcels=parcels[:2], callback=CALLBACK) == {}
    assert platform.services.registered == {parcel.waybill for parcel in parcels[:2]}
    unknown = TrackedParcel("sf", "SF9")
    assert set(tracking.subscribe(track_account, parcels=[unknown, parcels[0]], callback=CALLBACK)) == {"SF9"}


@pytest.mark.parametrize("signed", [True, False])
def test_pushes_that_are_late_repeated_and_shuffled_make_the_journey_that_was(
    tracking, track_account, platform, parcels, signed
):
    heard = []

    def answer(query, body):
        pushed = tracking.read_push(track_account, query=query, body=body)
        heard.extend(pushed.events)
        return pushed.answer.body

    platform.signs_pushes = signed
    platform.journeys.untidiness = Untidiness(["departed"], 1200, repeated=True, shuffled=True)
    with listening(answer) as listener:
        platform.push_url = f"{listener.url}?token=only-sf-knows"
        for hours in (3, 20, 4, 9):  # the departure is told after the arrival
            platform.clock.advance(hours=hours)
            platform.push_routes()
    journey = fold_events(event for event in heard if event.waybill == parcels[0].waybill)
    platform.journeys.untidiness = Untidiness()
    asked = tracking.query(track_account, parcels=parcels[:1])
    assert journey == fold_events(asked.events)
    assert journey.state == TrackState.DELIVERED
    assert len(heard) > len(set(heard))


PUSH = json.dumps({"Body": {"WaybillRoute": [{"mailno": "SF1", "acceptTime": "2025-03-04 12:00:00", "opCode": "80"}]}})


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ({}, PUSH),
        ({"token": "guessed"}, PUSH),
        ({"token": "only-sf-knows"}, urlencode({"msgData": PUSH, "timestamp": "1", "msgDigest": "forged"})),
    ],
)
def test_a_push_that_is_not_surely_from_sf_is_not_read(tracking, track_account, query, body):
    with pytest.raises(PushForged):
        tracking.read_push(track_account, query=query, body=body.encode())


def test_without_secrets_nothing_is_believed(tracking, track_account):
    with pytest.raises(PushForged):
        tracking.read_push(replace(track_account, secrets={}), query={"token": ""}, body=PUSH.encode())


def test_a_push_answers_exactly_and_counts_what_it_could_not_read(tracking, track_account):
    query = {"token": "only-sf-knows"}
    body = PUSH.replace("]", ', {"mailno": "SF2"}, 7]')
    pushed = tracking.read_push(track_account, query=query, body=body.encode())
    assert json.loads(pushed.answer.body) == {"return_code": "0000", "return_msg": "成功"}
    assert [event.state for event in pushed.events] == ["delivered"]
    assert pushed.unreadable == 2
    with pytest.raises(PushUnreadable):
        tracking.read_push(track_account, query=query, body=b'{"Body": []}')


def test_a_code_that_is_not_known_never_ends_a_way(tracking, track_account):
    body = PUSH.replace('"80"', '"98765"').encode()
    pushed = tracking.read_push(track_account, query={"token": "only-sf-knows"}, body=body)
    assert [(event.state, event.code) for event in pushed.events] == [("in_transit", "98765")]

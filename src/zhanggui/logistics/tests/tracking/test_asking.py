"""Sources that are asked and sources that push, on real sockets: late, twice, forged, silent, killed between."""

import threading
from datetime import timedelta
from unittest import mock

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from tests.races.at_once import at_once
from werkzeug.serving import make_server

from zhanggui.connectors.kuaidi100.tracking import Kuaidi100Tracking
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.tracking import GROUP
from zhanggui.kernel.models import Fact
from zhanggui.logistics.flows.close_tracking_accounts import close_tracking_accounts
from zhanggui.logistics.flows.follow_parcels import follow_parcels
from zhanggui.logistics.flows.poll_tracks import poll_tracks
from zhanggui.logistics.flows.set_tracking_accounts import set_tracking_accounts
from zhanggui.logistics.flows.subscribe_tracks import subscribe_tracks
from zhanggui.logistics.flows.withdraw_tracks import withdraw_tracks
from zhanggui.logistics.models import Track, TrackEvent, TrackingAccount
from zhanggui.logistics.tests.tracking.conftest import T0, draft, hours
from zhanggui.logistics.tracking import jobs
from zhanggui.logistics.tracking.asking import due_tracks
from zhanggui.logistics.tracking.rules import LEASE
from zhanggui.orders.testing import ACTOR
from zhanggui.simulators.kuaidi100 import Kuaidi100Simulator
from zhanggui.simulators.stage.clock import standing_still
from zhanggui.simulators.stage.journeys import Untidiness


@pytest.fixture
def followed(account, platform, tracks):
    """So many parcels at the source, given and followed at T0."""

    def followed(count=1):
        made = tracks(count)
        for track in made:
            platform.journeys.begin(track.waybill, T0)
        return made

    return followed


def poll(*tracks, at):
    return poll_tracks(track_ids=[track.pk for track in tracks], actor=ACTOR, at=at)


def again(track):
    track.refresh_from_db()
    return track


@pytest.mark.django_db
def test_a_source_is_asked_about_many_and_each_has_its_next_time(followed, platform):
    made = followed(3)
    platform.clock.advance(hours=6)
    assert poll(*made, at=hours(6)).done == [track.pk for track in made]
    assert {again(track).stage for track in made} == {"in_transit"}
    assert {track.next_at for track in made} == {hours(10)}
    assert not due_tracks(at=hours(9), most=10)
    platform.clock.advance(hours=28)
    poll(*made, at=hours(34))
    assert {again(track).stage for track in made} == {"delivered"}
    assert {track.next_at for track in made} == {hours(34) + timedelta(hours=48)}


@pytest.mark.django_db
def test_nothing_known_is_no_trouble_and_a_number_it_refuses_waits_longer_each_time(followed, platform):
    one, other = followed(2)
    platform.faults.add("refuse", times=9, call="query:8001", code="", sentence="单号不存在")
    poll(one, at=T0)
    assert "单号不存在" in again(one).refusal or again(one).refusal
    first = one.next_at
    assert first > T0
    poll(one, at=first)
    assert again(one).next_at - first > first - T0
    platform.faults.clear()
    platform.clock.advance(hours=3)
    poll(one, other, at=one.next_at)
    assert (again(one).stage, one.refusal, one.tries) == ("collected", "", 0)


@pytest.mark.django_db
def test_a_source_that_is_down_is_left_alone_and_so_are_its_parcels(followed, platform, account):
    made = followed(2)
    platform.faults.add("http502", times=99, call="query:8001")
    assert set(poll(*made, at=T0).refused) == {track.pk for track in made}
    account.refresh_from_db()
    assert account.trouble
    assert account.wait_until > T0
    assert not due_tracks(at=T0 + timedelta(seconds=30), most=10)
    platform.faults.clear()
    platform.clock.advance(hours=3)
    poll(*made, at=account.wait_until)
    account.refresh_from_db()
    assert (account.trouble, account.wait_until) == ("", None)


@pytest.mark.django_db
def test_killed_after_the_answer_it_is_asked_again_when_the_lease_is_over(followed, platform):
    (track,) = followed()
    platform.clock.advance(hours=3)
    with (
        mock.patch("zhanggui.logistics.flows.poll_tracks.record_track_events", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        poll(track, at=hours(3))
    Track.objects.update(next_at=hours(3) + LEASE)
    assert not TrackEvent.objects.exists()
    assert due_tracks(at=hours(3) + LEASE, most=10) == [track.pk]
    poll(track, at=hours(3) + LEASE)
    assert again(track).stage == "collected"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_ask_about_one_parcel(followed, platform):
    made = followed(4)
    platform.clock.advance(hours=3)
    at_once([lambda: poll(*made, at=hours(3)) for _ in range(3)])
    assert [call for call in platform.counter.server.calls if call.startswith("query")] == ["query:8001"] * 4


@pytest.mark.django_db
def test_a_parcel_whose_carrier_nobody_knows_is_followed_as_soon_as_somebody_does(shipped, source, gateway):
    (parcel,) = shipped()
    assert follow_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=T0).done == [parcel.pk]
    track = Track.objects.get()
    assert (track.account, track.next_at, track.stage) == (None, None, "handed_over")
    set_tracking_accounts(accounts=[draft(gateway)], actor=ACTOR, at=T0)
    follow_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=hours(1))
    assert (again(track).account.code, track.next_at) == ("KDN", hours(1))
    close_tracking_accounts(account_ids=[again(track).account_id], actor=ACTOR, at=hours(2))
    assert (again(track).account, track.next_at) == (None, None)


@pytest.mark.django_db
def test_the_job_follows_what_is_shipped_and_asks(account, platform, shipped):
    (parcel,) = shipped()
    jobs.follow_shipped_parcels([parcel.pk])
    assert again(Track.objects.get()).account == account
    platform.journeys.begin(parcel.waybill, T0)
    platform.clock.advance(hours=6)
    Track.objects.update(next_at=hours(6))
    jobs.ask_due_tracks(0)
    assert again(Track.objects.get()).stage == "in_transit"


# Pushes


@pytest.fixture
def heard_at(transactional_db, settings):
    """Our own endpoint on a real socket."""
    from werkzeug.serving import WSGIRequestHandler

    application = get_wsgi_application()

    handler = type("Handler", (WSGIRequestHandler,), {"log": lambda *_: None})
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.PUBLIC_URL = f"http://127.0.0.1:{server.server_port}"
    yield settings.PUBLIC_URL
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", ["ordinary", "refused"])
def test_pushes_that_are_late_double_and_shuffled_make_the_journey_that_was(
    heard_at, source, gateway, platform, tracks, script
):
    set_tracking_accounts(accounts=[draft(gateway, is_pushed=True)], actor=ACTOR, at=T0)
    platform.journeys.script = script
    made = tracks(3)
    for track in made:
        platform.journeys.begin(track.waybill, T0)
    assert len(subscribe_tracks(track_ids=[track.pk for track in made], actor=ACTOR, at=T0).done) == 3
    assert again(made[0]).next_at == hours(24)
    platform.tracks.push_url = f"{heard_at}/push/tracking/KDN"
    platform.journeys.untidiness = Untidiness(["departed"], 1200, repeated=True, shuffled=True)
    for step in (3, 20, 4, 65):
        platform.clock.advance(hours=step)
        assert platform.push() == 1
        platform.push(again=True)
    assert {again(track).stage for track in made} == {"returned" if script == "refused" else "delivered"}
    assert {track.contradictions for track in made} == {0}
    ends = Fact.objects.filter(name__in=["logistics.parcel.delivered", "logistics.parcel.returned"])
    assert ends.count() == 3
    assert TrackingAccount.objects.get().heard_at


@pytest.mark.django_db
def test_what_is_not_signed_is_not_believed(account, platform, followed):
    followed()
    client = Client()
    url = "/push/tracking/KDN"
    for body in (b"", b"RequestData=%7B%7D&DataSign=x", b"\x00\xff"):
        assert client.post(url, body, content_type="application/x-www-form-urlencoded").status_code == 403
    assert client.post("/push/tracking/OTHER").status_code == 404
    assert client.get(url).status_code == 405
    assert not TrackEvent.objects.exists()
    TrackingAccount.objects.update(is_active=False)
    assert client.post(url).status_code == 404


@pytest.mark.django_db
def test_a_push_that_was_not_stored_is_not_answered_as_stored(account, platform, followed):
    (track,) = followed()
    platform.clock.advance(hours=3)
    platform.tracks.subscribed[track.waybill] = ("ZTO", True)
    (message,) = platform.tracks.messages()
    client = Client(raise_request_exception=False)
    with mock.patch("zhanggui.logistics.tracking.pushing.record_track_events", side_effect=RuntimeError):
        assert client.post("/push/tracking/KDN", message.body, content_type=message.content_type).status_code == 500
    assert client.post("/push/tracking/KDN", message.body, content_type=message.content_type).status_code == 200
    assert again(track).stage == "collected"


@pytest.mark.django_db(transaction=True)
def test_the_go_between_that_wants_an_address_with_each_parcel_gets_one_of_the_account(heard_at, tracks, monkeypatch):
    platform = Kuaidi100Simulator(clock=standing_still(T0))
    source = Kuaidi100Tracking(sleep=lambda _: None, timeout=httpx.Timeout(5))
    monkeypatch.setitem(installed(GROUP), "kuaidi100", source)
    with platform.serving() as url:
        given = {
            "code": "K100", "source": "kuaidi100", "is_pushed": True,
            "settings": {"gateway": url, "customer": "DEMO_CUSTOMER", "carrier.testcarrier": "zto"},
            "secrets": {"key": "demo-key", "salt": "s-1"},
        }  # fmt: skip
        set_tracking_accounts(accounts=[draft(url, **given)], actor=ACTOR, at=T0).one()
        (track,) = tracks()
        platform.journeys.begin(track.waybill, T0)
        Track.objects.update(next_at=T0)
        jobs.ask_due_tracks(0)
        assert again(track).subscribed_at
        platform.clock.advance(hours=40)
        assert platform.push() == 1
    source.close()
    assert again(track).stage == "delivered"
    assert track.subscribed_at is None


@pytest.mark.django_db
def test_parcels_that_were_taken_back_are_not_followed_until_they_leave_again(followed, account):
    (track,) = followed()
    withdraw_tracks(parcel_ids=[track.parcel_id], actor=ACTOR, at=hours(4))
    assert (again(track).stage, track.next_at, track.look_at) == ("withdrawn", None, None)
    Parcel.objects.filter(pk=track.parcel_id).update(shipped_at=hours(5))
    follow_parcels(parcel_ids=[track.parcel_id], actor=ACTOR, at=hours(5))
    assert (again(track).stage, track.handed_at, track.next_at) == ("handed_over", hours(5), hours(5))

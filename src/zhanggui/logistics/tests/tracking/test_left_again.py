"""A parcel that was taken back and left again under another number: its way begins anew, the earlier one is kept."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from tests.listening import heard

from zhanggui.fulfilment.models import Parcel
from zhanggui.logistics.flows.follow_parcels import follow_parcels
from zhanggui.logistics.flows.record_track_events import record_track_events
from zhanggui.logistics.flows.withdraw_tracks import withdraw_tracks
from zhanggui.logistics.models import Anomaly, TrackEvent
from zhanggui.logistics.tests.tracking.conftest import hours, said
from zhanggui.logistics.tests.tracking.test_asking import again
from zhanggui.logistics.tracking.on_sheets import order_journeys, parcel_journey
from zhanggui.logistics.tracking.queries import last_words
from zhanggui.orders.testing import ACTOR


def left_under(track, number):
    """The parcel was taken back, had another number and left with it, five hours later."""
    withdraw_tracks(parcel_ids=[track.parcel_id], actor=ACTOR, at=hours(4))
    Parcel.objects.filter(pk=track.parcel_id).update(waybill=number, shipped_at=hours(5))
    assert follow_parcels(parcel_ids=[track.parcel_id], actor=ACTOR, at=hours(5)).done == [track.parcel_id]
    return again(track)


@pytest.mark.django_db
def test_a_parcel_that_left_again_under_another_number_begins_its_way_anew(tracks):
    (track,) = tracks()
    earlier = track.waybill
    told = [
        said(track, "picked_up", 1),
        said(track, "exception", 2, "破损"),
        said(track, "delivered", 3, "签收人:张三"),
    ]
    record_track_events(events=told, actor=ACTOR, at=hours(3))
    assert again(track).stage == "delivered"
    assert Anomaly.objects.filter(track=track, kind="other_signed", state="open").exists()

    left_under(track, "75300000009999")
    assert (track.stage, track.handed_at, track.waybill) == ("handed_over", hours(5), "75300000009999")
    assert (track.scans, track.trouble, track.signed_by, track.moved_at) == (0, "", "", None)
    assert (track.collected_at, track.delivered_at, track.subscribed_at) == (None, None, None)
    assert not Anomaly.objects.filter(track=track, state="open").exists()
    assert last_words([track.pk]) == {}

    record_track_events(events=[said(track, "picked_up", 6, "揽收了")], actor=ACTOR, at=hours(6))
    assert (again(track).stage, track.scans, track.collected_at) == ("collected", 1, hours(6))
    assert last_words([track.pk]) == {track.pk: "揽收了"}
    assert TrackEvent.objects.filter(track=track, earlier_waybill=earlier).count() == 3

    record_track_events(events=[replace(told[2], words="late")], actor=ACTOR, at=hours(7))
    assert (again(track).stage, TrackEvent.objects.count()) == ("collected", 4)

    record_track_events(events=[said(track, "delivered", 8, "签收人:李四")], actor=ACTOR, at=hours(8))
    cases = Anomaly.objects.filter(track=track, kind="other_signed").order_by("pk")
    assert list(cases.values_list("state", flat=True)) == ["passed", "open"]


@pytest.mark.django_db
def test_its_sheet_shows_what_was_told_under_each_number(tracks):
    (track,) = tracks()
    earlier = track.waybill
    record_track_events(events=[said(track, "delivered", 3, "旧单签收")], actor=ACTOR, at=hours(3))
    left_under(track, "75300000009999")
    record_track_events(events=[said(track, "picked_up", 6, "新单揽收")], actor=ACTOR, at=hours(6))
    for values in (parcel_journey(track.parcel, ACTOR), order_journeys(track.parcel.order, ACTOR)):
        (shown,) = values["tracks"]
        assert (shown["waybill"], [scan["words"] for scan in shown["scans"]]) == ("75300000009999", ["新单揽收"])
        (way,) = shown["earlier"]
        assert (way["waybill"], [scan["words"] for scan in way["scans"]]) == (earlier, ["旧单签收"])
        page = render_to_string("logistics/journey.html", {"values": values})
        assert page.index("新单揽收") < page.index(f"Under its earlier number {earlier}") < page.index("旧单签收")


@pytest.mark.django_db
def test_left_again_under_the_same_number_keeps_its_scans(tracks):
    (track,) = tracks()
    record_track_events(events=[said(track, "picked_up", 1)], actor=ACTOR, at=hours(3))
    left_under(track, track.waybill)
    assert not TrackEvent.objects.exclude(earlier_waybill="").exists()


@pytest.mark.django_db
def test_what_is_told_of_its_taking_back_too_late_changes_nothing(tracks):
    """The job that withdraws a record may run after the parcel left again: the number alone tells."""
    made = tracks(4)
    record_track_events(events=[said(track, "exception", 1, "破损") for track in made], actor=ACTOR, at=hours(3))
    assert Anomaly.objects.filter(state="open").count() == 2 * 4
    for track in made:
        Parcel.objects.filter(pk=track.parcel_id).update(waybill=f"7530000000{track.pk:04}", shipped_at=hours(5))
    counts = set()
    for some in (made[:1], made[1:]):
        with heard() as statements:
            follow_parcels(parcel_ids=[track.parcel_id for track in some], actor=ACTOR, at=hours(5))
        counts.add(len(statements))
    assert len(counts) == 1
    assert {(again(track).stage, track.scans, track.trouble) for track in made} == {("handed_over", 0, "")}
    assert not Anomaly.objects.filter(state="open").exists()

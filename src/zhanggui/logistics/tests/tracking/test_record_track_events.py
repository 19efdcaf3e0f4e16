"""Scans in any order, twice and late make one journey; cases of parcels that were called back end with it."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.listening import heard
from tests.races.at_once import at_once

from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.models import Intercept
from zhanggui.kernel.models import Fact
from zhanggui.logistics.flows.record_track_events import record_track_events
from zhanggui.logistics.models import Anomaly, Track, TrackEvent
from zhanggui.logistics.tests.tracking.conftest import hours, said
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import ACTOR

WAY = [("picked_up", 2), ("in_transit", 5), ("out_for_delivery", 28), ("delivered", 31)]
END = hours(32)


def record(*events, at=END):
    return record_track_events(events=events, actor=ACTOR, at=at)


def way(track, *steps):
    return [said(track, state, n) for state, n in steps or WAY]


def told(name):
    return Fact.objects.filter(name=f"logistics.parcel.{name}").count()


@pytest.mark.django_db
def test_a_parcel_is_what_its_scans_say(tracks):
    (track,) = tracks()
    assert record(*way(track)).done == [track.waybill]
    track.refresh_from_db()
    assert (track.stage, track.collected_at, track.delivered_at) == ("delivered", hours(2), hours(31))
    assert (track.scans, track.contradictions, track.moved_at) == (4, 0, hours(31))
    assert [told(name) for name in ("collected", "out_for_delivery", "delivered")] == [1, 0, 1]


@pytest.mark.django_db
def test_told_again_nothing_happens(tracks):
    (track,) = tracks()
    record(*way(track))
    before = Fact.objects.count()
    with heard() as statements:
        record(*way(track), *way(track))
    assert (Fact.objects.count(), TrackEvent.objects.count()) == (before, 4)
    assert len(statements) <= 6


@pytest.mark.django_db
def test_on_the_way_after_delivered_is_kept_and_flagged_and_does_not_move_it_back(tracks):
    (track,) = tracks()
    record(*way(track), said(track, "in_transit", 31.5))
    track.refresh_from_db()
    assert (track.stage, track.contradictions) == ("delivered", 1)
    assert list(TrackEvent.objects.filter(is_contradicting=True).values_list("what", flat=True)) == ["in_transit"]
    assert list(Anomaly.objects.values_list("kind", flat=True)) == ["contradicted"]


@pytest.mark.django_db
def test_a_late_scan_older_than_the_end_changes_nothing_but_the_journey(tracks):
    (track,) = tracks()
    collected, *others = way(track)
    record(*others)
    record(collected)
    track.refresh_from_db()
    assert (track.stage, track.collected_at, track.contradictions, track.scans) == ("delivered", hours(2), 0, 4)
    assert told("collected") == 1


ANY = st.lists(
    st.sampled_from(
        [
            ("created", 1), ("picked_up", 2), ("in_transit", 5), ("in_transit", 9), ("exception", 20),
            ("out_for_delivery", 28), ("at_pickup_point", 29), ("delivered", 31), ("in_transit", 33),
            ("returning", 35), ("returned", 60), ("cancelled", 3),
        ]
    ),
    max_size=9,
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=ANY, seed=st.integers(0, 99), cuts=st.integers(1, 4))
def test_any_order_and_any_cut_make_the_same_parcel(tracks, steps, seed, cuts):
    together, apart = tracks(2)
    record(*way(together, *steps) if steps else [], at=hours(70))
    mixed = [said(apart, state, n) for state, n in steps * 2]
    Random(seed).shuffle(mixed)
    for start in range(cuts):
        record(*mixed[start::cuts], at=hours(70))
    shown = (
        "stage", "stage_at", "collected_at", "delivered_at", "returned_at", "moved_at", "scans", "contradictions",
        "trouble",
    )  # fmt: skip
    one, other = (Track.objects.filter(pk=pk).values(*shown).get() for pk in (together.pk, apart.pk))
    assert one == other


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([("picked_up", 2), ("returning", 20)], "accepted"),
        ([("picked_up", 2), ("returning", 20), ("returned", 40)], "returned"),
        (WAY, "delivered"),
        ([("picked_up", 2)], "open"),
    ],
)
def test_what_was_called_back_ends_with_its_way(tracks, steps, state):
    (track,) = tracks()
    open_intercepts(parcel_ids=[track.parcel_id], reason="refund", actor=ACTOR, at=hours(3))
    record(*way(track, *steps))
    case = Intercept.objects.get()
    assert (case.state, case.closed_at is not None) == (state, state in {"returned", "delivered"})
    assert not Anomaly.objects.filter(kind="returning").exists()


@pytest.mark.django_db
def test_a_parcel_that_comes_back_unasked_is_an_anomaly_until_it_is_called_back(tracks):
    (track,) = tracks()
    record(*way(track, ("picked_up", 2), ("returning", 20)))
    assert Anomaly.objects.get().kind == "returning"
    open_intercepts(parcel_ids=[track.parcel_id], reason="refund", actor=ACTOR, at=hours(33))
    record(said(track, "returning", 34))
    assert Anomaly.objects.get(kind="returning").state == "passed"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("您的快件已签收，签收人：本人", []),
        ("已由丰巢快递柜代收，请凭取件码取件", []),
        ("快件已由门卫代签收", ["other_signed"]),
        ("签收人: 他人代签", ["other_signed"]),
        ("快件外包装破损，已签收", ["damaged"]),
        ("已签收，签收人：本人，如有破损请联系网点", []),
    ],
)
def test_carriers_words_say_who_signed_and_what_broke(tracks, words, kinds):
    (track,) = tracks()
    record(*way(track, ("picked_up", 2)), said(track, "delivered", 31, words))
    assert sorted(Anomaly.objects.values_list("kind", flat=True)) == kinds


@pytest.mark.django_db
def test_words_name_no_receiver(tracks):
    (track,) = tracks()
    known = receivers_of([track.parcel.order_id])[track.parcel.order_id]
    courier = "13800001111"
    record(
        said(
            track, "out_for_delivery", 3, f"快递员 {courier} 派送中，收件人{known.name} {known.mobile}，签收人：李四海"
        )
    )
    words = TrackEvent.objects.get().words
    assert not [word for word in (known.name, known.mobile, "李四海") if word in words]
    assert courier in words


@pytest.mark.django_db
def test_of_numbers_that_are_not_ours_nothing_is_kept(tracks):
    (track,) = tracks()
    other = said(track, "delivered", 3)
    outcome = record(type(other)("zto", "ZT-OTHER", other.happened_at, other.state, "x"))
    assert list(outcome.refused) == ["ZT-OTHER"]
    assert not TrackEvent.objects.exists()


@pytest.mark.django_db
def test_statements_are_as_many_for_one_parcel_as_for_many(tracks):
    counts = []
    for size in (1, 40):
        own = tracks(size)
        with heard() as statements:
            record(*(event for track in own for event in way(track)))
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_the_same_push_twice_at_once_is_told_once(tracks):
    (track,) = tracks()
    events = way(track)
    at_once([lambda: record(*events) for _ in range(4)])
    assert TrackEvent.objects.count() == 4
    assert [told(name) for name in ("collected", "delivered")] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_halves_of_a_journey_told_at_once_make_the_whole(tracks):
    (track,) = tracks()
    one, two, three, four = way(track)
    at_once([lambda: record(one, three), lambda: record(two, four)])
    track.refresh_from_db()
    assert (track.stage, track.scans, track.collected_at) == ("delivered", 4, hours(2))
    assert track.moved_at - hours(31) == timedelta()

"""Silence becomes an anomaly before the platform counts it, and passes when the parcel is heard of again."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from zhanggui.fulfilment.models import Intercept
from zhanggui.kernel.models import Fact
from zhanggui.logistics.flows.ask_about_anomalies import ask_about_anomalies
from zhanggui.logistics.flows.drop_track_limits import drop_track_limits
from zhanggui.logistics.flows.find_anomalies import find_anomalies
from zhanggui.logistics.flows.intercept_anomalies import intercept_anomalies
from zhanggui.logistics.flows.move_collect_deadlines import move_collect_deadlines
from zhanggui.logistics.flows.own_anomalies import own_anomalies
from zhanggui.logistics.flows.record_track_events import record_track_events
from zhanggui.logistics.flows.resolve_anomalies import resolve_anomalies
from zhanggui.logistics.flows.set_track_limits import set_track_limits
from zhanggui.logistics.flows.tell_anomaly_buyers import tell_anomaly_buyers
from zhanggui.logistics.models import Anomaly, Track, TrackLimit
from zhanggui.logistics.tests.tracking.conftest import T0, hours, said
from zhanggui.logistics.tracking.desks import AnomalyDesk
from zhanggui.logistics.tracking.rules import Limit
from zhanggui.logistics.tracking.taking import take_anomalies
from zhanggui.orders.models import BuyerMessage, Order
from zhanggui.orders.testing import ACTOR, make_shop
from zhanggui.people.models import User
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows

pytestmark = pytest.mark.django_db


def look(at):
    return find_anomalies(actor=ACTOR, at=at)


def tell(track, state, n, words="", at=None):
    record_track_events(events=[said(track, state, n, words)], actor=ACTOR, at=at or hours(n))


def cases(**wanted):
    return list(Anomaly.objects.filter(**wanted).order_by("pk").values_list("kind", "state"))


def test_not_collected_in_time_is_told_before_the_platform_counts_it(tracks):
    tracks(collect_by=hours(20), ship_by=hours(1))
    look(hours(13.9))
    assert cases() == []
    look(hours(14))
    assert cases() == [("uncollected", "open")]
    assert Anomaly.objects.get().due_at == hours(20)


def test_it_passes_when_the_parcel_is_collected(tracks):
    (track,) = tracks(collect_by=hours(20), ship_by=hours(1))
    look(hours(15))
    tell(track, "picked_up", 16)
    assert cases() == [("uncollected", "passed")]
    assert Fact.objects.filter(name="logistics.parcel.anomaly_ended").count() == 1


def test_where_the_platform_names_no_deadline_a_day_is_the_usual(tracks):
    tracks(collect_by=None, ship_by=None)
    Track.objects.update(collect_by=None)
    look(hours(19))
    assert Anomaly.objects.get().due_at == hours(24)


def test_a_platform_that_moves_the_deadline_moves_the_case(tracks):
    (track,) = tracks(collect_by=hours(20), ship_by=hours(1))
    look(hours(15))
    order = Order.objects.get(pk=track.parcel.order_id)
    Order.objects.filter(pk=order.pk).update(collect_by=hours(60))
    move_collect_deadlines(order_ids=[order.pk], actor=ACTOR, at=hours(16))
    track.refresh_from_db()
    assert (track.collect_by, track.look_at) == (hours(60), hours(16))
    look(hours(16))
    assert cases() == [("uncollected", "passed")]


def test_a_clock_the_platform_has_stopped_makes_no_case(tracks):
    (track,) = tracks(collect_by=hours(20), ship_by=hours(1))
    Order.objects.filter(pk=track.parcel.order_id).update(clock_paused_at=hours(2))
    look(hours(15))
    assert cases() == []
    Order.objects.filter(pk=track.parcel.order_id).update(clock_paused_at=None)
    look(hours(16))
    assert cases() == [("uncollected", "open")]


def test_a_parcel_that_does_not_move_is_told_at_two_thirds_of_the_limit(tracks):
    (track,) = tracks()
    tell(track, "in_transit", 4)
    look(hours(4 + 31))
    assert cases() == []
    look(hours(4 + 32.1))
    assert cases() == [("stuck", "open")]
    assert Anomaly.objects.get().due_at == hours(4 + 48)
    tell(track, "in_transit", 50)
    assert cases() == [("stuck", "passed")]
    look(hours(50 + 33))
    assert cases() == [("stuck", "passed"), ("stuck", "open")]


def test_the_most_exact_limit_counts(tracks):
    (track,) = tracks()
    region = track.region
    tell(track, "in_transit", 4)
    limits = [Limit("in_transit", "", "", 12), Limit("in_transit", "testcarrier", region, 96)]
    assert len(set_track_limits(limits=limits, actor=ACTOR, at=hours(20)).done) == 2
    look(hours(40))
    assert cases() == []
    drop_track_limits(limit_ids=[TrackLimit.objects.get(region=region).pk], actor=ACTOR, at=hours(40))
    look(hours(40))
    assert cases() == [("stuck", "open")]


@pytest.mark.parametrize("wrong", [Limit("delivered", "", "", 5), Limit("in_transit", "owl", "", 5)])
def test_limits_that_mean_nothing_are_refused(wrong):
    assert set_track_limits(limits=[wrong], actor=ACTOR, at=T0).refused


def test_the_buyer_who_does_not_fetch_it(tracks):
    (track,) = tracks()
    tell(track, "at_pickup_point", 30)
    look(hours(30 + 50))
    assert cases() == [("unfetched", "open")]


@pytest.fixture
def anomaly(tracks):
    (track,) = tracks()
    tell(track, "picked_up", 2)
    tell(track, "exception", 20, "派送不成功：电话无人接听")
    return Anomaly.objects.get()


def test_it_is_somebodys_and_is_settled_with_a_word(anomaly):
    person = make_user("berta", roles=["presale"])
    own_anomalies(anomaly_ids=[anomaly.pk], person_id=person.pk, actor=ACTOR, at=hours(21)).one()
    resolve_anomalies(
        anomaly_ids=[anomaly.pk], resolution="carrier_acts", note="second try tomorrow", actor=ACTOR, at=hours(22)
    ).one()
    anomaly.refresh_from_db()
    assert (anomaly.owner, anomaly.state, anomaly.note) == (person, "resolved", "second try tomorrow")
    tell(anomaly.track, "exception", 20, "派送不成功：电话无人接听", at=hours(23))
    look(hours(24))
    assert cases(kind="trouble") == [("trouble", "resolved")]
    again = resolve_anomalies(anomaly_ids=[anomaly.pk], resolution="arrived", actor=ACTOR, at=hours(25))
    assert again.refused[anomaly.pk].code() == "anomaly_closed"


def test_a_new_one_is_given_to_who_has_the_fewest_and_is_given_on_and_taken_over(tracks):
    for name in ("ann", "bea"):
        make_user(name, roles=["exception_handler"])
    (served, *_), stranger = tracks(4, collect_by=hours(20), ship_by=hours(1)), make_user("cy", roles=["presale"])
    look(hours(15))
    owners = Counter(Anomaly.objects.values_list("owner__username", flat=True))
    assert owners == {"ann": 2, "bea": 2}
    assert Fact.objects.filter(name="logistics.parcel.anomaly_taken").count() == 4

    one = Anomaly.objects.get(track=served)
    own_anomalies(anomaly_ids=[one.pk], person_id=stranger.pk, actor=ACTOR, at=hours(16)).one()
    mine = desk_rows(AnomalyDesk(), {"tab": "open", "owner": str(stranger.pk)}, stranger.as_actor())
    assert [row["id"] for row in mine["rows"]] == [one.pk]
    assert AnomalyDesk().filters[0].choices_for(stranger.as_actor())[0] == (str(stranger.pk), "Mine")
    ann = User.objects.get(username="ann").as_actor()
    take_anomalies(anomaly_ids=[one.pk], actor=ann, at=hours(17)).one()
    own_anomalies(anomaly_ids=[one.pk], actor=ACTOR, at=hours(18)).one()
    assert [row["id"] for row in desk_rows(AnomalyDesk(), {"tab": "open", "owner": "0"}, ann)["rows"]] == [one.pk]


@pytest.mark.parametrize(("role", "elsewhere"), [("picker", False), ("presale", True)])
def test_nobody_is_given_what_they_could_not_see_to(anomaly, role, elsewhere):
    person = make_user("dan", roles=[role], shop_ids=[make_shop().pk] if elsewhere else [])
    refused = own_anomalies(anomaly_ids=[anomaly.pk], person_id=person.pk, actor=ACTOR, at=hours(21)).refused
    assert refused[anomaly.pk].code() == "cannot_see_to"


def test_one_click_asks_the_carrier_and_has_its_source_asked_anew(anomaly):
    Track.objects.update(next_at=hours(90))
    ask_about_anomalies(anomaly_ids=[anomaly.pk], actor=ACTOR, at=hours(21)).one()
    anomaly.refresh_from_db()
    anomaly.track.refresh_from_db()
    assert (anomaly.asked_at, anomaly.track.next_at) == (hours(21), hours(21))


def test_one_click_calls_the_parcel_back(anomaly):
    intercept_anomalies(anomaly_ids=[anomaly.pk], reason="nobody answers", actor=ACTOR, at=hours(21)).one()
    assert Intercept.objects.get().parcel_id == anomaly.track.parcel_id
    again = intercept_anomalies(anomaly_ids=[anomaly.pk], reason="x", actor=ACTOR, at=hours(22))
    assert again.refused[anomaly.pk].code() == "intercept_open_already"


def test_one_click_writes_to_the_buyer(anomaly):
    text = "{order}: the courier could not reach you"
    tell_anomaly_buyers(anomaly_ids=[anomaly.pk], text=text, actor=ACTOR, at=hours(21)).one()
    number = Order.objects.get(pk=anomaly.track.parcel.order_id).number
    assert BuyerMessage.objects.get().text == f"{number}: the courier could not reach you"
    anomaly.refresh_from_db()
    assert anomaly.told_at == hours(21)


def test_only_parcels_that_are_due_are_looked_at(tracks):
    made = tracks(3)
    look(T0)
    assert look(T0 + timedelta(minutes=5)).done == []
    assert Track.objects.filter(look_at__gt=T0).count() == len(made)


@pytest.mark.parametrize("second", [-1, 0, 1])
def test_around_midnight_in_shanghai_a_deadline_is_a_moment_and_not_a_day(tracks, second):
    """The last second of a day in Shanghai is 15:59:59 in UTC."""
    midnight = T0.replace(hour=16, minute=0)
    (track,) = tracks(collect_by=midnight + timedelta(seconds=second), ship_by=hours(1))
    due = track.collect_by
    look(due - timedelta(hours=6, seconds=1))
    assert cases() == []
    look(due - timedelta(hours=6))
    anomaly = Anomaly.objects.get()
    assert (anomaly.kind, anomaly.due_at) == ("uncollected", due)
    shown = timezone.localtime(anomaly.due_at)
    assert (shown.day, shown.utcoffset()) == (4 if second < 0 else 5, timedelta(hours=8))


def test_a_clock_that_goes_on_after_midnight_makes_the_case_that_waited(tracks):
    (track,) = tracks(collect_by=T0.replace(hour=16), ship_by=hours(1))
    order = Order.objects.filter(pk=track.parcel.order_id)
    order.update(clock_paused_at=T0.replace(hour=15, minute=59))
    look(T0.replace(hour=17))
    assert cases() == []
    order.update(clock_paused_at=None, paused_seconds=7200, collect_by=T0.replace(hour=18))
    move_collect_deadlines(order_ids=[track.parcel.order_id], actor=ACTOR, at=T0.replace(hour=17, minute=59))
    look(T0.replace(hour=17, minute=59))
    assert (cases(), Anomaly.objects.get().due_at) == ([("uncollected", "open")], T0.replace(hour=18))

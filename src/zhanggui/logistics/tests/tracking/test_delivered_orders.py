"""What became of a parcel shows on it, on its order and on both lists; an order arrives when all its parcels have."""

import pytest
from tests.listening import heard

from zhanggui.fulfilment.desks import ParcelDesk
from zhanggui.kernel.models import Fact
from zhanggui.logistics.flows.deliver_orders import deliver_orders
from zhanggui.logistics.flows.record_track_events import record_track_events
from zhanggui.logistics.models import Anomaly, Track
from zhanggui.logistics.tests.tracking.conftest import hours, said
from zhanggui.orders.desks import OrderDesk
from zhanggui.orders.flows.record_deliveries import Delivery, record_deliveries
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR
from zhanggui.ui.desk import desk_rows

pytestmark = pytest.mark.django_db


def record(*events, at=None):
    return record_track_events(events=events, actor=ACTOR, at=at or hours(40))


def deliver(*tracks, at=40):
    ids = [track.parcel_id for track in tracks]
    return deliver_orders(parcel_ids=ids, actor=ACTOR, at=hours(at))


def order_of(track) -> Order:
    return Order.objects.get(pk=track.parcel.order_id)


def rows_of(desk, **params):
    return desk_rows(desk(), params, ACTOR)["rows"]


def labels(chips):
    return [chip["label"] for chip in chips]


def test_a_delivered_order_says_when_and_is_completed_where_no_platform_will_say_it(tracks):
    (track,) = tracks()
    record(said(track, "delivered", 30))
    assert deliver(track).done == [track.parcel.order_id]
    order = order_of(track)
    assert (order.state, order.delivered_at) == ("completed", hours(30))
    facts = Fact.objects.filter(name="orders.order.delivered")
    assert [fact.data["delivered_at"][:16] for fact in facts] == [hours(30).isoformat()[:16]]


def test_the_platform_completes_its_own_orders(tracks):
    (track,) = tracks()
    shop = track.parcel.shop
    type(shop).objects.filter(pk=shop.pk).update(channel="taobao")
    record(said(track, "delivered", 30))
    deliver(track)
    assert (order_of(track).state, order_of(track).delivered_at) == ("shipped", hours(30))


def test_told_again_and_scanned_after_its_end_the_first_moment_stays(tracks):
    (track,) = tracks()
    record(said(track, "delivered", 30))
    deliver(track)
    record(said(track, "delivered", 30), said(track, "in_transit", 33), said(track, "delivered", 35))
    deliver(track, at=41)
    track.refresh_from_db()
    assert (track.stage, track.contradictions, order_of(track).delivered_at) == ("delivered", 1, hours(30))
    assert Fact.objects.filter(name="orders.order.delivered").count() == 1
    assert labels(rows_of(OrderDesk, tab="completed")[0]["delivery"]) == ["Delivered", "Scanned after its end"]


def test_an_order_waits_for_its_last_parcel_and_for_what_has_not_left(tracks):
    one, other = tracks(2)
    line = other.parcel.lines.get()
    type(line).objects.filter(pk=line.pk).update(order_line=one.parcel.lines.get().order_line)
    record(said(one, "delivered", 20))
    assert deliver(one).done == []
    assert order_of(one).delivered_at is None
    shown = {row["id"]: row["delivery"] for row in rows_of(OrderDesk, tab="all", delivery="under_way")}
    assert labels(shown[one.parcel.order_id]) == ["Delivered 1", "Handed over 1"]
    record(said(other, "delivered", 30))
    assert deliver(other).done == [one.parcel.order_id]
    assert order_of(one).delivered_at == hours(30)


def test_an_order_that_has_not_left_is_not_delivered(tracks):
    (track,) = tracks()
    Order.objects.filter(pk=track.parcel.order_id).update(state="partly_shipped")
    told = [Delivery(track.parcel.order_id, hours(30))]
    outcome = record_deliveries(deliveries=told, actor=ACTOR, at=hours(31))
    assert "left whole" in outcome.refused[track.parcel.order_id].sentence


def test_a_refused_parcel_is_a_fact_a_moment_and_a_case_and_then_comes_back(tracks):
    (track,) = tracks()
    record(said(track, "out_for_delivery", 28), said(track, "exception", 29, "收件人拒收快件"), at=hours(29))
    record(said(track, "exception", 29, "收件人拒收快件"), said(track, "returning", 32, "快件退回中"), at=hours(33))
    track.refresh_from_db()
    assert (track.stage, track.refused_at, track.returning_at) == ("returning", hours(29), hours(32))
    assert list(Anomaly.objects.filter(state="open").values_list("kind", flat=True)) == ["refused"]
    names = Fact.objects.filter(subject="parcel", subject_id=track.parcel_id, name__startswith="logistics.")
    told = [name.rpartition(".")[2] for name in names.order_by("pk").values_list("name", flat=True)]
    assert told.count("refused") == told.count("returning") == 1
    assert labels(rows_of(ParcelDesk, tab="shipped", delivery="refused")[0]["delivery"]) == [
        "Coming back",
        "Refused by the buyer",
    ]


@pytest.mark.parametrize(
    ("words", "is_refused"),
    [("收件人拒收", True), ("客户拒签，退回", True), ("如拒收请联系客服", False), ("快件已签收", False)],
)
def test_only_what_was_refused_is_refused(tracks, words, is_refused):
    (track,) = tracks()
    record(said(track, "exception", 29, words))
    track.refresh_from_db()
    assert (track.refused_at is not None) == is_refused


@pytest.mark.parametrize(
    ("asked", "found"),
    [("delivered", [0]), ("returning", [1]), ("other_signed", [0]), ("delivered,returning", [0, 1]), ("lost", [])],
)
def test_lists_find_parcels_and_orders_by_what_became_of_them(tracks, asked, found):
    both = tracks(3)
    record(said(both[0], "delivered", 30, "已签收，签收人：门卫代签"), said(both[1], "returning", 31))
    deliver(both[0])
    parcels = {row["id"] for row in rows_of(ParcelDesk, tab="shipped", delivery=asked)}
    orders = {row["id"] for row in rows_of(OrderDesk, tab="all", delivery=asked)}
    assert parcels == {both[number].parcel_id for number in found}
    assert orders == {both[number].parcel.order_id for number in found}


def test_the_parcel_of_an_order_shows_its_moment_and_its_day_finds_the_order(tracks):
    (track,) = tracks()
    record(said(track, "delivered", 30, "已签收，签收人：门卫代签"))
    deliver(track)
    (row,) = rows_of(ParcelDesk, tab="shipped")
    assert row["delivered_at"].startswith(hours(30).isoformat()[:16])
    assert labels(row["delivery"]) == ["Delivered", "Signed by another"]
    day = hours(30).date().isoformat()
    params = {"tab": "completed", "delivered_on__from": day, "delivered_on__to": day}
    assert [one["id"] for one in rows_of(OrderDesk, **params)] == [track.parcel.order_id]


def test_the_count_of_statements_is_flat(tracks):
    few, many = tracks(1), tracks(8)
    record(*(said(track, "delivered", 30) for track in (*few, *many)))
    counted = []
    for some in (few, many):
        with heard() as statements:
            deliver(*some)
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert Track.objects.filter(stage="delivered").count() == 9

"""When parcels are followed, their sources asked, and their silence looked at."""

from procrastinate.contrib.django import app

from zhanggui.fulfilment.facts import ParcelShipped, ParcelTakenBack
from zhanggui.fulfilment.recalls.facts import InterceptOpened
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.kernel.outcome import in_chunks
from zhanggui.logistics.flows.deliver_orders import deliver_orders
from zhanggui.logistics.flows.find_anomalies import find_anomalies
from zhanggui.logistics.flows.follow_parcels import follow_parcels
from zhanggui.logistics.flows.move_collect_deadlines import move_collect_deadlines
from zhanggui.logistics.flows.poll_tracks import poll_tracks
from zhanggui.logistics.flows.subscribe_tracks import subscribe_tracks
from zhanggui.logistics.flows.withdraw_tracks import withdraw_tracks
from zhanggui.logistics.models import Track
from zhanggui.logistics.notices.jobs import tell_of
from zhanggui.logistics.notices.states import NoticeEvent
from zhanggui.logistics.tracking.asking import AT_ONCE, due_tracks, wanting_subscription
from zhanggui.logistics.tracking.facts import ParcelDelivered, TrackingAccountClosed, TrackingAccountSet
from zhanggui.logistics.tracking.queries import unfollowed_parcels
from zhanggui.logistics.tracking.states import UNDER_WAY
from zhanggui.orders.facts import OrderDeadlineMoved

_ROUND = 3000
"""Parcels of one round: what is left is there a minute later."""


@subscriber(ParcelShipped)
def follow_shipped_parcels(ids: list[int]) -> None:
    """They are followed, and their buyers told that they have left: one job for both."""
    _follow(ids)
    tell_of(NoticeEvent.SHIPPED, ids)


@subscriber(ParcelDelivered)
def deliver_orders_of_parcels(ids: list[int]) -> None:
    """Their buyers are told, and their orders have arrived: one job for both."""
    in_chunks(ids, lambda part: deliver_orders(parcel_ids=part, actor=system_actor("tracking"), at=now()))
    tell_of(NoticeEvent.DELIVERED, ids)


@subscriber(ParcelTakenBack)
def withdraw_tracks_of_taken_back(ids: list[int]) -> None:
    withdraw_tracks(parcel_ids=ids, actor=system_actor("tracking"), at=now())


@subscriber(OrderDeadlineMoved)
def move_deadlines_of_orders(ids: list[int]) -> None:
    move_collect_deadlines(order_ids=ids, actor=system_actor("tracking"), at=now())


@subscriber(TrackingAccountSet)
def follow_with_new_accounts(ids: list[int]) -> None:
    _follow(unfollowed_parcels(at=now()))


@subscriber(TrackingAccountClosed)
def follow_with_other_accounts(ids: list[int]) -> None:
    _follow(unfollowed_parcels(at=now()))


@subscriber(InterceptOpened)
def look_at_called_back(ids: list[int]) -> None:
    """To come back is what is wanted of them now."""
    Track.objects.filter(parcel_id__among=set(ids), stage__in=UNDER_WAY).update(look_at=now())


@app.periodic(cron="* * * * *")
@app.task(name="logistics.ask_due_tracks", queue="push", queueing_lock="logistics.ask_due_tracks")
def ask_due_tracks(timestamp: int) -> None:
    """Parcels whose time has come: subscribed where their source pushes, asked about otherwise."""
    actor, at = system_actor("tracking"), now()
    due = due_tracks(at=at, most=_ROUND)
    to_subscribe = wanting_subscription(due)
    asked = [pk for pk in due if pk not in to_subscribe]
    in_chunks(sorted(to_subscribe), lambda part: subscribe_tracks(track_ids=part, actor=actor, at=now()), size=AT_ONCE)
    in_chunks(asked, lambda part: poll_tracks(track_ids=part, actor=actor, at=now()), size=AT_ONCE)


@app.periodic(cron="*/5 * * * *")
@app.task(name="logistics.find_anomalies", queue="default", queueing_lock="logistics.find_anomalies")
def find_anomalies_job(timestamp: int) -> None:
    find_anomalies(actor=system_actor("tracking"), at=now())


@app.periodic(cron="40 * * * *")
@app.task(name="logistics.follow_unfollowed", queue="default", queueing_lock="logistics.follow_unfollowed")
def follow_unfollowed(timestamp: int) -> None:
    """What left before anybody followed parcels, or while no account knew its carrier."""
    _follow(unfollowed_parcels(at=now()))


def _follow(parcel_ids: list[int]) -> None:
    in_chunks(parcel_ids, lambda part: follow_parcels(parcel_ids=part, actor=system_actor("tracking"), at=now()))

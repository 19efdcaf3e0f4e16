"""When the platforms are asked and told. Pulling runs on the queue "pull", telling on "push"; stops and stock have
lanes of their own."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from zhanggui.channels.facts import (
    AuditAsked,
    ListingPriced,
    ShipmentRefused,
    ShipmentSettled,
    ShipmentTold,
    ShipmentToldInVain,
    ShipmentWithdrawn,
)
from zhanggui.channels.flows.fetch_orders import fetch_orders
from zhanggui.channels.flows.fetch_pushed_orders import fetch_pushed_orders
from zhanggui.channels.flows.find_missing_orders import find_missing_orders
from zhanggui.channels.flows.match_shops import match_shops
from zhanggui.channels.flows.publish_stock import publish_stock
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.pull_refunds import pull_refunds
from zhanggui.channels.flows.purge_histories import purge_histories
from zhanggui.channels.flows.purge_unread import purge_unread
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.read_listings import read_listings
from zhanggui.channels.flows.renew_grants import renew_grants
from zhanggui.channels.flows.run_audits import run_audits
from zhanggui.channels.flows.tell_memos import tell_memos
from zhanggui.channels.flows.tell_prices import tell_prices
from zhanggui.channels.flows.tell_shipments import tell_shipments
from zhanggui.channels.flows.warn_of_expiries import warn_of_expiries
from zhanggui.channels.flows.warn_of_told_parcels import warn_of_told_parcels
from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.flows.withdraw_notices import withdraw_notices
from zhanggui.channels.models import PushEvent
from zhanggui.channels.offers import due_listings, shops_to_tell, shops_with_prices
from zhanggui.channels.queries import (
    audits_due,
    due_notices,
    due_shops,
    linked_orders,
    queued_notices,
    shops_to_renew,
    shops_with_notices,
)
from zhanggui.channels.rules import SETTLED_AFTER, LinkHasExpired, LinkIsPaused, LinkIsWaiting
from zhanggui.fulfilment.facts import ParcelShipped, ParcelStopRecorded, ParcelTakenBack
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.channel_abilities import TellsRefunds
from zhanggui.kernel.doors.channel_refusals import PASSING
from zhanggui.kernel.facts import subscriber
from zhanggui.orders.facts import OrderDataDisagree, SellerMemoWritten
from zhanggui.orders.pool.jobs import look_again

LATER = (*PASSING, LinkIsPaused, LinkIsWaiting, LinkHasExpired)
"""Reasons that pass by themselves or when someone has seen to the link."""
LAST = -10
"""The priority of jobs that let every pull go first."""


@app.periodic(cron="* * * * * */5")  # the sixth field is seconds
@app.task(name="channels.pull_all_shops", queue="pull", queueing_lock="channels.pull_all_shops")
def pull_all_shops(timestamp: int) -> None:
    """One job per shop, so that a slow platform delays only its own; a shop that still waits for one gets no second."""
    for shop_id in due_shops(at=now()):
        with suppress(AlreadyEnqueued):
            pull_shop.configure(queueing_lock=f"channels.pull_shop:{shop_id}").defer(shop_id=shop_id)


@app.task(name="channels.pull_shop", queue="pull")
def pull_shop(shop_id: int) -> None:
    pull_orders(shop_ids=[shop_id], actor=system_actor("pull"), at=now())


@app.task(name="channels.fetch_orders", queue="pull")
def fetch_orders_job(order_ids: list[int]) -> None:
    fetch_orders(order_ids=order_ids, actor=system_actor("fetch"), at=now())


@app.periodic(cron="* * * * * */20")
@app.task(name="channels.pull_all_refunds", queue="pull", queueing_lock="channels.pull_all_refunds")
def pull_all_refunds(timestamp: int) -> None:
    """One job per shop whose platform lists refunds."""
    for shop_id in due_shops(at=now(), able=TellsRefunds):
        with suppress(AlreadyEnqueued):
            pull_shop_refunds.configure(queueing_lock=f"channels.pull_refunds:{shop_id}").defer(shop_id=shop_id)


@app.task(name="channels.pull_shop_refunds", queue="pull")
def pull_shop_refunds(shop_id: int) -> None:
    pull_refunds(shop_ids=[shop_id], actor=system_actor("pull"), at=now())


def fetch_pushed_soon(shop_id: int) -> None:
    """A job fetches what messages named; a shop that waits for one gets no second."""
    with suppress(AlreadyEnqueued):
        fetch_pushed.configure(queueing_lock=f"channels.fetch_pushed:{shop_id}").defer(shop_id=shop_id)


@app.task(name="channels.fetch_pushed", queue="pull")
def fetch_pushed(shop_id: int) -> None:
    """As long as messages wait and the platform listens."""
    while fetch_pushed_orders(shop_ids=[shop_id], actor=system_actor("push"), at=now()).done:
        if not PushEvent.objects.filter(shop_id=shop_id, done_at=None).exists():
            return


@app.periodic(cron="* * * * *")
@app.task(name="channels.fetch_all_pushed", queue="pull", queueing_lock="channels.fetch_all_pushed")
def fetch_all_pushed(timestamp: int) -> None:
    """What a platform that was down, or a worker that was killed, left behind."""
    waiting = set(PushEvent.objects.filter(done_at=None).values_list("shop_id", flat=True).distinct())
    for shop_id in waiting.intersection(due_shops(at=now())):
        fetch_pushed_soon(shop_id)


@app.periodic(cron="50 3 * * *")
@app.task(name="channels.purge_histories", queue="default", queueing_lock="channels.purge_histories")
def purge_histories_job(timestamp: int) -> None:
    purge_histories(actor=system_actor("channels"), at=now())


@app.periodic(cron="5 * * * *")
@app.task(name="channels.renew_due_grants", queue="default", queueing_lock="channels.renew_due_grants")
def renew_due_grants(timestamp: int) -> None:
    """Authorisations that end within a week, or have ended."""
    renew_grants(shop_ids=shops_to_renew(at=now()), actor=system_actor("channels"), at=now())


@subscriber(ParcelShipped, queue="push")
def tell_shipped_parcels(ids: list[int]) -> None:
    queue_notices(parcel_ids=ids, actor=system_actor("push"), at=now())
    tell_shipments(notice_ids=queued_notices(parcel_ids=ids), actor=system_actor("push"), at=now())


@subscriber(ParcelTakenBack, queue="push")
def withdraw_taken_back_parcels(ids: list[int]) -> None:
    withdraw_notices(parcel_ids=ids, actor=system_actor("push"), at=now())


@subscriber(ParcelStopRecorded, queue="push")
def warn_of_stopped_parcels(ids: list[int]) -> None:
    warn_of_told_parcels(parcel_ids=ids, actor=system_actor("push"), at=now())


@subscriber(SellerMemoWritten, queue="push")
def tell_written_memos(ids: list[int]) -> None:
    """A platform that does not answer now is told later: the job fails with what it said, and is tried again."""
    outcome = tell_memos(order_ids=ids, actor=system_actor("push"), at=now())
    for refusal in outcome.refused.values():
        if isinstance(refusal, LATER):
            raise refusal


@app.periodic(cron="* * * * * *")  # the sixth field is seconds
@app.task(name="channels.weigh_changed", queue="stock", queueing_lock="channels.weigh_changed")
def weigh_changed(timestamp: int) -> None:
    """What can be sold has changed: the platforms hear of it at once."""
    weigh_listings(actor=system_actor("stock"), at=now())
    publish_soon(shops_to_tell(at=now()))


@subscriber(ListingPriced, queue="push")
def tell_asked_prices(ids: list[int]) -> None:
    tell_prices(shop_ids=shops_with_prices(ids, at=now()), actor=system_actor("push"), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="channels.tell_due_prices", queue="push", queueing_lock="channels.tell_due_prices")
def tell_due_prices(timestamp: int) -> None:
    """Prices left behind by a platform that was down, a link that was paused, or a worker that was killed."""
    for shop_id in shops_with_prices(at=now()):
        with suppress(AlreadyEnqueued):
            tell_shop_prices.configure(queueing_lock=f"channels.tell_prices:{shop_id}").defer(shop_id=shop_id)


@app.task(name="channels.tell_shop_prices", queue="push")
def tell_shop_prices(shop_id: int) -> None:
    """As long as there is something to tell and the platform listens."""
    while tell_prices(shop_ids=[shop_id], actor=system_actor("push"), at=now()).done:
        if shop_id not in shops_with_prices(at=now()):
            return


@app.periodic(cron="*/10 * * * *")
@app.task(name="channels.match_all_shops", queue="bulk", queueing_lock="channels.match_all_shops")
def match_all_shops(timestamp: int) -> None:
    """Listings that orders made known, and codes the catalog has learnt meanwhile."""
    match_shops(shop_ids=due_shops(at=now()), actor=system_actor("stock"), at=now())


@app.periodic(cron="20 4 * * *")
@app.task(name="channels.read_all_listings", queue="bulk", queueing_lock="channels.read_all_listings")
def read_all_listings(timestamp: int) -> None:
    for shop_id in due_shops(at=now()):
        read_shop_listings.defer(shop_id=shop_id)


@app.task(name="channels.read_shop_listings", queue="bulk")
def read_shop_listings(shop_id: int) -> None:
    read_listings(shop_ids=[shop_id], actor=system_actor("stock"), at=now())


def publish_soon(shop_ids: Iterable[int]) -> None:
    """One job per shop, so that a slow platform delays only its own; a shop that waits for one gets no second."""
    for shop_id in shop_ids:
        with suppress(AlreadyEnqueued):
            publish_shop.configure(queueing_lock=f"channels.publish_shop:{shop_id}").defer(shop_id=shop_id)


@app.task(name="channels.publish_shop", queue="stock")
def publish_shop(shop_id: int) -> None:
    """As long as there is something to tell and the platform listens."""
    while publish_stock(shop_ids=[shop_id], actor=system_actor("stock"), at=now()).done:
        if not due_listings(shop_id, at=now()):
            return


@subscriber(OrderDataDisagree, queue="pull")
def fetch_disputed_orders(ids: list[int]) -> None:
    """Two payloads of one moment disagree: the platform, asked for the order itself, says which is right."""
    fetch_orders(order_ids=linked_orders(ids), actor=system_actor("fetch"), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="channels.tell_due_notices", queue="push", queueing_lock="channels.tell_due_notices")
def tell_due_notices(timestamp: int) -> None:
    """Notices left behind by a platform that was down, a link that was paused, or a worker that was killed. One job per
    shop, so that a slow platform delays only its own; a shop that waits for one gets no second."""
    for shop_id in shops_with_notices(at=now()):
        with suppress(AlreadyEnqueued):
            tell_shop.configure(queueing_lock=f"channels.tell_shop:{shop_id}").defer(shop_id=shop_id)


@app.task(name="channels.tell_shop", queue="push")
def tell_shop(shop_id: int) -> None:
    tell_shipments(notice_ids=due_notices(shop_id=shop_id, at=now()), actor=system_actor("push"), at=now())


@app.periodic(cron="40 3 * * *")
@app.task(name="channels.purge_unread", queue="default", queueing_lock="channels.purge_unread")
def purge_unread_job(timestamp: int) -> None:
    purge_unread(actor=system_actor("channels"), at=now())


@app.periodic(cron="20 * * * *")
@app.task(name="channels.check_gaps", queue="pull", queueing_lock="channels.check_gaps")
def check_gaps(timestamp: int) -> None:
    """The hours of the last day, so far as pulling no longer covers them; once after each night, those of three."""
    for shop_id, days in audits_due(at=now()):
        with suppress(AlreadyEnqueued):
            job = audit_shop.configure(
                queueing_lock=f"channels.audit_shop:{shop_id}:{days}", lock="channels.audits", priority=LAST
            )
            job.defer(shop_id=shop_id, days=days)


@app.task(name="channels.audit_shop", queue="pull")
def audit_shop(shop_id: int, days: int) -> None:
    """One after the other, and after every pull that waits: of the workers that pull no more than one audits."""
    until = now() - SETTLED_AFTER
    find_missing_orders(
        shop_ids=[shop_id], since=until - timedelta(days=days), until=until, actor=system_actor("gaps"), at=now()
    )


@subscriber(AuditAsked, queue="pull")
def run_asked_audits(ids: list[int]) -> None:
    run_audits(shop_ids=ids, actor=system_actor("gaps"), at=now())


@app.periodic(cron="25 * * * *")
@app.task(name="channels.warn_of_expiries", queue="default", queueing_lock="channels.warn_of_expiries")
def warn_of_expiries_job(timestamp: int) -> None:
    warn_of_expiries(actor=system_actor("channels"), at=now())


@subscriber(ShipmentRefused)
def look_after_refused_shipment(ids: list[int]) -> None:
    look_again(ids)


@subscriber(ShipmentTold)
def look_after_told_shipment(ids: list[int]) -> None:
    look_again(ids)


@subscriber(ShipmentWithdrawn)
def look_after_withdrawn_shipment(ids: list[int]) -> None:
    look_again(ids)


@subscriber(ShipmentToldInVain)
def look_after_vain_shipment(ids: list[int]) -> None:
    look_again(ids)


@subscriber(ShipmentSettled)
def look_after_settled_shipment(ids: list[int]) -> None:
    look_again(ids)

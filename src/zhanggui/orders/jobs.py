"""What orders do by the clock and when others tell: end holds, forget payloads, match lines with new SKUs."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from zhanggui.catalog.facts import SkuAdded
from zhanggui.catalog.models import Sku
from zhanggui.inventory.facts import GoodsReceived, StockAdjusted
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.kernel.outcome import in_chunks
from zhanggui.orders.facts import (
    OrderCancelled,
    OrderChanged,
    OrderHeld,
    OrderImported,
    OrderLinesMatched,
    OrderReleased,
    OrderReopened,
    OrderReviewed,
    OrderReviewRefused,
)
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.escalate_changes import escalate_changes
from zhanggui.orders.flows.forget_receivers import forget_receivers
from zhanggui.orders.flows.go_on_rehearsing import go_on_rehearsing
from zhanggui.orders.flows.go_on_rehearsing_gifts import go_on_rehearsing_gifts
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.purge_drafts import purge_drafts
from zhanggui.orders.flows.purge_snapshots import purge_snapshots
from zhanggui.orders.flows.release_balances import release_balances
from zhanggui.orders.flows.release_due_holds import release_due_holds
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.gifting.facts import GiftRuleRehearsed
from zhanggui.orders.pool.facts import OrderRushed
from zhanggui.orders.queries import finished_before
from zhanggui.orders.ruling.facts import RuleRehearsed
from zhanggui.orders.shortages.weighing import orders_waiting_only_for_stock, short_order_ids

FORGOTTEN_AT_ONCE = 1000


@app.periodic(cron="30 3 * * *")
@app.task(name="orders.purge_snapshots", queue="default", queueing_lock="orders.purge_snapshots")
def purge_snapshots_job(timestamp: int) -> None:
    purge_snapshots(actor=system_actor("orders"), at=now())


@app.periodic(cron="35 3 * * *")
@app.task(name="orders.purge_drafts", queue="default", queueing_lock="orders.purge_drafts")
def purge_drafts_job(timestamp: int) -> None:
    purge_drafts(actor=system_actor("orders"), at=now())


@app.periodic(cron="40 3 * * *")
@app.task(name="orders.forget_receivers", queue="default", queueing_lock="orders.forget_receivers")
def forget_receivers_job(timestamp: int) -> None:
    """Each chunk in its own transaction, until nothing is left to forget."""
    if not settings.RECEIVER_DAYS:
        return
    at, after = now(), 0
    before = at - timedelta(days=settings.RECEIVER_DAYS)
    while order_ids := finished_before(before, after=after, at_most=FORGOTTEN_AT_ONCE):
        forget_receivers(order_ids=order_ids, actor=system_actor("orders"), at=at)
        after = order_ids[-1]


@app.periodic(cron="* * * * *")
@app.task(name="orders.release_due_holds", queue="default", queueing_lock="orders.release_due_holds")
def release_due_holds_job(timestamp: int) -> None:
    while release_due_holds(actor=system_actor("orders"), at=now()).done:
        continue


@app.periodic(cron="* * * * *")
@app.task(name="orders.escalate_changes", queue="default", queueing_lock="orders.escalate_changes")
def escalate_changes_job(timestamp: int) -> None:
    escalate_changes(actor=system_actor("orders"), at=now())


@subscriber(OrderCancelled)
def release_cancelled_balances(ids: list[int]) -> None:
    release_balances(order_ids=ids, actor=system_actor("orders"), at=now())


@subscriber(SkuAdded)
def match_new_skus(ids: list[int]) -> None:
    codes = Sku.objects.filter(pk__among=ids).values_list("code", flat=True)
    match_lines(sku_codes=list(codes), actor=system_actor("orders"), at=now())


@subscriber(OrderLinesMatched)
def give_to_matched_orders(ids: list[int]) -> None:
    apply_gifts(order_ids=ids, actor=system_actor("gifts"), at=now())


@subscriber(OrderCancelled)
def take_back_from_cancelled_orders(ids: list[int]) -> None:
    apply_gifts(order_ids=ids, actor=system_actor("gifts"), at=now())


@subscriber(OrderReopened)
def give_to_reopened_orders(ids: list[int]) -> None:
    apply_gifts(order_ids=ids, actor=system_actor("gifts"), at=now())


@subscriber(OrderImported)
def take_in_imported_orders(ids: list[int]) -> None:
    _take_in(ids)


@subscriber(OrderChanged)
def take_in_changed_orders(ids: list[int]) -> None:
    _take_in(ids)
    release_balances(order_ids=ids, actor=system_actor("orders"), at=now())


def _take_in(order_ids: list[int]) -> None:
    """Gifts are decided before the rules are asked."""
    apply_gifts(order_ids=order_ids, actor=system_actor("gifts"), at=now())
    review_arrivals(order_ids=order_ids, actor=system_actor("rules"), at=now())


@subscriber(RuleRehearsed)
def rehearse_on_past_orders(ids: list[int]) -> None:
    """Goes on, a thousand orders in each transaction, until every rehearsal is over."""
    left = set(ids)
    while left:
        left -= set(go_on_rehearsing(rehearsal_ids=sorted(left), actor=system_actor("rules"), at=now()).done)


@subscriber(GiftRuleRehearsed)
def rehearse_gifts_on_past_orders(ids: list[int]) -> None:
    """Goes on, a thousand orders in each transaction, until every rehearsal is over."""
    left = set(ids)
    while left:
        left -= set(go_on_rehearsing_gifts(rehearsal_ids=sorted(left), actor=system_actor("gifts"), at=now()).done)


@subscriber(OrderHeld)
def weigh_held_orders(ids: list[int]) -> None:
    _weigh(ids)


@subscriber(OrderReleased)
def weigh_released_orders(ids: list[int]) -> None:
    _weigh(short_order_ids(ids))


@subscriber(OrderReviewRefused)
def weigh_refused_orders(ids: list[int]) -> None:
    _weigh(ids)


@subscriber(OrderReviewed)
def weigh_reviewed_orders(ids: list[int]) -> None:
    _weigh(short_order_ids(ids))


@subscriber(OrderChanged)
def weigh_changed_orders(ids: list[int]) -> None:
    _weigh(short_order_ids(ids))


@subscriber(OrderCancelled)
def weigh_cancelled_orders(ids: list[int]) -> None:
    _weigh(short_order_ids(ids))


@subscriber(OrderReopened)
def weigh_reopened_orders(ids: list[int]) -> None:
    _weigh(ids)


@subscriber(OrderRushed)
def weigh_rushed_orders(ids: list[int]) -> None:
    _weigh(short_order_ids(ids))


@subscriber(GoodsReceived)
def go_on_with_goods(ids: list[int]) -> None:
    serve_waiting(ids)


@subscriber(StockAdjusted)
def go_on_after_count(ids: list[int]) -> None:
    serve_waiting(ids)


def serve_waiting(sku_ids: Sequence[int]) -> None:
    """Orders whose review found nothing wrong but the stock are asked again, then all who wait are weighed again."""
    actor = system_actor("stock")
    waiting = orders_waiting_only_for_stock(sku_ids)
    in_chunks(waiting, lambda chunk: review_orders(order_ids=chunk, actor=actor, at=now()))
    in_chunks(sku_ids, lambda chunk: weigh_shortages(sku_ids=chunk, actor=actor, at=now()))


def _weigh(order_ids: Sequence[int]) -> None:
    """A thousand orders in each transaction."""
    in_chunks(
        list(dict.fromkeys(order_ids)),
        lambda chunk: weigh_shortages(order_ids=chunk, actor=system_actor("stock"), at=now()),
    )

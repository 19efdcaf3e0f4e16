"""What orders do by the clock and when others tell: end holds, forget payloads, match lines with new SKUs."""

from procrastinate.contrib.django import app

from zhanggui.catalog.facts import SkuAdded
from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.orders.facts import OrderCancelled, OrderChanged, OrderImported, OrderLinesMatched, OrderReopened
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.go_on_rehearsing import go_on_rehearsing
from zhanggui.orders.flows.go_on_rehearsing_gifts import go_on_rehearsing_gifts
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.purge_snapshots import purge_snapshots
from zhanggui.orders.flows.release_balances import release_balances
from zhanggui.orders.flows.release_due_holds import release_due_holds
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.gift_facts import GiftRuleRehearsed
from zhanggui.orders.rule_facts import RuleRehearsed


@app.periodic(cron="30 3 * * *")
@app.task(name="orders.purge_snapshots", queue="default", queueing_lock="orders.purge_snapshots")
def purge_snapshots_job(timestamp: int) -> None:
    purge_snapshots(actor=system_actor("orders"), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="orders.release_due_holds", queue="default", queueing_lock="orders.release_due_holds")
def release_due_holds_job(timestamp: int) -> None:
    release_due_holds(actor=system_actor("orders"), at=now())


@subscriber(OrderCancelled)
def release_cancelled_balances(ids: list[int]) -> None:
    release_balances(order_ids=ids, actor=system_actor("orders"), at=now())


@subscriber(SkuAdded)
def match_new_skus(ids: list[int]) -> None:
    codes = Sku.objects.filter(pk__among=ids).values_list("code", flat=True)
    match_lines(sku_codes=list(codes), actor=system_actor("orders"), at=now())


@subscriber(OrderImported)
def give_to_imported_orders(ids: list[int]) -> None:
    apply_gifts(order_ids=ids, actor=system_actor("gifts"), at=now())


@subscriber(OrderChanged)
def give_to_changed_orders(ids: list[int]) -> None:
    apply_gifts(order_ids=ids, actor=system_actor("gifts"), at=now())


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
def review_imported_orders(ids: list[int]) -> None:
    review_arrivals(order_ids=ids, actor=system_actor("rules"), at=now())


@subscriber(OrderChanged)
def review_changed_orders(ids: list[int]) -> None:
    review_arrivals(order_ids=ids, actor=system_actor("rules"), at=now())


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

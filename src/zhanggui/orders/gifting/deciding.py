"""Decide the gifts of a set of orders. The caller has locked the orders."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, F, Q, Sum, When

from zhanggui.catalog.rules.bundles import Part
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.gifting.giving import take_back, write_decisions
from zhanggui.orders.gifting.offers import InForce, goods_of, open_purse
from zhanggui.orders.models import GiftDecision, GiftGrant, Order, OrderLine
from zhanggui.orders.rules.fields import RuleCase
from zhanggui.orders.rules.gifts.deciding import DENIED, Given, Offer, Offers, decide
from zhanggui.orders.ruling.buyers import buyer_key
from zhanggui.orders.ruling.cases import rule_cases
from zhanggui.orders.states import AWAITING_REVIEW, LineOrigin, OrderState

READ = (
    "number", "state", "version", "shop_id", "buyer", "receiver_digest", "imported_at", "units_claimed",
    "units_shipped",
)  # fmt: skip
"""What of an order has to be read to decide its gifts."""

_LEFT = frozenset({OrderState.SHIPPED, OrderState.COMPLETED})


class Before(NamedTuple):
    """What was decided about an order earlier."""

    as_of: datetime
    denied: Mapping[int, str]


def decide_gifts(orders: Sequence[Order], *, anew: bool = False, actor: Actor, at: datetime) -> list[int]:
    """Each of these orders has the gifts of the rules in force when it came, and says so; answers their ids.

    With `anew` the rules of now are asked, and what was denied before may be given. Orders that are not paid yet stay
    due, and those under way for what they earn beyond or below what they have. Whatever the size of the set, the number
    of statements is the same.
    """
    asked = [order for order in orders if order.state not in _LEFT and order.state != OrderState.UNPAID]
    if not asked:
        return []
    ids = [order.pk for order in asked]
    before = {} if anew else _before(ids)
    as_of = {order.pk: at if anew else _as_of(order, before) for order in asked}
    in_force = InForce(as_of.values())
    offers = {order.pk: in_force.at(as_of[order.pk]) for order in asked}
    given = _given(ids)
    asking = Offers({one.version_id: one for rows in offers.values() for one in rows}.values())
    cases = cases_of(ids, needs=asking.needs)
    closed = {order.pk for order in asked if order.state == OrderState.CANCELLED}
    earned = _earned(cases, offers, closed=closed)

    may_add = {order.pk: order.units_claimed == order.units_shipped for order in asked}
    # What is under way gets nothing more: no stock is locked for it, and a stop may decide it while parcels are locked.
    wanted = {
        offer.version_id: offer
        for order_id, rows in earned.items()
        for offer, word, _ in rows
        if word == "earned" and may_add[order_id]
    }
    rule_ids = {offer.rule_id for offer in wanted.values()} | {one.rule_id for rows in given.values() for one in rows}
    goods = goods_of(code for offer in wanted.values() for code in offer.terms.codes) if wanted else {}
    buyers = {order.pk: buyer_key(order) for order in asked}
    purse = open_purse(list(wanted.values()), list(buyers.values()), rule_ids=rule_ids, goods=goods)
    decisions = {
        order.pk: decide(
            earned[order.pk],
            given=given[order.pk],
            denied=before[order.pk].denied if order.pk in before else {},
            buyer=buyers[order.pk],
            purse=purse,
            may_add=may_add[order.pk],
        )
        for order in asked
    }
    gone = [one.grant_id for decision in decisions.values() for one in decision.taken_back]
    take_back(gone, actor=actor, at=at)
    write_decisions(asked, decisions, as_of=as_of, buyers=buyers, actor=actor, at=at)
    return ids


def _as_of(order: Order, before: Mapping[int, Before]) -> datetime:
    return before[order.pk].as_of if order.pk in before else order.imported_at


def _before(order_ids: Sequence[int]) -> dict[int, Before]:
    rows = GiftDecision.objects.filter(pk__among=set(order_ids)).values_list("pk", "as_of", "came")
    return {
        pk: Before(as_of, {version_id: word for version_id, word, _ in came if word in DENIED})
        for pk, as_of, came in rows
    }


def cases_of(order_ids: Sequence[int], *, needs: Collection[str], as_they_came: bool = False) -> dict[int, RuleCase]:
    """The orders as rules see them; what was or will be given back to the buyer counts as not paid.

    As they came, that is so of orders that wait for review only. Three or four statements.
    """
    given_back = Q(refund=RefundState.SUCCEEDED)
    refunds = OrderLine.objects.filter(
        given_back | ~Q(cancelled_by=""), order_id__among=set(order_ids), origin=LineOrigin.CHANNEL
    )
    money = Sum(Case(When(given_back, then=F("amount")), default=F("agreed_refund")))
    back = dict(refunds.values_list("order_id").annotate(back=money).values_list("order_id", "back"))
    cases = rule_cases(order_ids, needs=needs, as_they_came=as_they_came)
    return {
        case.order_id: case
        if as_they_came and case.order_state not in AWAITING_REVIEW
        else replace(case, paid=max(Decimal(0), case.paid - back.get(case.order_id, Decimal(0))))
        for case in cases
    }


def _earned(
    cases: Mapping[int, RuleCase], offers: Mapping[int, tuple[Offer, ...]], *, closed: Collection[int]
) -> dict[int, list[tuple[Offer, str, int]]]:
    """What each order has earned, a closed one nothing; rules that were in force together are compiled once."""
    compiled: dict[tuple[int, ...], Offers] = {}
    earned = {}
    for order_id, case in cases.items():
        key = tuple(offer.version_id for offer in offers[order_id])
        if key not in compiled:
            compiled[key] = Offers(offers[order_id])
        earned[order_id] = compiled[key].earned(replace(case, lines=()) if order_id in closed else case)
    return earned


def _given(order_ids: Sequence[int]) -> dict[int, list[Given]]:
    """What the orders have from gift rules. Two statements."""
    grants = list(GiftGrant.objects.filter(order_id__among=set(order_ids), taken_back_at=None).order_by("pk"))
    lines = {
        line.pk: line for line in OrderLine.objects.filter(pk__among=[pk for grant in grants for pk in grant.line_ids])
    }
    given: dict[int, list[Given]] = defaultdict(list)
    for grant in grants:
        mine = [lines[pk] for pk in grant.line_ids if pk in lines]
        unclaimed: dict[int, int] = defaultdict(int)
        parts = tuple(
            Part(line.sku_id, line.sku_code, line.title, line.ordered, line.price)
            for line in mine
            if line.sku_id is not None and not line.is_cancelled
        )
        for line in mine:
            if line.sku_id is not None and not line.is_cancelled:
                unclaimed[line.sku_id] += line.ordered - line.claimed
        given[grant.order_id].append(
            Given(
                grant.pk, grant.rule_id, grant.version_id, grant.times, grant.pieces, grant.money, parts, unclaimed,
                any(line.shipped for line in mine),
            )
        )  # fmt: skip
    return given

"""Review orders: only a reviewed order goes on to the warehouse.

Afterwards the newest decision of every order of the set holds the answer of each check; those that passed are reviewed,
the others stay where they are and say everything that is in the way; a version refused for the same once more gets no
second decision. Their gifts are decided, and the company's own rules have been asked about each version once. With a
reason and the right to it, checks of what only the company risks are forced.

Within the set the last piece counts for one order only, by deadline. That is a look: the plan claims. Where a shop
sends what is there of a short order, or somebody forces it, it goes on to the plan and waits there for the rest.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.facts import OrderReviewed, OrderReviewRefused
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.models import Order, Review
from zhanggui.orders.queries import review_cases
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.review import FORCEABLE, ReviewRefused, forced_in, review
from zhanggui.orders.ruling.asking import ask_rules
from zhanggui.orders.ruling.decided import Decided
from zhanggui.orders.ruling.facts import OrderReviewForced
from zhanggui.orders.ruling.thresholds import duplicates_of, thresholds_now
from zhanggui.orders.shortages.shelves import StockSeen
from zhanggui.orders.states import OrderState

FORCE = "force_review"
"""The right to force a check."""

_REVIEW = ("order_id", "order_version", "passed", "trace", "reviewed_by", "reviewed_at")
_OPEN = frozenset({OrderState.TO_REVIEW, OrderState.UNPAID})


class NotToReview(Refusal):
    """Order {number} is not waiting for review."""


class ReasonMissing(Refusal):
    """Forcing a check needs a reason."""


class NotForceable(Refusal):
    """The check “{check}” cannot be forced."""


@transaction.atomic
def review_orders(
    *,
    order_ids: Sequence[int],
    forced: Sequence[str] = (),
    reason: str = "",
    only_by_rule: bool = False,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    _check_force(forced, reason, actor)
    thresholds = thresholds_now()
    sent = _shown_as_sent(order_ids) if "not_sent" in forced else set()
    passed_by = ask_rules(order_ids, also=sent, thresholds=thresholds, actor=actor, at=at)
    apply_gifts(order_ids=order_ids, actor=actor, at=at)
    rows = review_cases(order_ids, actor=actor, at=at)
    sent &= {case.order_id for case, state, _ in rows if state == OrderState.SHIPPED}
    waiting = [case.order_id for case, state, _ in rows if state in _OPEN or case.order_id in sent]
    twins = duplicates_of(waiting, hours=thresholds.duplicate_hours, actor=actor)
    before = Decided(waiting)
    stock = StockSeen(case for case, _, _ in rows)

    passed: list[int] = []
    refused: dict[int, Refusal] = {}
    decisions, facts = [], list[FactOf]()
    for case, state, version in rows:
        if state not in _OPEN and case.order_id not in sent:
            refused[case.order_id] = NotToReview(number=case.number)
            continue
        if only_by_rule and case.order_id not in passed_by:
            continue
        twin, percent = twins.get(case.order_id, ()), thresholds.floor_percent
        if twin or percent != case.floor_percent:
            case = replace(case, floor_percent=percent, duplicates=twin)
        case = stock.look(case)
        trace, reasons = review(case, forced=forced)
        if reasons:
            refused[case.order_id] = ReviewRefused(number=case.number, reasons=reasons)
        if before.says(case.order_id, version, trace):
            continue
        decisions.append((case.order_id, version, not reasons, orjson.dumps(trace).decode(), actor.name, at))
        if reasons:
            facts.append(OrderReviewRefused(case.order_id, [each.code() for each in reasons]))
            continue
        stock.take(case)
        passed.append(case.order_id)
        facts.append(OrderReviewed(case.order_id))
        if over := forced_in(trace):
            facts.append(OrderReviewForced(case.order_id, ", ".join(over), masked(reason.strip())))
    for missing in set(order_ids) - {case.order_id for case, _, _ in rows}:
        refused[missing] = NotFound(what="order", key=missing)

    move_to(Order, [pk for pk in passed if pk in sent], OrderState.TO_REVIEW)
    move_to(Order, passed, OrderState.REVIEWED, review_reason="")
    copy_rows(Review, _REVIEW, decisions)

    announce(facts, actor=actor, at=at)
    return Outcome(done=sorted(passed), refused=refused)


def _check_force(forced: Collection[str], reason: str, actor: Actor) -> None:
    if not forced:
        return
    actor.check(FORCE)
    if not reason.strip():
        raise ReasonMissing
    for check in sorted(set(forced) - FORCEABLE):
        raise NotForceable(check=check)


def _shown_as_sent(order_ids: Sequence[int]) -> set[int]:
    """Of the orders that their platform shows as shipped, those of which nothing of ours is under way."""
    shown = Order.objects.filter(pk__among=set(order_ids), state=OrderState.SHIPPED)
    return set(shown.filter(units_claimed=0, units_shipped=0, cancelled_by="").values_list("pk", flat=True))

"""Review orders: only a reviewed order goes on to the warehouse.

Afterwards every order of the set carries one more decision with the answer of each rule; those that passed are
reviewed, the others stay where they are and say everything that is in the way.
"""

from collections.abc import Sequence
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
from zhanggui.orders.models import Order, Review
from zhanggui.orders.queries import review_cases
from zhanggui.orders.rules.review import ReviewRefused, review
from zhanggui.orders.states import OrderState

_REVIEW = ("order_id", "order_version", "passed", "trace", "reviewed_by", "reviewed_at")


class NotToReview(Refusal):
    """Order {number} is not waiting for review."""


@transaction.atomic
def review_orders(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    cases = review_cases(order_ids, actor=actor)

    passed: list[int] = []
    refused: dict[int, Refusal] = {}
    decisions, facts = [], list[FactOf]()
    for case, state, version in cases:
        if state not in {OrderState.TO_REVIEW, OrderState.UNPAID}:
            refused[case.order_id] = NotToReview(number=case.number)
            continue
        trace, reasons = review(case)
        decisions.append((case.order_id, version, not reasons, orjson.dumps(trace).decode(), actor.name, at))
        if reasons:
            refused[case.order_id] = ReviewRefused(number=case.number, reasons=reasons)
            facts.append(OrderReviewRefused(case.order_id, [reason.code() for reason in reasons]))
        else:
            passed.append(case.order_id)
            facts.append(OrderReviewed(case.order_id))
    for missing in set(order_ids) - {case.order_id for case, _, _ in cases}:
        refused[missing] = NotFound(what="order", key=missing)

    move_to(Order, passed, OrderState.REVIEWED)
    copy_rows(Review, _REVIEW, decisions)

    announce(facts, actor=actor, at=at)
    return Outcome(done=passed, refused=refused)

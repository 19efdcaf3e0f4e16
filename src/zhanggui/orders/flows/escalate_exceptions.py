"""Escalate orders that do not move and whose time runs out.

Afterwards who has them was told at half of the time, the lead of the post has them from four fifths on, and those that
are late say so.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.models import Order, StuckOrder
from zhanggui.orders.pool.facts import ExceptionEscalated
from zhanggui.orders.pool.states import TERMS
from zhanggui.orders.rules.pool import STEPS, level_of, next_escalation

AT_ONCE = 1000
TO_LEAD = 2
"""From this step on the lead has it."""


@transaction.atomic
def escalate_exceptions(*, actor: Actor, at: datetime) -> Outcome[int]:
    due = StuckOrder.objects.filter(escalates_at__lte=at).order_by("escalates_at")
    list(locked(Order.objects.all(), due.values_list("pk", flat=True)[:AT_ONCE]).values_list("pk"))
    stuck = due.values_list("pk", "cause", "since", "due_at", "post", "level")[:AT_ONCE]

    rows, facts = [], []
    for pk, cause, since, due_at, post, level in stuck:
        level = max(level + 1, level_of(since=since, due=due_at, at=at))
        post = TERMS[cause].lead if level >= TO_LEAD else post
        rows.append((pk, level, post, next_escalation(since=since, due=due_at, level=level)))
        facts.append(ExceptionEscalated(pk, cause, STEPS[level - 1], post))
    update_rows(StuckOrder, ("order_id",), ("level", "post", "escalates_at"), rows)

    announce(facts, actor=actor, at=at)
    return Outcome(done=[row[0] for row in rows])

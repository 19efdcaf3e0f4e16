"""Go on rehearsing: the next thousand orders of each rehearsal.

Afterwards each rehearsal has looked at so many orders more, or is over. Nothing but the rehearsal is written.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.models import Order, Rehearsal
from zhanggui.orders.rules.asking import AskedRule, RuleSet
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.fields import RuleCase
from zhanggui.orders.rules.rehearsing import MOST_FOUND, count_verdict
from zhanggui.orders.ruling.cases import rule_cases

CHUNK = 1_000


@transaction.atomic
def go_on_rehearsing(*, rehearsal_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers those that are over."""
    rehearsals = [one for one in locked(Rehearsal.objects.all(), rehearsal_ids) if not one.is_over]

    for rehearsal in rehearsals:  # one a page; each has orders, scope and rule of its own
        _take_in(rehearsal, _next_cases(rehearsal))

    Rehearsal.objects.bulk_update(rehearsals, ["looked", "last_at", "last_id", "is_over", "counts", "found"])
    return Outcome(done=[one.pk for one in rehearsals if one.is_over])


def _next_cases(rehearsal: Rehearsal) -> list[RuleCase]:
    """The orders after the last one looked at, by the moment they were placed."""
    start = rehearsal.last_at or rehearsal.placed_from
    orders = Order.objects.filter(placed_at__gte=start, placed_at__lt=rehearsal.placed_until).exclude(
        placed_at=start, pk__lte=rehearsal.last_id
    )
    if rehearsal.visible_shop_ids is not None:
        orders = orders.filter(shop_id__in=rehearsal.visible_shop_ids)
    rows = list(orders.order_by("placed_at", "pk").values_list("pk", "placed_at")[:CHUNK])
    if rows:
        rehearsal.last_id, rehearsal.last_at = rows[-1]
    return rule_cases([pk for pk, _ in rows], needs={"history"})


def _take_in(rehearsal: Rehearsal, cases: Sequence[RuleCase]) -> None:
    rules = RuleSet([_rule_of(rehearsal)])
    for case in cases:
        verdict = rules.ask(case)
        if verdict.did:
            actions = count_verdict(verdict, rehearsal.counts)
            if len(rehearsal.found) < MOST_FOUND:
                rehearsal.found.append([case.order_id, actions])
    rehearsal.looked += len(cases)
    rehearsal.is_over = len(cases) < CHUNK


def _rule_of(rehearsal: Rehearsal) -> AskedRule:
    return AskedRule(
        rehearsal.rule_id or 0, 0, rehearsal.name, condition_from(rehearsal.conditions), tuple(rehearsal.actions),
        frozenset(rehearsal.shop_ids), rehearsal.valid_by, rehearsal.valid_from, rehearsal.valid_until,
    )  # fmt: skip

"""Go on rehearsing: the next thousand orders of each rehearsal.

Afterwards each rehearsal has looked at so many orders more, or is over. Nothing but the rehearsal is written.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.models import Rehearsal, RuleVersion
from zhanggui.orders.rules.asking import RuleSet
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.fields import RuleCase
from zhanggui.orders.rules.looking import AskedRule
from zhanggui.orders.rules.rehearsing import MOST_FOUND, OWN, count_effects, count_of_now, rehearse
from zhanggui.orders.ruling.cases import asked_rule, rule_cases
from zhanggui.orders.ruling.foretelling import would_pass
from zhanggui.orders.ruling.rehearsing import CHUNK, next_orders


@transaction.atomic
def go_on_rehearsing(*, rehearsal_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers those that are over."""
    rehearsals = [one for one in locked(Rehearsal.objects.all(), rehearsal_ids) if not one.is_over]

    for rehearsal in rehearsals:  # one a page; each has orders, scope and rule of its own
        _take_in(rehearsal, actor=actor, at=at)

    Rehearsal.objects.bulk_update(rehearsals, ["looked", "last_at", "last_id", "is_over", "counts", "found"])
    return Outcome(done=[one.pk for one in rehearsals if one.is_over])


def _next_cases(rehearsal: Rehearsal, needs: Collection[str]) -> list[RuleCase]:
    rows = list(next_orders(rehearsal).values_list("pk", "placed_at"))
    if rows:
        rehearsal.last_id, rehearsal.last_at = rows[-1]
    return rule_cases([pk for pk, _ in rows], needs=needs, as_they_came=True)


def _take_in(rehearsal: Rehearsal, *, actor: Actor, at: datetime) -> None:
    rules = _rules_of(rehearsal)
    full, others = RuleSet(rules), RuleSet(rule for rule in rules if rule.version_id != OWN)
    cases = _next_cases(rehearsal, full.needs)
    for case in cases:
        count_of_now(case, rehearsal.counts)
    effects = {case.order_id: found for case in cases if (found := rehearse(full, others, case))}
    passed = [order_id for order_id, (changed, _) in effects.items() if "pass" in changed]
    stopped = set(passed) - would_pass(passed, actor=actor, at=at)
    for order_id, (changed, in_vain) in effects.items():
        if order_id in stopped:
            changed.remove("pass")
            in_vain.append("pass")
        count_effects(changed, rehearsal.counts)
        if len(rehearsal.found) < MOST_FOUND:
            rehearsal.found.append([order_id, changed, in_vain])
    rehearsal.looked += len(cases)
    rehearsal.is_over = len(cases) < CHUNK


def _rules_of(rehearsal: Rehearsal) -> list[AskedRule]:
    """The rule in its place among the others, as all were when somebody asked."""
    versions = RuleVersion.objects.filter(pk__among=set(rehearsal.among)).select_related("rule")
    rules = {version.pk: asked_rule(version.rule, version) for version in versions}
    period = (None, None) if rehearsal.is_out_of_time else (rehearsal.valid_from, rehearsal.valid_until)
    rules[OWN] = AskedRule(
        rehearsal.rule_id or 0, OWN, rehearsal.name, condition_from(rehearsal.conditions), tuple(rehearsal.actions),
        frozenset(rehearsal.shop_ids), rehearsal.valid_by, *period,
    )  # fmt: skip
    return [rules[version_id] for version_id in rehearsal.among or [OWN]]

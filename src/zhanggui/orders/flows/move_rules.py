"""Move review rules up or down in the order in which they are asked.

Afterwards the chosen rules stand `steps` places further down (up when negative), still in their own order; places are
1, 2, 3, … without a gap.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.models import ReviewRule
from zhanggui.orders.rules.rule_places import places_after
from zhanggui.orders.ruling.facts import ReviewRuleMoved


@transaction.atomic
def move_rules(*, rule_ids: Sequence[int], steps: int, actor: Actor, at: datetime) -> Outcome[int]:
    rows = ReviewRule.objects.order_by("pk").select_for_update(no_key=True).values_list("pk", "place")
    before = dict(sorted(rows, key=lambda row: row[1]))

    after = places_after(list(before), moving=set(rule_ids), steps=steps)
    changed = [(pk, place) for pk, place in after.items() if before[pk] != place]

    update_rows(ReviewRule, ("id",), ("place",), changed)

    moved = [pk for pk in rule_ids if pk in before]
    announce([ReviewRuleMoved(pk, after[pk]) for pk in moved if before[pk] != after[pk]], actor=actor, at=at)
    refused = not_found("rule", rule_ids, before)
    return Outcome(done=moved, refused=dict(refused))

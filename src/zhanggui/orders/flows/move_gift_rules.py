"""Move gift rules up or down in the order in which they are asked: the first of a group is the best.

Afterwards the chosen rules stand `steps` places further down (up when negative), still in their own order, for orders
that enter from now on; places are 1, 2, 3, … without a gap.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.gifting.facts import GiftRuleMoved
from zhanggui.orders.gifting.terms import Start, begin_terms, end_terms
from zhanggui.orders.models import GiftRule
from zhanggui.orders.rules.rule_places import places_after


@transaction.atomic
def move_gift_rules(*, rule_ids: Sequence[int], steps: int, actor: Actor, at: datetime) -> Outcome[int]:
    rules = {rule.pk: rule for rule in GiftRule.objects.order_by("pk").select_for_update(no_key=True)}
    before = {rule.pk: rule.place for rule in sorted(rules.values(), key=lambda rule: rule.place)}

    after = places_after(list(before), moving=set(rule_ids), steps=steps)
    changed = [(pk, place) for pk, place in after.items() if before[pk] != place]

    update_rows(GiftRule, ("id",), ("place",), changed)
    in_force = end_terms([pk for pk, _ in changed], at=at)
    starts = [Start(pk, version_id, after[pk]) for pk in in_force if (version_id := rules[pk].version_id)]
    begin_terms(starts, at=at)

    moved = [pk for pk in rule_ids if pk in before]
    announce([GiftRuleMoved(pk, after[pk]) for pk in moved if before[pk] != after[pk]], actor=actor, at=at)
    refused = not_found("rule", rule_ids, before)
    return Outcome(done=moved, refused=dict(refused))

"""Switch gift rules on or off.

Afterwards each rule gives, or gives nothing, to orders that enter from now on. What it gave stays.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.gifting.facts import GiftRuleSwitchedOff, GiftRuleSwitchedOn
from zhanggui.orders.gifting.terms import Start, begin_terms, end_terms
from zhanggui.orders.models import GiftRule, GiftRuleVersion


@transaction.atomic
def switch_gift_rules(*, rule_ids: Sequence[int], is_on: bool, actor: Actor, at: datetime) -> Outcome[int]:
    rules = {rule.pk: rule for rule in locked(GiftRule.objects.exclude(version=None), rule_ids)}
    versions = GiftRuleVersion.objects.filter(pk__among=[rule.version_id for rule in rules.values() if rule.version_id])
    numbers = dict(versions.values_list("rule_id", "number"))

    changing = [pk for pk, rule in rules.items() if rule.is_on != is_on]
    refused = not_found("rule", rule_ids, rules)

    GiftRule.objects.filter(pk__among=changing).update(is_on=is_on)
    end_terms(changing, at=at)
    if is_on:
        starts = [Start(pk, version_id, rules[pk].place) for pk in changing if (version_id := rules[pk].version_id)]
        begin_terms(starts, at=at)

    told: type[GiftRuleSwitchedOn | GiftRuleSwitchedOff] = GiftRuleSwitchedOn if is_on else GiftRuleSwitchedOff
    facts: list[FactOf] = [told(pk, numbers[pk]) for pk in changing]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(rules), refused=dict(refused))

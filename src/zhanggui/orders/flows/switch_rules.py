"""Switch review rules on or off.

Afterwards each rule is asked, or is not asked any more, about orders that are reviewed from now on. What it did stays.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.models import ReviewRule
from zhanggui.orders.ruling.facts import ReviewRuleSwitchedOff, ReviewRuleSwitchedOn


@transaction.atomic
def switch_rules(*, rule_ids: Sequence[int], is_on: bool, actor: Actor, at: datetime) -> Outcome[int]:
    rules = {rule.pk: rule for rule in locked(ReviewRule.objects.all(), rule_ids)}
    numbers = dict(
        ReviewRule.objects.filter(pk__among=set(rules), version__isnull=False).values_list("pk", "version__number")
    )

    changing = [pk for pk, rule in rules.items() if rule.is_on != is_on]
    refused = not_found("rule", rule_ids, numbers)

    ReviewRule.objects.filter(pk__among=[pk for pk in changing if pk in numbers]).update(is_on=is_on)

    told: type[ReviewRuleSwitchedOn | ReviewRuleSwitchedOff] = ReviewRuleSwitchedOn if is_on else ReviewRuleSwitchedOff
    facts: list[FactOf] = [told(pk, numbers[pk]) for pk in changing if pk in numbers]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[pk for pk in rules if pk in numbers], refused=dict(refused))

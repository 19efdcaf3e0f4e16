"""Rehearse rules on the orders of a past period.

Afterwards each draft has a rehearsal that a job goes through, a thousand orders at a time: in its place among the
rules that are on now, as if it were on too. No order is touched.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.models import Rehearsal, ReviewRule
from zhanggui.orders.rules.actions import clean_act
from zhanggui.orders.rules.drafts import RuleDraft, check_draft
from zhanggui.orders.ruling.facts import RuleRehearsed
from zhanggui.orders.ruling.naming import NamedByRules
from zhanggui.orders.ruling.rehearsing import rehearsals_asked


@transaction.atomic
def rehearse_rules(
    *, drafts: Sequence[RuleDraft], placed_from: datetime, placed_until: datetime, actor: Actor, at: datetime
) -> Outcome[int]:
    """Answers the ids of the rehearsals, in the order of the drafts that can be rehearsed; refuses the others by the
    place in which they were given, counted from 1.
    """
    named = NamedByRules()
    there = set(ReviewRule.objects.values_list("pk", flat=True))

    def check(numbered: tuple[int, RuleDraft]) -> None:
        _, draft = numbered
        check_draft(draft)
        named.check(draft)
        if draft.rule_id is not None and draft.rule_id not in there:
            raise NotFound(what="rule", key=draft.rule_id)

    possible, refused = divide(list(enumerate(drafts, start=1)), check=check, key=lambda numbered: numbered[0])
    ready = [draft for _, draft in possible]
    asked = rehearsals_asked(
        ready, ReviewRule.objects.all(), placed_from=placed_from, placed_until=placed_until, actor=actor, at=at
    )

    made = Rehearsal.objects.bulk_create(
        Rehearsal(**row, actions=[clean_act(act) for act in draft.acts])
        for draft, row in zip(ready, asked, strict=True)
    )

    announce([RuleRehearsed(one.pk, one.name, one.total) for one in made], actor=actor, at=at)
    return Outcome(done=[one.pk for one in made], refused=refused)

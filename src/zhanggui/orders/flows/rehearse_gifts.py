"""Rehearse gift rules on the orders of a past period.

Afterwards each draft has a rehearsal that a job goes through, a thousand orders at a time: what it would have given, to
which orders, at which cost, up to its caps, in its place among the gift rules that are on now. No order and no cap is
touched.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.orders.gifting.facts import GiftRuleRehearsed
from zhanggui.orders.gifting.offers import goods_of
from zhanggui.orders.models import GiftRehearsal, GiftRule
from zhanggui.orders.rules.gifts.drafts import GiftDraft, check_gift_draft
from zhanggui.orders.rules.gifts.terms import check_costs
from zhanggui.orders.ruling.rehearsing import rehearsals_asked


@transaction.atomic
def rehearse_gifts(
    *, drafts: Sequence[GiftDraft], placed_from: datetime, placed_until: datetime, actor: Actor, at: datetime
) -> Outcome[int]:
    """Answers the ids of the rehearsals, in the order of the drafts that can be rehearsed."""
    costs = {code: goods.cost for code, goods in goods_of(code for one in drafts for code in one.terms.codes).items()}

    def check(draft: GiftDraft) -> None:
        check_gift_draft(draft)
        check_costs(draft.terms, costs)

    ready, refused = divide(drafts, check=check, key=lambda draft: draft.rule_id or 0)
    asked = rehearsals_asked(
        ready, GiftRule.objects.all(), placed_from=placed_from, placed_until=placed_until, actor=actor, at=at
    )

    made = GiftRehearsal.objects.bulk_create(
        GiftRehearsal(**row, terms=draft.terms.as_json()) for draft, row in zip(ready, asked, strict=True)
    )

    announce([GiftRuleRehearsed(one.pk, one.name, one.total) for one in made], actor=actor, at=at)
    return Outcome(done=[one.pk for one in made], refused=refused)

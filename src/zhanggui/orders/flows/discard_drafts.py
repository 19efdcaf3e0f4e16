"""Throw drafts away.

Afterwards they are gone with everything typed into them. Orders that drafts have become stay.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.entering.drafts import drafts_of
from zhanggui.orders.models import DraftOrder


@transaction.atomic
def discard_drafts(*, draft_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    known = set(
        drafts_of(actor)
        .filter(pk__among=set(draft_ids))
        .order_by("pk")
        .select_for_update()
        .values_list("pk", flat=True)
    )
    refused = not_found("draft", draft_ids, known)

    DraftOrder.objects.filter(pk__among=set(known)).delete()
    return Outcome(done=[pk for pk in dict.fromkeys(draft_ids) if pk in known], refused=refused)

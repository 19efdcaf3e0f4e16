"""Refuse that defective goods are scrapped.

Afterwards the pieces are to be decided on again, and the reason is on record.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.disposing import give_back, locked_defects
from zhanggui.quality.facts import DisposalRefused
from zhanggui.quality.models import Disposal
from zhanggui.quality.rules.disposing import DisposalDecided
from zhanggui.quality.states import DisposalState


@transaction.atomic
def refuse_disposals(*, disposal_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    """Who asked may take it back in the same way."""
    disposals = list(locked(Disposal.objects.visible_to(actor), disposal_ids))
    locked_defects({one.defect_id for one in disposals}, actor=actor)

    def check(one: Disposal) -> None:
        if one.state != DisposalState.ASKED:
            raise DisposalDecided

    ready, refused = divide(disposals, check=check, key=lambda one: one.pk)
    refused |= not_found("disposal", disposal_ids, (one.pk for one in disposals))

    ids = [one.pk for one in ready]
    decided = {"words": reason.strip()[:200], "decided_by": actor.name[:80], "decided_at": at}
    move_to(Disposal, ids, DisposalState.REFUSED, **decided)
    give_back(ready)

    facts = [DisposalRefused(one.defect_id, one.kind, one.quantity, reason.strip()) for one in ready]
    announce(facts, actor=actor, at=at)
    return Outcome(done=ids, refused=refused)

"""Approve that defective goods are scrapped.

Afterwards they have left for the place of losses. Who asked for it does not approve it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.disposing import move_out
from zhanggui.quality.facts import DisposalDone
from zhanggui.quality.models import Disposal
from zhanggui.quality.rules.disposing import check_approval
from zhanggui.quality.states import DisposalState


@transaction.atomic
def approve_disposals(*, disposal_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    disposals = list(locked(Disposal.objects.visible_to(actor).select_related("defect"), disposal_ids))

    ready, refused = divide(
        disposals,
        check=lambda one: check_approval(
            state=one.state, asked_by=one.asked_by, asked_by_id=one.asked_by_id, by=actor.name, by_id=actor.user_id
        ),
        key=lambda one: one.pk,
    )
    refused |= not_found("disposal", disposal_ids, (one.pk for one in disposals))

    ids = [one.pk for one in ready]
    move_to(Disposal, ids, DisposalState.DONE, decided_by=actor.name[:80], decided_at=at)
    loss = outside(LocationKind.LOSS)
    moves = [move_out(one.defect, disposal_id=one.pk, quantity=one.quantity, target_id=loss) for one in ready]
    post_moves(cause="scrap_defects", moves=moves, actor=actor, at=at)

    announce([DisposalDone(one.defect_id, one.kind, one.quantity) for one in ready], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)

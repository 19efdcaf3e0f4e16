"""Withdraw slips of goods that were to go back to their suppliers.

Afterwards their pieces are to be decided on again. What was handed over stays so.
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
from zhanggui.quality.facts import SupplierReturnWithdrawn
from zhanggui.quality.models import Disposal, SupplierReturn
from zhanggui.quality.rules.disposing import ReturnOver
from zhanggui.quality.states import DisposalState, ReturnState


@transaction.atomic
def void_supplier_returns(*, return_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    slips = list(locked(SupplierReturn.objects.visible_to(actor), return_ids))
    lines = Disposal.objects.filter(supplier_return_id__among={slip.pk for slip in slips})
    disposals = list(lines.order_by("pk").select_for_update(of=("self",), no_key=True))
    locked_defects({one.defect_id for one in disposals}, actor=actor)

    def check(slip: SupplierReturn) -> None:
        if slip.state != ReturnState.OPEN:
            raise ReturnOver(number=slip.number)

    ready, refused = divide(slips, check=check, key=lambda slip: slip.pk)
    refused |= not_found("supplier return", return_ids, (slip.pk for slip in slips))
    ids = [slip.pk for slip in ready]
    kept = [one for one in disposals if one.supplier_return_id in set(ids)]

    move_to(SupplierReturn, ids, ReturnState.VOID)
    refusal = {"decided_by": actor.name[:80], "decided_at": at}
    move_to(Disposal, [one.pk for one in kept], DisposalState.REFUSED, **refusal)
    give_back(kept)

    announce([SupplierReturnWithdrawn(pk) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)

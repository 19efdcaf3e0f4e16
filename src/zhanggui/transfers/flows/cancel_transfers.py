"""Cancel transfers whose goods have not left.

Afterwards what they held is free. What left cannot be cancelled: it arrives, or a case says where it is.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.facts import GoodsReceived
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.transfers.facts import TransferCancelled
from zhanggui.transfers.flows.approve_transfers import CLAIM
from zhanggui.transfers.models import Transfer
from zhanggui.transfers.rules.transfers import TransferNotThere
from zhanggui.transfers.states import TransferState
from zhanggui.transfers.taking import lines_of, locked_transfers

_CANCELLABLE = (TransferState.REQUESTED, TransferState.APPROVED)


@transaction.atomic
def cancel_transfers(*, transfer_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    transfers = locked_transfers(transfer_ids, actor=actor)

    def check(one: Transfer) -> None:
        if one.state not in _CANCELLABLE:
            raise TransferNotThere(number=one.number, state=str(TransferState(one.state).label))

    ready, refused = divide(transfers, check=check, key=lambda one: one.pk)
    refused |= not_found("transfer", transfer_ids, (one.pk for one in transfers))

    done = [one.pk for one in ready]
    held = [one for one in ready if one.state == TransferState.APPROVED]
    lines = lines_of(held)
    freed = [(one, line) for one in held for line in lines[one.pk]]
    release_claims(cause=CLAIM, cause_ids=[line.pk for _, line in freed], actor=actor, at=at)
    move_to(Transfer, done, TransferState.CANCELLED, cancelled_because=reason[:200])

    announce([TransferCancelled(pk, reason[:200]) for pk in done], actor=actor, at=at)
    announce([GoodsReceived(line.sku_id, one.origin_id, line.asked) for one, line in freed], actor=actor, at=at)
    return Outcome(done=done, refused=refused)

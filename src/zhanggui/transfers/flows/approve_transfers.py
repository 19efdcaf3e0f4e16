"""Approve transfers.

Afterwards their goods are claimed, so that nobody buys them; a transfer of which something is not free is refused and
holds nothing. Nobody approves what they asked for.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.rules.claims import Want
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.transfers.facts import TransferApproved
from zhanggui.transfers.models import Transfer
from zhanggui.transfers.rules.transfers import RequesterApproves, check_at
from zhanggui.transfers.states import TransferState
from zhanggui.transfers.taking import lines_of, locked_transfers

CLAIM = "transfer_line"
"""The cause under which a line claims its goods; its id is the line's."""


@transaction.atomic
def approve_transfers(*, transfer_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    transfers = locked_transfers(transfer_ids, actor=actor)

    def check(one: Transfer) -> None:
        check_at(one.number, one.state, wanted=TransferState.REQUESTED)
        if (one.requested_by_id, one.requested_by) == (actor.user_id, actor.name[:80]):
            raise RequesterApproves(number=one.number)

    ready, refused = divide(transfers, check=check, key=lambda one: one.pk)
    refused |= not_found("transfer", transfer_ids, (one.pk for one in transfers))

    lines = lines_of(ready)
    wants = [Want(line.pk, one.pk, one.origin_id, line.sku_id, line.asked) for one in ready for line in lines[one.pk]]
    claimed = claim_stock(cause=CLAIM, wants=wants, actor=actor, at=at)
    move_to(Transfer, claimed.done, TransferState.APPROVED, approved_by=actor.name[:80], approved_at=at)

    announce([TransferApproved(pk) for pk in claimed.done], actor=actor, at=at)
    return Outcome(done=claimed.done, refused=refused | claimed.refused)

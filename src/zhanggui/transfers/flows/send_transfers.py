"""Send approved transfers off.

Afterwards their goods lie in no warehouse: they are in transit, and the lines say how many. What was not found and
does not leave is free again. The lines that are not named leave whole.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.facts import GoodsReceived
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.queries import outside
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import NotFound
from zhanggui.kernel.steps import move_to
from zhanggui.transfers.facts import TransferSent
from zhanggui.transfers.flows.approve_transfers import CLAIM
from zhanggui.transfers.models import Transfer, TransferLine
from zhanggui.transfers.rules.transfers import MoreThanAsked, NothingSent, check_at
from zhanggui.transfers.states import TransferState
from zhanggui.transfers.taking import lines_of, locked_transfers, sends

CAUSE = "send_transfers"
"""The cause of the moves; its id is the line's."""


@transaction.atomic
def send_transfers(
    *, transfer_ids: Sequence[int], pieces: Mapping[int, int] | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    """`pieces` says of lines, by id, how many leave; a bin that holds fewer refuses everything (NotEnoughOnHand)."""
    transfers = locked_transfers(transfer_ids, actor=actor)
    lines = lines_of(transfers)
    given = pieces or {}

    def check(one: Transfer) -> None:
        if not sends(one, actor):
            raise NotFound(what="transfer", key=one.pk)
        check_at(one.number, one.state, wanted=TransferState.APPROVED)
        for line in lines[one.pk]:
            leaves = given.get(line.pk, line.asked)
            if not 0 <= leaves <= line.asked:
                raise MoreThanAsked(number=one.number, pieces=leaves, sku=line.sku.code, asked=line.asked)
        if not any(given.get(line.pk, line.asked) for line in lines[one.pk]):
            raise NothingSent(number=one.number)

    ready, refused = divide(transfers, check=check, key=lambda one: one.pk)
    refused |= not_found("transfer", transfer_ids, (one.pk for one in transfers))

    leaving = [(one, line, given.get(line.pk, line.asked)) for one in ready for line in lines[one.pk]]
    lock_availability({(one.origin_id, line.sku_id) for one, line, _ in leaving})
    release_claims(cause=CLAIM, cause_ids=[line.pk for _, line, _ in leaving], actor=actor, at=at)
    transit = outside(LocationKind.TRANSIT)
    moves = [
        Posting(line.pk, line.sku_id, line.location_id, transit, number, lot=line.lot)
        for _, line, number in leaving
        if number
    ]
    post_moves(cause=CAUSE, moves=moves, actor=actor, at=at)
    update_rows(TransferLine, ("id",), ("sent",), [(line.pk, number) for _, line, number in leaving])
    done = [one.pk for one in ready]
    move_to(Transfer, done, TransferState.SENT, sent_by=actor.name[:80], sent_at=at)

    sums = {one.pk: sum(number for other, _, number in leaving if other.pk == one.pk) for one in ready}
    announce([TransferSent(pk, number) for pk, number in sums.items()], actor=actor, at=at)
    stays = [(one, line, line.asked - number) for one, line, number in leaving if number < line.asked]
    announce([GoodsReceived(line.sku_id, one.origin_id, number) for one, line, number in stays], actor=actor, at=at)
    return Outcome(done=done, refused=refused)

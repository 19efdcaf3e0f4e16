"""Receive transfers where they were to arrive.

Afterwards what came lies where goods are put away from. What is missing stays in transit and what is too many is kept
out of the book, each with a case that somebody decides: nothing is lost in silence. Lines that are not named arrived
whole.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.zones import receiving_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.transfers.facts import TransferArrived
from zhanggui.transfers.models import Transfer, TransferCase, TransferLine
from zhanggui.transfers.rules.transfers import check_at
from zhanggui.transfers.states import CaseState, Decision, TransferState
from zhanggui.transfers.taking import lines_of, locked_transfers, receives

CAUSE = "receive_transfers"
"""The cause of the moves; its id is the line's."""
_CASE = ("line_id", "missing", "surplus", "state", "decision", "words", "opened_by", "opened_at", "decided_by")


class NoReceivingPlace(Refusal):
    """The warehouse where transfer {number} arrives has no place for goods received. Open one first."""


class FewerThanNoneArrived(Refusal):
    """{pieces} pieces cannot arrive. Give 0 or more."""


@transaction.atomic
def receive_transfers(
    *, transfer_ids: Sequence[int], pieces: Mapping[int, int] | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    """`pieces` says of lines, by id, how many came."""
    transfers = locked_transfers(transfer_ids, actor=actor)
    lines = lines_of(transfers)
    places = receiving_places(one.target_id for one in transfers)
    given = pieces or {}

    def check(one: Transfer) -> None:
        if not receives(one, actor):
            raise NotFound(what="transfer", key=one.pk)
        check_at(one.number, one.state, wanted=TransferState.SENT)
        if one.target_id not in places:
            raise NoReceivingPlace(number=one.number)
        for line in lines[one.pk]:
            if given.get(line.pk, 0) < 0:
                raise FewerThanNoneArrived(pieces=given[line.pk])

    ready, refused = divide(transfers, check=check, key=lambda one: one.pk)
    refused |= not_found("transfer", transfer_ids, (one.pk for one in transfers))

    came = [(one, line, given.get(line.pk, line.sent)) for one in ready for line in lines[one.pk]]
    transit = outside(LocationKind.TRANSIT)
    moves = [
        Posting(line.pk, line.sku_id, transit, places[one.target_id], min(number, line.sent), lot=line.lot)
        for one, line, number in came
        if min(number, line.sent)
    ]
    post_moves(cause=CAUSE, moves=moves, actor=actor, at=at)
    update_rows(TransferLine, ("id",), ("received",), [(line.pk, min(number, line.sent)) for _, line, number in came])
    off = [(line.pk, max(line.sent - number, 0), max(number - line.sent, 0)) for _, line, number in came]
    cases = [
        (*one, CaseState.OPEN.value, Decision.NONE.value, "", actor.name[:80], at, "")
        for one in off
        if one[1] or one[2]
    ]
    insert_rows(TransferCase, _CASE, cases)
    done = [one.pk for one in ready]
    move_to(Transfer, done, TransferState.ARRIVED, arrived_by=actor.name[:80], arrived_at=at)

    told = []
    for one in ready:
        own = [(line.sent, number) for other, line, number in came if other.pk == one.pk]
        missing = sum(max(sent - number, 0) for sent, number in own)
        surplus = sum(max(number - sent, 0) for sent, number in own)
        told.append(TransferArrived(one.pk, sum(number for _, number in own), missing, surplus))
    announce(told, actor=actor, at=at)
    return Outcome(done=done, refused=refused)

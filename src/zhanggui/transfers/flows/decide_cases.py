"""Decide where pieces are that did not arrive as they left.

Afterwards missing pieces are written off as lost, lie where they were to arrive, or are back in the bin they came
from; pieces too many are taken into stock where they arrived, or booked back into the bin they came from.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhanggui.inventory.facts import GoodsReceived
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.zones import receiving_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.transfers.facts import CaseDecided
from zhanggui.transfers.models import TransferCase, TransferLine
from zhanggui.transfers.rules.transfers import CaseClosed, WrongDecision
from zhanggui.transfers.states import CaseState, Decision

CAUSE = "decide_cases"
"""The cause of the moves; its id is the case's."""


class DecisionUnknown(Refusal):
    """“{decision}” is no decision."""


@transaction.atomic
def decide_cases(*, case_ids: Sequence[int], decision: str, words: str, actor: Actor, at: datetime) -> Outcome[int]:
    if decision not in Decision.values or decision == Decision.NONE:
        raise DecisionUnknown(decision=decision)
    rows = TransferCase.objects.all()
    if actor.warehouse_ids is not None:
        ours = actor.warehouse_ids
        rows = rows.filter(Q(line__transfer__origin_id__in=ours) | Q(line__transfer__target_id__in=ours))
    cases = list(locked(rows.select_related("line__transfer"), case_ids))

    def check(case: TransferCase) -> None:
        if case.state != CaseState.OPEN:
            raise CaseClosed
        if case.surplus and decision == Decision.LOST:
            raise WrongDecision

    ready, refused = divide(cases, check=check, key=lambda case: case.pk)
    refused |= not_found("transfer", case_ids, (case.pk for case in cases))

    moves = _moves(ready, decision)
    post_moves(cause=CAUSE, moves=moves, actor=actor, at=at)
    update_rows(
        TransferLine,
        ("id",),
        ("settled", "surplus"),
        [(case.line_id, case.missing, case.surplus) for case in ready],
    )
    done = [case.pk for case in ready]
    said = {"decision": decision, "words": words[:200], "decided_by": actor.name[:80], "decided_at": at}
    move_to(TransferCase, done, CaseState.DECIDED, **said)

    told = [CaseDecided(case.line.transfer_id, case.missing or case.surplus, decision) for case in ready]
    announce(told, actor=actor, at=at)
    if decision == Decision.BACK:
        back = [(case.line, case.missing or case.surplus) for case in ready]
        announce(
            [GoodsReceived(line.sku_id, line.transfer.origin_id, number) for line, number in back], actor=actor, at=at
        )
    return Outcome(done=done, refused=refused)


def _moves(cases: Sequence[TransferCase], decision: str) -> list[Posting]:
    """Missing pieces leave transit; pieces too many were never in it, they come from the place of losses."""
    transit, loss = outside(LocationKind.TRANSIT), outside(LocationKind.LOSS)
    arrivals = receiving_places(case.line.transfer.target_id for case in cases)
    moves = []
    for case in cases:
        line = case.line
        places = {
            Decision.LOST: loss,
            Decision.FOUND: arrivals[line.transfer.target_id],
            Decision.BACK: line.location_id,
        }
        origin = transit if case.missing else loss
        pieces = case.missing or case.surplus
        moves.append(Posting(case.pk, line.sku_id, origin, places[Decision(decision)], pieces, lot=line.lot))
    return moves

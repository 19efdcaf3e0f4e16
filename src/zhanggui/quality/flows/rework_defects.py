"""Send defective goods to be reworked 返工.

Afterwards the pieces lie with the inspector again, each lot with an inspection of its own: only what passes it can be
put away.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.zones import inspection_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.quality.disposing import Taken, locked_defects, move_out, take_pieces
from zhanggui.quality.facts import DisposalDone
from zhanggui.quality.flows.request_inspections import request_inspections
from zhanggui.quality.rules.disposing import DisposalDraft, pieces_of, worth_of
from zhanggui.quality.rules.requests import Arrival
from zhanggui.quality.states import DisposalKind, DisposalState

SUBJECT = "disposal"


class NoInspectionPlace(Refusal):
    """The warehouse has no place QUARANTINE of kind receiving where goods wait for the inspector. Open one first."""


@transaction.atomic
def rework_defects(*, drafts: Sequence[DisposalDraft], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by defect; of several for one defect the last counts."""
    wanted = {draft.defect_id: draft for draft in drafts}
    defects = {one.pk: one for one in locked_defects(wanted, actor=actor)}
    places = inspection_places({one.warehouse_id for one in defects.values()})
    taken: list[Taken] = []

    def check(draft: DisposalDraft) -> None:
        defect = defects.get(draft.defect_id)
        if defect is None:
            raise NotFound(what="defect", key=draft.defect_id)
        if defect.warehouse_id not in places:
            raise NoInspectionPlace
        pieces = pieces_of(draft, left=defect.left)
        worth = worth_of(pieces, unit_cost=defect.unit_cost, book_cost=defect.sku.cost)
        taken.append(Taken(defect, pieces, worth, draft.words))

    _, refused = divide(wanted.values(), check=check, key=lambda draft: draft.defect_id)

    ids = take_pieces(taken, kind=DisposalKind.REWORK, state=DisposalState.DONE, is_done=True, actor=actor, at=at)
    pairs = list(zip(ids, taken, strict=True))
    moves = [
        move_out(one.defect, disposal_id=pk, quantity=one.quantity, target_id=places[one.defect.warehouse_id])
        for pk, one in pairs
    ]
    post_moves(cause="rework_defects", moves=moves, actor=actor, at=at)
    arrivals = [
        Arrival(
            SUBJECT, pk, places[one.defect.warehouse_id], one.defect.sku_id, one.quantity, at, one.defect.lot,
            one.defect.supplier_id, one.defect.unit_cost,
        )
        for pk, one in pairs
    ]  # fmt: skip
    for refusal in request_inspections(arrivals=arrivals, actor=actor, at=at).refused.values():
        raise refusal

    facts = [DisposalDone(one.defect.pk, DisposalKind.REWORK, one.quantity) for one in taken]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[one.defect.pk for one in taken], refused=refused)

"""Scrap defective goods 报废.

Afterwards they have left for the place of losses; from a certain worth on they stay where they are until a second
person has approved it. What was scrapped of the same defects before counts along.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.quality.disposing import Taken, locked_defects, move_out, take_pieces
from zhanggui.quality.facts import DisposalAsked, DisposalDone
from zhanggui.quality.models import Defect, Disposal
from zhanggui.quality.queries import company_numbers
from zhanggui.quality.rules.disposing import DisposalDraft, needs_second, pieces_of, worth_of
from zhanggui.quality.states import DisposalKind, DisposalState


@transaction.atomic
def scrap_defects(*, drafts: Sequence[DisposalDraft], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by defect; of several for one defect the last counts."""
    wanted = {draft.defect_id: draft for draft in drafts}
    defects = {one.pk: one for one in locked_defects(wanted, actor=actor)}
    taken: list[Taken] = []

    def check(draft: DisposalDraft) -> None:
        defect = defects.get(draft.defect_id)
        if defect is None:
            raise NotFound(what="defect", key=draft.defect_id)
        pieces = pieces_of(draft, left=defect.left)
        worth = worth_of(pieces, unit_cost=defect.unit_cost, book_cost=defect.sku.cost)
        taken.append(Taken(defect, pieces, worth, draft.words))

    _, refused = divide(wanted.values(), check=check, key=lambda draft: draft.defect_id)
    worth = _scrapped_before(defects) + sum((one.worth for one in taken), Decimal(0))
    waits = needs_second(worth, limit=company_numbers().scrap_limit)

    state = DisposalState.ASKED if waits else DisposalState.DONE
    ids = take_pieces(taken, kind=DisposalKind.SCRAP, state=state, is_done=not waits, actor=actor, at=at)
    if not waits:
        loss = outside(LocationKind.LOSS)
        moves = [
            move_out(one.defect, disposal_id=pk, quantity=one.quantity, target_id=loss)
            for pk, one in zip(ids, taken, strict=True)
        ]
        post_moves(cause="scrap_defects", moves=moves, actor=actor, at=at)

    told = DisposalAsked if waits else DisposalDone
    announce([told(one.defect.pk, DisposalKind.SCRAP, one.quantity) for one in taken], actor=actor, at=at)
    return Outcome(done=[one.defect.pk for one in taken], refused=refused)


def _scrapped_before(defects: Mapping[int, Defect]) -> Decimal:
    rows = Disposal.objects.filter(
        defect_id__among=set(defects), kind=DisposalKind.SCRAP, state__in=[DisposalState.DONE, DisposalState.ASKED]
    )
    return rows.aggregate(worth=Sum("worth"))["worth"] or Decimal(0)

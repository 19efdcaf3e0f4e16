"""Make slips for defective goods that go back to their suppliers 退供.

Afterwards the pieces stand on one slip for each supplier and warehouse, still in the defective zone, and nobody can
decide on them otherwise.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.models import Supplier
from zhanggui.quality.disposing import Taken, locked_defects, take_pieces
from zhanggui.quality.facts import DisposalAsked, SupplierReturnOpened
from zhanggui.quality.models import SupplierReturn
from zhanggui.quality.rules.disposing import DisposalDraft, NobodyToReturnTo, pieces_of, worth_of
from zhanggui.quality.states import DisposalKind, DisposalState, ReturnState

_COLUMNS = (
    "number", "supplier_id", "warehouse_id", "state", "pieces", "carrier", "waybill", "note", "opened_by", "opened_at",
    "returned_by",
)  # fmt: skip


@transaction.atomic
def open_supplier_returns(
    *, drafts: Sequence[DisposalDraft], supplier_id: int | None = None, note: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    """`supplier_id` is where goods go whose supplier nobody knows. Answers by defect."""
    if supplier_id is not None and not Supplier.objects.filter(pk=supplier_id).exists():
        raise NotFound(what="supplier", key=supplier_id)
    wanted = {draft.defect_id: draft for draft in drafts}
    defects = {one.pk: one for one in locked_defects(wanted, actor=actor)}
    taken: list[tuple[tuple[int, int], Taken]] = []

    def check(draft: DisposalDraft) -> None:
        defect = defects.get(draft.defect_id)
        if defect is None:
            raise NotFound(what="defect", key=draft.defect_id)
        whose = defect.supplier_id or supplier_id
        if whose is None:
            raise NobodyToReturnTo(sku=defect.sku.code)
        pieces = pieces_of(draft, left=defect.left)
        worth = worth_of(pieces, unit_cost=defect.unit_cost, book_cost=defect.sku.cost)
        taken.append(((whose, defect.warehouse_id), Taken(defect, pieces, worth, draft.words)))

    _, refused = divide(wanted.values(), check=check, key=lambda draft: draft.defect_id)

    pieces: Counter[tuple[int, int]] = Counter()
    for key, one in taken:
        pieces[key] += one.quantity
    numbers = draw_numbers("supplier_return", "RT", len(pieces), at=at)
    rows = [
        (number, *key, ReturnState.OPEN.value, count, "", "", note.strip()[:200], actor.name[:80], at, "")
        for number, (key, count) in zip(numbers, pieces.items(), strict=True)
    ]
    slips = dict(
        zip(pieces, (pk for (pk,) in insert_rows(SupplierReturn, _COLUMNS, rows, returning=("id",))), strict=True)
    )
    lines = [one._replace(return_id=slips[key]) for key, one in taken]
    take_pieces(lines, kind=DisposalKind.RETURN, state=DisposalState.PLANNED, is_done=False, actor=actor, at=at)

    announce([SupplierReturnOpened(slips[key], count) for key, count in pieces.items()], actor=actor, at=at)
    announce([DisposalAsked(one.defect.pk, DisposalKind.RETURN, one.quantity) for one in lines], actor=actor, at=at)
    return Outcome(done=[one.defect.pk for one in lines], refused=refused)

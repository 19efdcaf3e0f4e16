"""Take parts out of defective goods.

Afterwards the goods are gone, and the parts lie with the spare parts, from which they can be given out for buyers but
never sold.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.queries import bundles_among
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside, sku_codes
from zhanggui.inventory.rules.quantities import BundleNotStocked, SkuUnknown
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.stock_rows import lock_balances, open_balances
from zhanggui.inventory.zones import parts_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.quality.disposing import Taken, locked_defects, move_out, take_pieces
from zhanggui.quality.facts import DisposalDone, PartsWereTaken
from zhanggui.quality.models import PartsTaken
from zhanggui.quality.rules.disposing import DisposalDraft, pieces_of, worth_of
from zhanggui.quality.rules.parts import PartsDraft, check_parts
from zhanggui.quality.states import DisposalKind, DisposalState

_COLUMNS = ("disposal_id", "warehouse_id", "sku_id", "quantity", "location_id", "taken_by", "taken_at")


class NoPartsPlace(Refusal):
    """The warehouse has no place of kind spare parts. Open one first."""


@transaction.atomic
def take_parts(*, drafts: Sequence[PartsDraft], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by defect; of several for one defect the last counts."""
    wanted = {draft.defect_id: draft for draft in drafts}
    defects = {one.pk: one for one in locked_defects(wanted, actor=actor)}
    skus = sku_codes(sku_id for draft in drafts for sku_id, _ in draft.parts)
    bundles = bundles_among(skus)
    places = parts_places({one.warehouse_id for one in defects.values()})
    taken: list[Taken] = []

    def check(draft: PartsDraft) -> None:
        defect = defects.get(draft.defect_id)
        if defect is None:
            raise NotFound(what="defect", key=draft.defect_id)
        check_parts(draft, goods_id=defect.sku_id, sku=defect.sku.code)
        for sku_id, _ in draft.parts:
            if sku_id not in skus:
                raise SkuUnknown(sku=sku_id)
            if sku_id in bundles:
                raise BundleNotStocked(sku=skus[sku_id])
        if defect.warehouse_id not in places:
            raise NoPartsPlace
        pieces = pieces_of(DisposalDraft(draft.defect_id, draft.quantity), left=defect.left)
        worth = worth_of(pieces, unit_cost=defect.unit_cost, book_cost=defect.sku.cost)
        taken.append(Taken(defect, pieces, worth, draft.words))

    _, refused = divide(wanted.values(), check=check, key=lambda draft: draft.defect_id)

    ids = take_pieces(taken, kind=DisposalKind.PARTS, state=DisposalState.DONE, is_done=True, actor=actor, at=at)
    rows = [
        (pk, one.defect.warehouse_id, sku_id, pieces, places[one.defect.warehouse_id], actor.name[:80], at)
        for pk, one in zip(ids, taken, strict=True)
        for sku_id, pieces in sorted(wanted[one.defect.pk].parts)
    ]
    kept = insert_rows(PartsTaken, _COLUMNS, rows, returning=("id", "sku_id", "quantity", "location_id"))
    loss = outside(LocationKind.LOSS)
    gone = [
        move_out(one.defect, disposal_id=pk, quantity=one.quantity, target_id=loss)
        for pk, one in zip(ids, taken, strict=True)
    ]
    came = [Posting(pk, sku_id, loss, place, pieces) for pk, sku_id, pieces, place in kept]
    keys = {(move.origin_id, move.sku_id, move.lot) for move in gone}
    keys |= {(move.target_id, move.sku_id, move.lot) for move in came}
    open_balances(sorted(keys))
    lock_balances(keys)
    post_moves(cause="take_parts", moves=gone, actor=actor, at=at)
    post_moves(cause="keep_parts", moves=came, actor=actor, at=at)

    facts = [DisposalDone(one.defect.pk, DisposalKind.PARTS, one.quantity) for one in taken]
    announce(facts, actor=actor, at=at)
    whose = dict(zip(ids, (one.defect.pk for one in taken), strict=True))
    announce([PartsWereTaken(whose[row[0]], skus[row[2]], row[3]) for row in rows], actor=actor, at=at)
    return Outcome(done=[one.defect.pk for one in taken], refused=refused)

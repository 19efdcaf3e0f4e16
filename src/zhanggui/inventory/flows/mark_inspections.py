"""Mark goods for the inspector (抽检).

Afterwards they wait at the verifying table until the inspector has passed them. Goods that are marked already are done
without another effect.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.inventory.facts import InspectionMarked
from zhanggui.inventory.models import InspectionMark
from zhanggui.inventory.queries import sku_codes, warehouses_seen
from zhanggui.inventory.rules.quantities import SkuUnknown
from zhanggui.inventory.states import MarkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound

_ROW = ("sku_id", "warehouse_id", "lot", "state", "reason", "marked_by", "marked_at", "passed_by", "note")


class MarkDraft(NamedTuple):
    """A SKU in a warehouse, or one lot of it."""

    sku_id: int
    warehouse_id: int
    lot: str = ""


@transaction.atomic
def mark_inspections(*, marks: Sequence[MarkDraft], reason: str, actor: Actor, at: datetime) -> Outcome[MarkDraft]:
    skus = sku_codes(mark.sku_id for mark in marks)
    warehouses = warehouses_seen((mark.warehouse_id for mark in marks), actor=actor)

    def check(mark: MarkDraft) -> None:
        if mark.sku_id not in skus:
            raise SkuUnknown(sku=mark.sku_id)
        if mark.warehouse_id not in warehouses:
            raise NotFound(what="warehouse", key=mark.warehouse_id)

    ready, refused = divide(marks, check=check, key=lambda mark: mark)
    rows = [(*mark, MarkState.PENDING.value, reason, actor.name, at, "", "") for mark in sorted(set(ready))]
    fresh = insert_rows(
        InspectionMark,
        _ROW,
        rows,
        returning=("sku_id", "warehouse_id", "lot"),
        on_conflict="(sku_id, warehouse_id, lot) WHERE state = 'pending' DO NOTHING",
    )
    facts = [InspectionMarked(sku_id, warehouse_id, lot, reason) for sku_id, warehouse_id, lot in fresh]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(ready)), refused=refused)

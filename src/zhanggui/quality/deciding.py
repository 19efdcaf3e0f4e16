"""Carry out what was decided about lots: pieces move, the defective ones have their documents, all is told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.stock_rows import lock_balances, open_balances
from zhanggui.inventory.zones import defective_places, receiving_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.quality.facts import InspectionJudged
from zhanggui.quality.models import Defect, Finding, Inspection
from zhanggui.quality.rules.judging import Split

_DEFECT = (
    "warehouse_id", "sku_id", "lot", "location_id", "supplier_id", "inspection_id", "reason_id", "words", "quantity",
    "left", "unit_cost", "came_by", "came_at", "cause",
)  # fmt: skip


class NoReceivingPlace(Refusal):
    """The warehouse has no place of kind receiving where passed goods wait to be put away. Open one first."""


class NoDefectivePlace(Refusal):
    """The warehouse has no place of kind defective. Open one first."""


class Zones(NamedTuple):
    """Of each warehouse: where goods are free to be put away, and where the defective ones lie."""

    receiving: Mapping[int, int]
    defective: Mapping[int, int]


class Decision(NamedTuple):
    """How an inspection ends."""

    inspection: Inspection
    state: str
    split: Split
    note: str


def zones_of(inspections: Sequence[Inspection]) -> Zones:
    warehouse_ids = {one.warehouse_id for one in inspections}
    return Zones(receiving_places(warehouse_ids), defective_places(warehouse_ids))


def check_zones(inspection: Inspection, split: Split, zones: Zones) -> None:
    if split.passed and inspection.warehouse_id not in zones.receiving:
        raise NoReceivingPlace
    if split.failed and inspection.warehouse_id not in zones.defective:
        raise NoDefectivePlace


def carry_out(decisions: Sequence[Decision], zones: Zones, *, actor: Actor, at: datetime) -> None:
    """Good pieces are free to be put away, defective ones lie in the defective zone, each with its reason."""
    columns = ("checked", "passed", "failed", "note", "judged_by", "judged_at")
    rows = [
        (one.inspection.pk, one.state, one.split.checked, one.split.passed, one.split.failed, one.note,
         actor.name[:80], at)
        for one in decisions
    ]  # fmt: skip
    move_each(Inspection, columns, rows)
    insert_rows(Defect, _DEFECT, _defects(decisions, zones, actor=actor, at=at))
    _move(decisions, zones, actor=actor, at=at)
    facts = [InspectionJudged(one.inspection.pk, one.state, one.split.passed, one.split.failed) for one in decisions]
    announce(facts, actor=actor, at=at)


def _move(decisions: Sequence[Decision], zones: Zones, *, actor: Actor, at: datetime) -> None:
    """Balances are locked once, before the two kinds of moves, so that two inspectors never wait for each other."""
    passed = [
        _posting(one.inspection, zones.receiving[one.inspection.warehouse_id], one.split.passed)
        for one in decisions
        if one.split.passed
    ]
    failed = [
        _posting(one.inspection, zones.defective[one.inspection.warehouse_id], one.split.failed)
        for one in decisions
        if one.split.failed
    ]
    moves = [*(move for move in passed if move.origin_id != move.target_id), *failed]
    keys = {(place, move.sku_id, move.lot) for move in moves for place in (move.origin_id, move.target_id)}
    open_balances(sorted(keys))
    lock_balances(keys)
    kept = [move for move in passed if move.origin_id != move.target_id]
    post_moves(cause="pass_inspected", moves=kept, is_released=True, actor=actor, at=at)
    post_moves(cause="reject_inspected", moves=failed, actor=actor, at=at)


def _posting(inspection: Inspection, target_id: int, quantity: int) -> Posting:
    return Posting(
        inspection.pk, inspection.sku_id, inspection.location_id, target_id, quantity, inspection.unit_cost,
        inspection.lot,
    )  # fmt: skip


def _defects(decisions: Sequence[Decision], zones: Zones, *, actor: Actor, at: datetime) -> list[tuple[object, ...]]:
    """One document for each reason that was found, and one for what fails with its lot."""
    found = _found(decisions)
    rows: list[tuple[object, ...]] = []
    for one in decisions:
        lot, left = one.inspection, one.split.failed
        for reason_id, pieces in sorted(found[lot.pk].items()):
            taken = min(pieces, left)
            left -= taken
            if taken:
                rows.append(_defect(lot, zones, reason_id, taken, actor=actor, at=at))
        if left:
            rows.append(_defect(lot, zones, None, left, actor=actor, at=at))
    return rows


def _defect(
    lot: Inspection, zones: Zones, reason_id: int | None, pieces: int, *, actor: Actor, at: datetime
) -> tuple[object, ...]:
    return (
        lot.warehouse_id, lot.sku_id, lot.lot, zones.defective[lot.warehouse_id], lot.supplier_id, lot.pk, reason_id,
        "", pieces, pieces, lot.unit_cost, actor.name[:80], at, f"inspection:{lot.pk}:{reason_id or 'lot'}",
    )  # fmt: skip


def _found(decisions: Sequence[Decision]) -> dict[int, dict[int, int]]:
    """Pieces by reason, of each inspection. One statement."""
    rows = Finding.objects.filter(
        inspection_id__among={one.inspection.pk for one in decisions}, undone_at__isnull=True
    ).values_list("inspection_id", "reason_id", "pieces")
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for inspection_id, reason_id, pieces in rows:
        found[inspection_id][reason_id] += pieces
    return found

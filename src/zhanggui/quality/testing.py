"""Goods with the inspector for tests, brought there through the real flows."""

from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from uuid import uuid4

from PIL import Image

from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.states import WAITS_FOR_INSPECTOR, LocationKind
from zhanggui.inventory.testing import make_warehouse, place_of
from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.people.models import Warehouse
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.request_inspections import request_inspections
from zhanggui.quality.flows.set_defect_reasons import set_defect_reasons
from zhanggui.quality.models import Defect, Inspection
from zhanggui.quality.rules.findings import FindingDraft
from zhanggui.quality.rules.reasons import ReasonDraft
from zhanggui.quality.rules.requests import Arrival

AT = datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
INSPECTOR = system_actor("inspector")
LEAD = system_actor("lead")
REASON = "D01"
_numbers = count(1)
_causes = count(700_000_000)


def make_quality_warehouse(code: str = "") -> Warehouse:
    """A warehouse whose inspector has places for what waits and for spare parts, and reasons to scan."""
    warehouse = make_warehouse(code)
    places = [
        Place(warehouse.pk, WAITS_FOR_INSPECTOR, LocationKind.RECEIVING, 1),
        Place(warehouse.pk, "PARTS", LocationKind.PARTS, 991),
    ]
    open_locations(places=places, actor=INSPECTOR, at=AT)
    set_defect_reasons(reasons=[ReasonDraft(REASON, "破损", "Broken"), ReasonDraft("D02", "划伤", "Scratched")],
                       actor=INSPECTOR, at=AT)  # fmt: skip
    return warehouse


def arrive(
    warehouse: Warehouse,
    sku_ids: list[int],
    *,
    quantity: int = 10,
    lot: str = "",
    supplier_id: int | None = None,
    at: datetime = AT,
) -> list[Arrival]:
    """So many pieces of each SKU lie where they wait for the inspector; the drafts of their inspections."""
    place = place_of(warehouse, WAITS_FOR_INSPECTOR)
    receipts = [Receipt(next(_causes), place, sku_id, quantity, lot=lot) for sku_id in sku_ids]
    receive_goods(receipts=receipts, actor=INSPECTOR, at=at)
    return [
        Arrival("test", next(_numbers), place, sku_id, quantity, at, lot=lot, supplier_id=supplier_id)
        for sku_id in sku_ids
    ]


def make_inspections(warehouse: Warehouse, sku_ids: list[int], **goods: int | str | datetime | None) -> list[int]:
    """One inspection of each SKU, waiting."""
    arrivals = arrive(warehouse, sku_ids, **goods)  # type: ignore[arg-type]  # named as there
    outcome = request_inspections(arrivals=arrivals, actor=INSPECTOR, at=AT)
    assert not outcome.refused, outcome.refused
    rows = Inspection.objects.filter(subject="test", subject_id__among={one.subject_id for one in arrivals})
    return list(rows.order_by("pk").values_list("pk", flat=True))


def find_defects(inspection_ids: list[int], pieces: int = 1, *, actor: Actor = INSPECTOR, reason: str = REASON) -> None:
    """The inspection was begun and so many pieces were found defective."""
    begin_inspections(inspection_ids=inspection_ids, actor=actor, at=AT)
    if pieces:
        drafts = [FindingDraft(pk, reason, pieces, uuid4()) for pk in inspection_ids]
        outcome = record_findings(findings=drafts, actor=actor, at=AT)
        assert not outcome.refused, outcome.refused


def make_defects(
    warehouse: Warehouse, sku_ids: list[int], *, quantity: int = 10, **goods: int | str | None
) -> list[int]:
    """So many pieces of each SKU failed: what lies in the defective zone, one document per SKU."""
    ids = make_inspections(warehouse, sku_ids, quantity=quantity, **goods)
    find_defects(ids, quantity)
    outcome = judge_inspections(verdicts=[Verdict(pk, "failed") for pk in ids], actor=INSPECTOR, at=AT)
    assert not outcome.refused, outcome.refused
    return list(Defect.objects.filter(inspection_id__among=set(ids)).order_by("pk").values_list("pk", flat=True))


def picture() -> bytes:
    """A small PNG as a phone sends it."""
    painted = BytesIO()
    Image.new("RGB", (40, 30), "red").save(painted, "PNG")
    return painted.getvalue()

"""What arrived at the demo company and lies with its inspector: some of it decided, some on its way back."""

import zlib
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from zhanggui.catalog.models import Sku
from zhanggui.demo.goods import goods
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.zones import inspection_places
from zhanggui.kernel.actor import Actor
from zhanggui.parties.models import Supplier
from zhanggui.parties.states import SupplierState
from zhanggui.people.models import Warehouse
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.open_supplier_returns import open_supplier_returns
from zhanggui.quality.flows.plan_spot_checks import plan_spot_checks
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.request_inspections import request_inspections
from zhanggui.quality.models import Defect, Inspection
from zhanggui.quality.rules.disposing import DisposalDraft
from zhanggui.quality.rules.findings import FindingDraft
from zhanggui.quality.rules.requests import Arrival

SUBJECT = "demo_arrival"
LOTS = 8
PIECES = 60
_PULLS = UUID("6c3f1d0e-6a0c-4a52-8f43-0d5a5f2f7c11")


def inspect_arrivals(warehouse: Warehouse, *, actor: Actor, at: datetime) -> None:
    """Afterwards eight lots have arrived: one was sorted, one failed and goes back, the others wait. Safe to repeat."""
    if Inspection.objects.filter(subject=SUBJECT).exists():
        return
    place = inspection_places([warehouse.pk])[warehouse.pk]
    skus = Sku.objects.filter(code__in=[row.code for row in goods()]).order_by("pk")[:LOTS]
    supplier = Supplier.objects.filter(state=SupplierState.APPROVED).order_by("code").first()
    receipts = [
        Receipt(zlib.crc32(f"{SUBJECT}:{sku.code}".encode()), place, sku.pk, PIECES, unit_cost=sku.cost) for sku in skus
    ]
    receive_goods(receipts=receipts, actor=actor, at=at)
    arrivals = [
        Arrival(
            SUBJECT, one.cause_id, place, one.sku_id, one.quantity, at - timedelta(hours=number),
            supplier_id=supplier.pk if supplier else None, unit_cost=Decimal(one.unit_cost), paper="SH-演示",
        )
        for number, one in enumerate(receipts)
    ]  # fmt: skip
    request_inspections(arrivals=arrivals, actor=actor, at=at)
    _decide(actor=actor, at=at)
    plan_spot_checks(warehouse_ids=[warehouse.pk], actor=actor, at=at)


def _decide(*, actor: Actor, at: datetime) -> None:
    some, all_of_it = (
        Inspection.objects.filter(subject=SUBJECT).order_by("due_at", "pk").values_list("pk", flat=True)[:2]
    )
    begin_inspections(inspection_ids=[some, all_of_it], actor=actor, at=at)
    findings = [
        FindingDraft(pk, reason, pieces, uuid5(_PULLS, f"{pk}:{reason}"))
        for pk, reason, pieces in ((some, "D10", 3), (all_of_it, "D04", 9), (all_of_it, "D05", 4))
    ]
    record_findings(findings=findings, actor=actor, at=at)
    verdicts = [Verdict(some, "sorted"), Verdict(all_of_it, "failed", note="整批色差")]
    judge_inspections(verdicts=verdicts, actor=actor, at=at)
    defects = Defect.objects.filter(inspection_id=all_of_it, supplier__isnull=False).values_list("pk", flat=True)
    open_supplier_returns(drafts=[DisposalDraft(pk) for pk in defects], actor=actor, at=at)

"""Whatever inspectors and leads do, in whatever order: no piece is lost or made, and none comes back for sale."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.models import Availability, Balance, Move
from zhanggui.inventory.proof import PROOFS as STOCK_PROOFS
from zhanggui.parties.testing import make_suppliers
from zhanggui.quality.flows.approve_disposals import approve_disposals
from zhanggui.quality.flows.ask_special_acceptance import ask_special_acceptance
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.decide_special_acceptance import decide_special_acceptance
from zhanggui.quality.flows.hand_over_returns import hand_over_returns
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.open_supplier_returns import open_supplier_returns
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.refuse_disposals import refuse_disposals
from zhanggui.quality.flows.rework_defects import rework_defects
from zhanggui.quality.flows.scrap_defects import scrap_defects
from zhanggui.quality.flows.void_supplier_returns import void_supplier_returns
from zhanggui.quality.models import Defect, Disposal, Inspection, SupplierReturn
from zhanggui.quality.proof import PROOFS
from zhanggui.quality.rules.disposing import DisposalDraft
from zhanggui.quality.rules.findings import FindingDraft
from zhanggui.quality.testing import AT, INSPECTOR, LEAD, REASON, make_inspections, make_quality_warehouse

BY: dict[str, Any] = {"actor": INSPECTOR, "at": AT}
BY_LEAD: dict[str, Any] = {"actor": LEAD, "at": AT}
KINDS = (
    "begin", "find", "passed", "failed", "sorted", "ask", "decide", "rework", "scrap", "approve", "refuse", "return",
    "hand over", "void",
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 4)), min_size=4, max_size=20)


def step(kind: str, pieces: int) -> None:
    lots = list(Inspection.objects.values_list("pk", flat=True))
    drafts = [DisposalDraft(pk, pieces) for pk in Defect.objects.values_list("pk", flat=True)]
    asked = list(Disposal.objects.values_list("pk", flat=True))
    slips = list(SupplierReturn.objects.values_list("pk", flat=True))
    match kind:
        case "begin":
            begin_inspections(inspection_ids=lots, **BY)
        case "find":
            record_findings(findings=[FindingDraft(pk, REASON, pieces, uuid4()) for pk in lots], **BY)
        case "passed" | "failed" | "sorted":
            judge_inspections(verdicts=[Verdict(pk, kind) for pk in lots], **BY)
        case "ask":
            ask_special_acceptance(inspection_ids=lots, reason="drawn", **BY)
        case "decide":
            decide_special_acceptance(inspection_ids=lots, is_accepted=pieces > 2, **BY_LEAD)
        case "rework":
            rework_defects(drafts=drafts, **BY)
        case "scrap":
            scrap_defects(drafts=drafts, **BY)
        case "approve":
            approve_disposals(disposal_ids=asked, **BY_LEAD)
        case "refuse":
            refuse_disposals(disposal_ids=asked, reason="drawn", **BY_LEAD)
        case "return":
            open_supplier_returns(drafts=drafts, **BY)
        case "hand over":
            hand_over_returns(return_ids=slips, carrier="DB", waybill="1", **BY)
        case "void":
            void_supplier_returns(return_ids=slips, **BY)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=steps)
def test_no_piece_is_lost_and_none_comes_back_for_sale(drawn):
    with transaction.atomic():
        warehouse, skus = make_quality_warehouse(), make_skus(2, cost=Decimal(60))
        (supplier,) = make_suppliers()
        make_inspections(warehouse, [sku.pk for sku in skus], supplier_id=supplier.pk)
        for kind, pieces in drawn:
            step(kind, pieces)
        inside = Balance.objects.filter(sku__in=skus).aggregate(all=Sum("on_hand"))["all"] or 0
        gone = Move.objects.filter(sku__in=skus, cause__in=["scrap_defects", "return_defects"])
        assert inside + (gone.aggregate(all=Sum("quantity"))["all"] or 0) == 20
        assert not Availability.objects.filter(sku__in=skus, sellable__gt=0).exists()
        assert [wrong for proof in (*PROOFS, *STOCK_PROOFS) for wrong in proof()] == []
        transaction.set_rollback(True)

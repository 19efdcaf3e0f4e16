"""What becomes of defective goods, and that none of it brings them back to the shelves."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.world import broken_promises

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.models import Balance, InspectionMark, Location, Move
from zhanggui.inventory.rules.sums import NotEnoughOnHand, Posting
from zhanggui.inventory.rules.ways import NotGoodEnough
from zhanggui.inventory.testing import make_stock, place_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.models import SupplierEvent
from zhanggui.parties.testing import make_suppliers
from zhanggui.quality.claiming import NewClaim
from zhanggui.quality.flows.agree_supplier_claims import agree_supplier_claims
from zhanggui.quality.flows.approve_disposals import approve_disposals
from zhanggui.quality.flows.drop_supplier_claims import drop_supplier_claims
from zhanggui.quality.flows.hand_over_returns import hand_over_returns
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.open_supplier_claims import open_supplier_claims
from zhanggui.quality.flows.open_supplier_returns import open_supplier_returns
from zhanggui.quality.flows.refuse_disposals import refuse_disposals
from zhanggui.quality.flows.rework_defects import rework_defects
from zhanggui.quality.flows.scrap_defects import scrap_defects
from zhanggui.quality.flows.set_aside_defects import set_aside_defects
from zhanggui.quality.flows.set_quality_numbers import set_quality_numbers
from zhanggui.quality.flows.settle_supplier_claims import settle_supplier_claims
from zhanggui.quality.flows.void_supplier_returns import void_supplier_returns
from zhanggui.quality.jobs import mark_failed_lots, measure_suppliers
from zhanggui.quality.models import Defect, Disposal, Inspection, SupplierClaim, SupplierReturn
from zhanggui.quality.rules.aside import AllDocumented, AsideDraft, WaitsForInspector
from zhanggui.quality.rules.claims import ClaimedAlready, ClaimOver, ClaimUnsound
from zhanggui.quality.rules.disposing import (
    AskerApproves,
    DefectGone,
    DisposalDecided,
    DisposalDraft,
    NobodyToReturnTo,
    NoWaybillText,
    ReturnOver,
)
from zhanggui.quality.rules.numbers import NumbersUnsound
from zhanggui.quality.testing import (
    AT,
    INSPECTOR,
    LEAD,
    REASON,
    find_defects,
    make_defects,
    make_inspections,
    make_quality_warehouse,
)

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": INSPECTOR, "at": AT}


def lying(place: str, sku_id: int) -> int:
    return sum(Balance.objects.filter(location__code=place, sku_id=sku_id).values_list("on_hand", flat=True))


def aside(place_id: int, sku_id: int, quantity: int) -> AsideDraft:
    return AsideDraft(place_id, sku_id, quantity, REASON, uuid4())


def test_a_rejected_piece_never_becomes_sellable_whichever_door_is_tried():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    make_defects(warehouse, [sku.pk])
    defect = place_of(warehouse, "DEFECT")
    for place in ("P-01", "S-01", "RECEIVE", "PACK"):
        with pytest.raises(NotGoodEnough):
            post_moves(cause="shift", moves=[Posting(1, sku.pk, defect, place_of(warehouse, place), 1)], **BY)
        moves = [Posting(2, sku.pk, defect, place_of(warehouse, place), 1)]
        with pytest.raises(NotGoodEnough):
            post_moves(cause="shift", moves=moves, is_released=True, **BY)
    parts = place_of(warehouse, "PARTS")
    post_moves(cause="shift", moves=[Posting(3, sku.pk, defect, parts, 1)], **BY)
    with pytest.raises(NotGoodEnough):
        post_moves(cause="shift", moves=[Posting(4, sku.pk, parts, place_of(warehouse, "P-01"), 1)], **BY)
    assert lying("P-01", sku.pk) == 0


def test_reworked_goods_are_inspected_again_before_they_are_free():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (pk,) = make_defects(warehouse, [sku.pk])
    assert rework_defects(drafts=[DisposalDraft(pk, 4)], **BY).done == [pk]
    assert Defect.objects.get().left == 6
    again = Inspection.objects.get(subject="disposal")
    assert (again.quantity, again.state, lying("QUARANTINE", sku.pk)) == (4, "waiting", 4)
    find_defects([again.pk], 0)
    judge_inspections(verdicts=[Verdict(again.pk, "passed")], **BY)
    assert (lying("RECEIVE", sku.pk), lying("DEFECT", sku.pk)) == (4, 6)
    assert broken_promises() == []


def test_cheap_scrap_leaves_at_once_and_dear_scrap_with_a_second_person():
    warehouse, (cheap,) = make_quality_warehouse(), make_skus(cost=Decimal(1))
    (dear,) = make_skus(cost=Decimal(100))
    first, second = make_defects(warehouse, [cheap.pk, dear.pk])
    scrap_defects(drafts=[DisposalDraft(first)], **BY)
    assert lying("DEFECT", cheap.pk) == 0
    scrap_defects(drafts=[DisposalDraft(second, 4)], **BY)
    assert lying("DEFECT", dear.pk) == 6
    scrap_defects(drafts=[DisposalDraft(second, 1)], **BY)  # in slices it is as dear as at once
    asked = Disposal.objects.get(state="asked")
    assert (asked.quantity, asked.worth, Defect.objects.get(pk=second).left) == (1, Decimal(100), 5)
    assert lying("DEFECT", dear.pk) == 6
    assert approve_disposals(disposal_ids=[asked.pk], **BY).refused == {asked.pk: AskerApproves()}
    for _ in range(2):
        outcome = approve_disposals(disposal_ids=[asked.pk], actor=LEAD, at=AT)
    assert outcome.refused == {asked.pk: DisposalDecided()}
    assert lying("DEFECT", dear.pk) == 5
    assert broken_promises() == []


def test_scrap_that_is_refused_is_to_be_decided_on_again():
    warehouse, (sku,) = make_quality_warehouse(), make_skus(cost=Decimal(100))
    (pk,) = make_defects(warehouse, [sku.pk])
    scrap_defects(drafts=[DisposalDraft(pk, 7)], **BY)
    assert scrap_defects(drafts=[DisposalDraft(pk, 4)], **BY).refused == {pk: DefectGone(left=3, quantity=4)}
    asked = Disposal.objects.get()
    for _ in range(2):
        outcome = refuse_disposals(disposal_ids=[asked.pk], reason="repair it", actor=LEAD, at=AT)
    assert outcome.refused == {asked.pk: DisposalDecided()}
    assert (Defect.objects.get().left, lying("DEFECT", sku.pk)) == (10, 10)


def test_the_company_says_from_which_worth_on_a_second_person_approves():
    warehouse, (sku,) = make_quality_warehouse(), make_skus(cost=Decimal(1))
    (pk,) = make_defects(warehouse, [sku.pk])
    numbers: dict[str, Any] = {"spot_percent": 50, "spot_most": 10, "spot_pieces": 5}
    with pytest.raises(NumbersUnsound):
        set_quality_numbers(scrap_limit=Decimal(-1), **numbers, **BY)
    for _ in range(2):
        set_quality_numbers(scrap_limit=Decimal(2), **numbers, **BY)
    scrap_defects(drafts=[DisposalDraft(pk, 2)], **BY)
    assert Disposal.objects.get().state == "asked"


def test_goods_go_back_to_their_supplier_on_one_slip_and_are_deducted():
    warehouse, skus = make_quality_warehouse(), make_skus(2, cost=Decimal("2.5"))
    (supplier,) = make_suppliers()
    ids = make_defects(warehouse, [sku.pk for sku in skus], supplier_id=supplier.pk)
    assert open_supplier_returns(drafts=[DisposalDraft(pk) for pk in ids], **BY).done == ids
    slip = SupplierReturn.objects.get()
    assert (slip.pieces, slip.state, lying("DEFECT", skus[0].pk)) == (20, "open", 10)
    assert scrap_defects(drafts=[DisposalDraft(ids[0])], **BY).refused == {ids[0]: DefectGone(left=0, quantity=0)}
    asked = {"return_ids": [slip.pk], "carrier": "德邦", **BY}
    assert hand_over_returns(**asked, waybill=" ").refused == {slip.pk: NoWaybillText()}
    assert hand_over_returns(**asked, waybill="DPK1").done == [slip.pk]
    assert hand_over_returns(**asked, waybill="DPK1").refused == {slip.pk: ReturnOver(number=slip.number)}
    assert lying("DEFECT", skus[0].pk) == 0
    assert Move.objects.filter(cause="return_defects", target__kind="supplier").count() == 2
    claim = SupplierClaim.objects.get()
    assert (claim.amount, claim.kind, claim.state, claim.paper) == (Decimal(50), "deduction", "open", slip.number)
    assert broken_promises() == []


def test_a_slip_that_is_withdrawn_gives_its_goods_back():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (supplier,) = make_suppliers()
    (pk,) = make_defects(warehouse, [sku.pk])
    assert open_supplier_returns(drafts=[DisposalDraft(pk)], **BY).refused == {pk: NobodyToReturnTo(sku=sku.code)}
    open_supplier_returns(drafts=[DisposalDraft(pk)], supplier_id=supplier.pk, **BY)
    slip = SupplierReturn.objects.get()
    assert void_supplier_returns(return_ids=[slip.pk], **BY).done == [slip.pk]
    assert void_supplier_returns(return_ids=[slip.pk], **BY).refused == {slip.pk: ReturnOver(number=slip.number)}
    assert Defect.objects.get().left == 10
    assert broken_promises() == []


def test_a_claim_is_opened_once_and_ends_once():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (supplier,) = make_suppliers()
    (pk,) = make_defects(warehouse, [sku.pk], supplier_id=supplier.pk)
    claim = NewClaim(supplier.pk, "claim", Decimal("88.80"), "defect", pk, "QC1", "整批返工费")
    key = f"defect:{pk}:claim"
    assert open_supplier_claims(claims=[claim._replace(amount=Decimal(0))], **BY).refused == {key: ClaimUnsound()}
    assert open_supplier_claims(claims=[claim], **BY).done == [key]
    assert open_supplier_claims(claims=[claim], **BY).refused == {key: ClaimedAlready(paper="QC1")}
    strange = claim._replace(subject_id=pk + 1)
    assert open_supplier_claims(claims=[strange], **BY).refused == {
        f"defect:{pk + 1}:claim": NotFound(what="document", key=pk + 1)
    }
    row = SupplierClaim.objects.get()
    assert agree_supplier_claims(claim_ids=[row.pk], **BY).done == [row.pk]
    assert settle_supplier_claims(claim_ids=[row.pk], **BY).done == [row.pk]
    over = {row.pk: ClaimOver(number=row.number)}
    assert drop_supplier_claims(claim_ids=[row.pk], reason="no", **BY).refused == over
    assert agree_supplier_claims(claim_ids=[row.pk], **BY).refused == over


def test_goods_are_set_aside_from_a_shelf_once():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    make_stock(warehouse, {sku.pk: 5})
    draft = aside(place_of(warehouse, "P-01"), sku.pk, 2)
    for _ in range(2):
        assert set_aside_defects(drafts=[draft], **BY).refused == {}
    assert (lying("P-01", sku.pk), lying("DEFECT", sku.pk), Defect.objects.get().left) == (3, 2, 2)
    with pytest.raises(NotEnoughOnHand):
        set_aside_defects(drafts=[aside(place_of(warehouse, "P-01"), sku.pk, 4)], **BY)
    waits = aside(place_of(warehouse, "QUARANTINE"), sku.pk, 1)
    refused = set_aside_defects(drafts=[waits], **BY).refused
    assert refused == {str(waits.client_id): WaitsForInspector(place="QUARANTINE")}
    assert broken_promises() == []


def test_what_lies_there_without_a_document_gets_one_but_no_more():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    make_stock(warehouse, {sku.pk: 5}, place="DEFECT")
    zone = place_of(warehouse, "DEFECT")
    first, second = aside(zone, sku.pk, 3), aside(zone, sku.pk, 3)
    refused = set_aside_defects(drafts=[first, second], **BY).refused
    assert refused == {str(second.client_id): AllDocumented(sku=sku.code, place="DEFECT", quantity=3, free=2)}
    scrap_defects(drafts=[DisposalDraft(Defect.objects.get().pk)], **BY)
    assert set_aside_defects(drafts=[second._replace(quantity=2)], **BY).refused == {}
    assert broken_promises() == []


def test_a_lot_that_failed_measures_its_supplier_and_marks_its_like():
    warehouse, (sku,) = make_quality_warehouse(), make_skus(tracking="lot")
    (supplier,) = make_suppliers()
    make_stock(warehouse, {sku.pk: 5}, lot="L1")
    make_stock(warehouse, {sku.pk: 5}, lot="L2")
    ids = make_inspections(warehouse, [sku.pk], lot="L1", supplier_id=supplier.pk, quantity=8)
    find_defects(ids, 3)
    judge_inspections(verdicts=[Verdict(ids[0], "failed")], **BY)
    for _ in range(2):
        measure_suppliers(ids)
        mark_failed_lots(ids)
    assert SupplierEvent.objects.values_list("kind", "value", "cause").get() == (
        "defect_share", Decimal("0.75"), f"inspection:{ids[0]}",
    )  # fmt: skip
    assert InspectionMark.objects.values_list("lot", "state").get() == ("L1", "pending")


def test_defects_of_other_warehouses_do_not_exist():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (pk,) = make_defects(warehouse, [sku.pk])
    stranger: dict[str, Any] = {"actor": Actor("stranger", warehouse_ids=frozenset()), "at": AT}
    for flow in (rework_defects, scrap_defects, open_supplier_returns):
        assert flow(drafts=[DisposalDraft(pk)], **stranger).refused == {pk: NotFound(what="defect", key=pk)}
    place = Location.objects.get(warehouse=warehouse, code="DEFECT").pk
    draft = aside(place, sku.pk, 1)
    refused = set_aside_defects(drafts=[draft], **stranger).refused
    assert refused == {str(draft.client_id): NotFound(what="Location", key=place)}

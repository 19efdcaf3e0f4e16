"""From the list of what is not inspected to the two places where goods go."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.world import broken_promises

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.models import Availability, Balance
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.rules.ways import InspectionStillOpen
from zhanggui.inventory.testing import place_of
from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.kernel.pictures import NoPicture
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.testing import make_suppliers
from zhanggui.quality.flows.add_inspection_photos import Photo, TooManyPictures, add_inspection_photos
from zhanggui.quality.flows.ask_special_acceptance import ask_special_acceptance
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.decide_special_acceptance import InspectorDecides, decide_special_acceptance
from zhanggui.quality.flows.hand_back_inspections import hand_back_inspections
from zhanggui.quality.flows.judge_inspections import ResultUnknown, Verdict, judge_inspections
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.request_inspections import request_inspections
from zhanggui.quality.flows.set_defect_reasons import set_defect_reasons
from zhanggui.quality.flows.set_sampling_plans import PlanDraft, set_sampling_plans
from zhanggui.quality.flows.undo_findings import undo_findings
from zhanggui.quality.flows.withdraw_inspections import withdraw_inspections
from zhanggui.quality.models import Defect, DefectReason, Finding, Inspection, InspectionPhoto
from zhanggui.quality.queries import pairs_to_inspect
from zhanggui.quality.rules.findings import FindingDraft, MoreThanThere, NoFinding, ReasonUnknown
from zhanggui.quality.rules.holding import InspectionNotBegun, InspectionOver, InspectionTaken
from zhanggui.quality.rules.judging import NothingFound, TooManyDefects
from zhanggui.quality.rules.reasons import ReasonDraft
from zhanggui.quality.rules.requests import Arrival, GoodsOnSale, NotLyingThere
from zhanggui.quality.testing import (
    AT,
    INSPECTOR,
    LEAD,
    REASON,
    arrive,
    find_defects,
    make_inspections,
    make_quality_warehouse,
    picture,
)

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": INSPECTOR, "at": AT}


def lying(place: str, sku_id: int) -> int:
    return sum(Balance.objects.filter(location__code=place, sku_id=sku_id).values_list("on_hand", flat=True))


def test_what_arrived_waits_with_its_sample_and_is_due_the_same_day():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    arrivals = arrive(warehouse, [sku.pk], quantity=7)
    for _ in range(2):
        assert request_inspections(arrivals=arrivals, **BY).refused == {}
    inspection = Inspection.objects.get()
    assert (inspection.sample, inspection.accept, inspection.state) == (4, 0, "waiting")
    assert inspection.due_at == AT + timedelta(hours=9)


def test_no_piece_is_on_the_list_twice_and_nothing_that_is_on_sale():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (arrival,) = arrive(warehouse, [sku.pk], quantity=7)
    more = arrival._replace(subject_id=999, quantity=1)
    refused = request_inspections(arrivals=[arrival, more], **BY).refused
    assert refused == {("test", 999): NotLyingThere(sku=sku.code, place="QUARANTINE", quantity=1, free=0)}
    on_shelf = Arrival("test", 998, place_of(warehouse, "P-01"), sku.pk, 1, AT)
    assert request_inspections(arrivals=[on_shelf], **BY).refused == {("test", 998): GoodsOnSale(place="P-01")}


def test_the_plan_of_the_sku_sizes_the_sample():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    set_sampling_plans(plans=[PlanDraft("aql", Decimal("2.5"), sku_id=sku.pk)], **BY)
    make_inspections(warehouse, [sku.pk], quantity=2000)
    assert Inspection.objects.values_list("sample", "accept", "method").get() == (125, 7, "aql")


def test_what_waits_cannot_be_put_away():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    make_inspections(warehouse, [sku.pk])
    here = place_of(warehouse, "QUARANTINE")
    for place in ("P-01", "S-01", "RECEIVE", "PACK"):
        with pytest.raises(InspectionStillOpen):
            post_moves(cause="shift", moves=[Posting(1, sku.pk, here, place_of(warehouse, place), 1)], **BY)


def test_a_lot_that_passes_is_free_to_be_put_away_but_for_what_was_found():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    set_sampling_plans(plans=[PlanDraft("aql", Decimal("6.5"), sku_id=sku.pk)], **BY)
    ids = make_inspections(warehouse, [sku.pk], quantity=30)
    find_defects(ids, 1)
    for _ in range(2):
        outcome = judge_inspections(verdicts=[Verdict(ids[0], "passed")], **BY)
    assert outcome.refused == {ids[0]: InspectionOver(number=Inspection.objects.get().number)}
    assert (lying("RECEIVE", sku.pk), lying("DEFECT", sku.pk), lying("QUARANTINE", sku.pk)) == (29, 1, 0)
    defect = Defect.objects.get()
    assert (defect.left, defect.reason and defect.reason.code) == (1, REASON)
    assert Availability.objects.filter(sku=sku, sellable__gt=0).count() == 0
    assert broken_promises() == []


def test_a_lot_with_too_many_defects_fails_or_is_sorted():
    warehouse, skus = make_quality_warehouse(), [sku.pk for sku in make_skus(2)]
    bad, some = make_inspections(warehouse, skus)
    find_defects([bad, some], 2)
    number = Inspection.objects.get(pk=bad).number
    refused = judge_inspections(verdicts=[Verdict(bad, "passed")], **BY).refused
    assert refused == {bad: TooManyDefects(number=number, defective=2, accept=0)}
    assert judge_inspections(verdicts=[Verdict(bad, "failed"), Verdict(some, "sorted")], **BY).done == [bad, some]
    assert [lying("DEFECT", sku) for sku in skus] == [10, 2]
    assert [lying("RECEIVE", sku) for sku in skus] == [0, 8]
    assert sorted(Defect.objects.filter(inspection_id=bad).values_list("quantity", "reason__code")) == [
        (2, REASON),
        (8, None),
    ]


def test_a_lot_without_a_defect_does_not_fail():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    ids = make_inspections(warehouse, [sku.pk])
    find_defects(ids, 0)
    number = Inspection.objects.get().number
    assert judge_inspections(verdicts=[Verdict(ids[0], "failed")], **BY).refused == {
        ids[0]: NothingFound(number=number)
    }
    assert judge_inspections(verdicts=[Verdict(ids[0], "lovely")], **BY).refused == {
        ids[0]: ResultUnknown(result="lovely")
    }


def test_an_inspection_is_in_one_hand():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    ids = make_inspections(warehouse, [sku.pk])
    number = Inspection.objects.get().number
    other = system_actor("other")
    begin_inspections(inspection_ids=ids, **BY)
    taken = InspectionTaken(number=number, inspector="inspector")
    assert begin_inspections(inspection_ids=ids, actor=other, at=AT).refused == {ids[0]: taken}
    assert judge_inspections(verdicts=[Verdict(ids[0], "passed")], actor=other, at=AT).refused == {ids[0]: taken}
    plain = Actor("plain")
    assert hand_back_inspections(inspection_ids=ids, actor=plain, at=AT).refused == {ids[0]: taken}
    assert hand_back_inspections(inspection_ids=ids, actor=LEAD, at=AT).done == ids
    refused = judge_inspections(verdicts=[Verdict(ids[0], "passed")], **BY).refused
    assert refused == {ids[0]: InspectionNotBegun(number=number)}
    assert begin_inspections(inspection_ids=ids, actor=other, at=AT).done == ids


def test_a_finding_counts_once_and_can_be_taken_back():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (pk,) = make_inspections(warehouse, [sku.pk], quantity=3)
    find_defects([pk], 0)
    finding = FindingDraft(pk, REASON, 2, uuid4())
    for _ in range(2):
        record_findings(findings=[finding], **BY)
    assert Inspection.objects.get().defective == 2
    strange, many = FindingDraft(pk, "D404", 1, uuid4()), FindingDraft(pk, REASON, 2, uuid4())
    refused = record_findings(findings=[strange, many], **BY).refused
    assert refused[str(strange.client_id)] == ReasonUnknown(reason="D404")
    assert isinstance(refused[str(many.client_id)], MoreThanThere)
    assert undo_findings(inspection_ids=[pk], **BY).done == [pk]
    assert Inspection.objects.get().defective == 0
    assert Finding.objects.filter(undone_at__isnull=False).count() == 1
    assert isinstance(undo_findings(inspection_ids=[pk], **BY).refused[pk], NoFinding)


@pytest.mark.parametrize(("is_accepted", "state", "free"), [(True, "accepted", 8), (False, "failed", 0)])
def test_the_lead_decides_on_special_acceptance(is_accepted, state, free):
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    ids = make_inspections(warehouse, [sku.pk])
    find_defects(ids, 2)
    assert ask_special_acceptance(inspection_ids=ids, reason="客户急用", **BY).done == ids
    asked = {"inspection_ids": ids, "is_accepted": is_accepted, "at": AT}
    number = Inspection.objects.get().number
    assert decide_special_acceptance(**asked, actor=INSPECTOR).refused == {ids[0]: InspectorDecides(number=number)}
    assert decide_special_acceptance(**asked, actor=LEAD).done == ids
    assert Inspection.objects.get().state == state
    assert (lying("RECEIVE", sku.pk), lying("DEFECT", sku.pk)) == (free, 10 - free)
    assert broken_promises() == []


def test_an_inspection_is_withdrawn_before_it_is_decided():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    ids = make_inspections(warehouse, [sku.pk])
    assert withdraw_inspections(inspection_ids=ids, **BY).done == ids
    assert Inspection.objects.get().state == "void"
    assert isinstance(withdraw_inspections(inspection_ids=ids, **BY).refused[ids[0]], InspectionOver)


def test_inspections_of_other_warehouses_do_not_exist():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    ids = make_inspections(warehouse, [sku.pk])
    stranger = Actor("stranger", warehouse_ids=frozenset())
    for flow in (begin_inspections, hand_back_inspections, undo_findings, withdraw_inspections):
        assert flow(inspection_ids=ids, actor=stranger, at=AT).refused == {
            ids[0]: NotFound(what="inspection", key=ids[0])
        }


def test_reasons_are_called_and_used_as_the_company_says():
    make_quality_warehouse()
    drafts = [ReasonDraft("X1", "线头", "Loose thread", "minor"), ReasonDraft("X 2", "?"), ReasonDraft("X3", "", "")]
    assert list(set_defect_reasons(reasons=drafts, **BY).refused) == ["X 2", "X3"]
    set_defect_reasons(reasons=[drafts[0]._replace(is_used=False)], **BY)
    assert DefectReason.objects.values_list("name", "severity", "is_used").get(code="X1") == ("线头", "minor", False)


def test_pictures_are_kept_small_and_not_without_end():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (pk,) = make_inspections(warehouse, [sku.pk])
    assert add_inspection_photos(photos=[Photo(pk, b"no picture")], **BY).refused == {pk: NoPicture()}
    assert add_inspection_photos(photos=[Photo(pk, picture())] * 11, **BY).refused == {pk: TooManyPictures(most=10)}
    assert InspectionPhoto.objects.count() == 10
    assert b"JFIF" not in bytes(InspectionPhoto.objects.values_list("sealed", flat=True)[0])


def test_goods_free_of_inspection_do_not_go_to_the_inspector():
    one, other = make_skus(2)
    (supplier,) = make_suppliers()
    plans = [
        PlanDraft("none", Decimal(99_999_999), sku_id=one.pk),
        PlanDraft("all", sku_id=one.pk, supplier_id=supplier.pk),
    ]
    assert set_sampling_plans(plans=plans, **BY).refused == {}
    pairs = {(one.pk, None), (one.pk, supplier.pk), (other.pk, supplier.pk)}
    assert pairs_to_inspect(pairs) == pairs - {(one.pk, None)}

"""How to call each flow over inspections on a set of any size."""

from decimal import Decimal
from uuid import uuid4

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, place_of
from zhanggui.parties.testing import make_suppliers
from zhanggui.people.models import Warehouse
from zhanggui.quality.claiming import NewClaim
from zhanggui.quality.flows.add_inspection_photos import Photo, add_inspection_photos
from zhanggui.quality.flows.agree_supplier_claims import agree_supplier_claims
from zhanggui.quality.flows.answer_spot_checks import answer_spot_checks
from zhanggui.quality.flows.approve_disposals import approve_disposals
from zhanggui.quality.flows.ask_special_acceptance import ask_special_acceptance
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.decide_special_acceptance import decide_special_acceptance
from zhanggui.quality.flows.drop_supplier_claims import drop_supplier_claims
from zhanggui.quality.flows.hand_back_inspections import hand_back_inspections
from zhanggui.quality.flows.hand_over_returns import hand_over_returns
from zhanggui.quality.flows.issue_parts import issue_parts
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.measure_pieces import measure_pieces
from zhanggui.quality.flows.open_supplier_claims import open_supplier_claims
from zhanggui.quality.flows.open_supplier_returns import open_supplier_returns
from zhanggui.quality.flows.plan_spot_checks import plan_spot_checks
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.refuse_disposals import refuse_disposals
from zhanggui.quality.flows.request_inspections import request_inspections
from zhanggui.quality.flows.rework_defects import rework_defects
from zhanggui.quality.flows.scrap_defects import scrap_defects
from zhanggui.quality.flows.set_aside_defects import set_aside_defects
from zhanggui.quality.flows.set_defect_reasons import set_defect_reasons
from zhanggui.quality.flows.set_quality_numbers import set_quality_numbers
from zhanggui.quality.flows.set_sampling_plans import PlanDraft, set_sampling_plans
from zhanggui.quality.flows.settle_supplier_claims import settle_supplier_claims
from zhanggui.quality.flows.take_parts import take_parts
from zhanggui.quality.flows.undo_findings import undo_findings
from zhanggui.quality.flows.void_supplier_returns import void_supplier_returns
from zhanggui.quality.flows.withdraw_inspections import withdraw_inspections
from zhanggui.quality.models import Defect, Disposal, SpotCheck, SupplierClaim, SupplierReturn
from zhanggui.quality.rules.aside import AsideDraft
from zhanggui.quality.rules.disposing import DisposalDraft
from zhanggui.quality.rules.findings import FindingDraft, MeasureDraft
from zhanggui.quality.rules.parts import IssueDraft, PartsDraft
from zhanggui.quality.rules.reasons import ReasonDraft
from zhanggui.quality.rules.spots import SpotAnswer
from zhanggui.quality.testing import (
    AT,
    INSPECTOR,
    LEAD,
    REASON,
    arrive,
    find_defects,
    make_defects,
    make_inspections,
    picture,
)
from zhanggui.quality.testing import make_quality_warehouse as make_warehouse


def skus(n: int) -> list[int]:
    return [sku.pk for sku in make_skus(n)]


def waiting(n: int) -> list[int]:
    return make_inspections(make_warehouse(), skus(n))


def begun(n: int, pieces: int = 2) -> list[int]:
    ids = waiting(n)
    find_defects(ids, pieces)
    return ids


def asked(n: int) -> list[int]:
    ids = begun(n)
    ask_special_acceptance(inspection_ids=ids, reason="urgent", actor=INSPECTOR, at=AT)
    return ids


def requesting(world: World, n: int) -> Call:
    arrivals = arrive(make_warehouse(), skus(n))
    return lambda: request_inspections(arrivals=arrivals, **BY)


def beginning(world: World, n: int) -> Call:
    ids = waiting(n)
    return lambda: begin_inspections(inspection_ids=ids, **BY)


def handing_back(world: World, n: int) -> Call:
    ids = begun(n)
    return lambda: hand_back_inspections(inspection_ids=ids, **BY)


def finding(world: World, n: int) -> Call:
    drafts = [FindingDraft(pk, REASON, 1, uuid4()) for pk in begun(n, 0)]
    return lambda: record_findings(findings=drafts, actor=INSPECTOR, at=AT)


def undoing(world: World, n: int) -> Call:
    ids = begun(n)
    return lambda: undo_findings(inspection_ids=ids, actor=INSPECTOR, at=AT)


def judging(world: World, n: int) -> Call:
    verdicts = [Verdict(pk, "sorted") for pk in begun(n)]
    return lambda: judge_inspections(verdicts=verdicts, actor=INSPECTOR, at=AT)


def asking(world: World, n: int) -> Call:
    ids = begun(n)
    return lambda: ask_special_acceptance(inspection_ids=ids, reason="urgent", actor=INSPECTOR, at=AT)


def deciding(world: World, n: int) -> Call:
    ids = asked(n)
    return lambda: decide_special_acceptance(inspection_ids=ids, is_accepted=True, actor=LEAD, at=AT)


def withdrawing(world: World, n: int) -> Call:
    ids = waiting(n)
    return lambda: withdraw_inspections(inspection_ids=ids, **BY)


def planning(world: World, n: int) -> Call:
    plans = [PlanDraft("percent", Decimal(20), sku_id=pk) for pk in skus(n)]
    return lambda: set_sampling_plans(plans=plans, **BY)


def naming(world: World, n: int) -> Call:
    reasons = [ReasonDraft(f"X{number}", "破损") for number in range(n)]
    return lambda: set_defect_reasons(reasons=reasons, **BY)


def defective(n: int, *, cost: int = 1, owned: bool = False) -> list[int]:
    """So many defects of ten pieces each, worth so much a piece."""
    supplier_id = make_suppliers()[0].pk if owned else None
    sku_ids = [sku.pk for sku in make_skus(n, cost=Decimal(cost))]
    return make_defects(make_warehouse(), sku_ids, supplier_id=supplier_id)


def drafts(ids: list[int]) -> list[DisposalDraft]:
    return [DisposalDraft(pk, 1) for pk in ids]


def reworking(world: World, n: int) -> Call:
    given = drafts(defective(n))
    return lambda: rework_defects(drafts=given, **BY)


def scrapping(world: World, n: int) -> Call:
    given = drafts(defective(n))
    return lambda: scrap_defects(drafts=given, **BY)


def asked_scrap(n: int) -> list[int]:
    ids = defective(n, cost=1000)
    scrap_defects(drafts=drafts(ids), actor=INSPECTOR, at=AT)
    return list(Disposal.objects.filter(defect_id__in=ids).values_list("pk", flat=True))


def approving(world: World, n: int) -> Call:
    ids = asked_scrap(n)
    return lambda: approve_disposals(disposal_ids=ids, actor=LEAD, at=AT)


def refusing(world: World, n: int) -> Call:
    ids = asked_scrap(n)
    return lambda: refuse_disposals(disposal_ids=ids, reason="no", actor=LEAD, at=AT)


def returning(world: World, n: int) -> Call:
    given = drafts(defective(n, owned=True))
    return lambda: open_supplier_returns(drafts=given, **BY)


def slips(n: int) -> list[int]:
    """One slip for each defect, because each has a supplier of its own."""
    warehouse = make_warehouse()
    ids = [make_defects(warehouse, [sku.pk], supplier_id=make_suppliers()[0].pk)[0] for sku in make_skus(n)]
    open_supplier_returns(drafts=drafts(ids), actor=INSPECTOR, at=AT)
    return list(SupplierReturn.objects.filter(warehouse=warehouse).order_by("pk").values_list("pk", flat=True))


def handing_over(world: World, n: int) -> Call:
    ids = slips(n)
    return lambda: hand_over_returns(return_ids=ids, carrier="DB", waybill="1", **BY)


def voiding(world: World, n: int) -> Call:
    ids = slips(n)
    return lambda: void_supplier_returns(return_ids=ids, **BY)


def new_claims(n: int) -> list[NewClaim]:
    ids = defective(n, owned=True)
    supplier_id = Defect.objects.get(pk=ids[0]).supplier_id or 0
    return [NewClaim(supplier_id, "claim", Decimal(9), "defect", pk, "", "why") for pk in ids]


def claiming(world: World, n: int) -> Call:
    claims = new_claims(n)
    return lambda: open_supplier_claims(claims=claims, **BY)


def claimed(n: int) -> list[int]:
    claims = new_claims(n)
    open_supplier_claims(claims=claims, actor=INSPECTOR, at=AT)
    rows = SupplierClaim.objects.filter(subject="defect", subject_id__in=[one.subject_id for one in claims])
    return list(rows.order_by("pk").values_list("pk", flat=True))


def agreeing(world: World, n: int) -> Call:
    ids = claimed(n)
    return lambda: agree_supplier_claims(claim_ids=ids, **BY)


def settling(world: World, n: int) -> Call:
    ids = claimed(n)
    return lambda: settle_supplier_claims(claim_ids=ids, **BY)


def dropping(world: World, n: int) -> Call:
    ids = claimed(n)
    return lambda: drop_supplier_claims(claim_ids=ids, reason="no", **BY)


def shelved(n: int) -> tuple[Warehouse, list[int]]:
    warehouse, sku_ids = make_warehouse(), skus(n)
    make_stock(warehouse, dict.fromkeys(sku_ids, 9))
    return warehouse, sku_ids


def setting_aside(world: World, n: int) -> Call:
    warehouse, sku_ids = shelved(n)
    place = place_of(warehouse, "P-01")
    given = [AsideDraft(place, sku_id, 1, REASON, uuid4()) for sku_id in sku_ids]
    return lambda: set_aside_defects(drafts=given, **BY)


def taking_parts(world: World, n: int) -> Call:
    given = [PartsDraft(pk, 1, ((part, 2),)) for pk, part in zip(defective(n), skus(n), strict=True)]
    return lambda: take_parts(drafts=given, **BY)


def issuing_parts(world: World, n: int) -> Call:
    warehouse, parts = make_warehouse(), skus(n)
    ids = make_defects(warehouse, skus(n))
    given = [PartsDraft(pk, 1, ((part, 2),)) for pk, part in zip(ids, parts, strict=True)]
    take_parts(drafts=given, actor=INSPECTOR, at=AT)
    issues = [IssueDraft(warehouse.pk, part, 1, uuid4(), "", "lost") for part in parts]
    return lambda: issue_parts(drafts=issues, **BY)


def planning_spots(world: World, n: int) -> Call:
    warehouses = [shelved(1)[0].pk for _ in range(n)]
    return lambda: plan_spot_checks(warehouse_ids=warehouses, **BY)


def answering_spots(world: World, n: int) -> Call:
    warehouse, _ = shelved(n)
    numbers = {"scrap_limit": Decimal(1), "spot_percent": 100, "spot_most": 100, "spot_pieces": 5}
    set_quality_numbers(**numbers, actor=INSPECTOR, at=AT)
    plan_spot_checks(warehouse_ids=[warehouse.pk], actor=INSPECTOR, at=AT)
    ids = SpotCheck.objects.filter(warehouse=warehouse).values_list("pk", flat=True)
    answers = [SpotAnswer(pk, 5, 1, REASON) for pk in ids]
    return lambda: answer_spot_checks(answers=answers, **BY)


def measuring(world: World, n: int) -> Call:
    drafts = [MeasureDraft(pk, uuid4(), 250) for pk in begun(n)]
    return lambda: measure_pieces(measures=drafts, actor=INSPECTOR, at=AT)


def picturing(world: World, n: int) -> Call:
    photos = [Photo(pk, picture()) for pk in waiting(n)]
    return lambda: add_inspection_photos(photos=photos, **BY)


MAKERS: Makers = {
    "measure_pieces": measuring,
    "add_inspection_photos": picturing,
    "rework_defects": reworking,
    "scrap_defects": scrapping,
    "approve_disposals": approving,
    "refuse_disposals": refusing,
    "open_supplier_returns": returning,
    "hand_over_returns": handing_over,
    "void_supplier_returns": voiding,
    "open_supplier_claims": claiming,
    "agree_supplier_claims": agreeing,
    "settle_supplier_claims": settling,
    "drop_supplier_claims": dropping,
    "set_aside_defects": setting_aside,
    "take_parts": taking_parts,
    "issue_parts": issuing_parts,
    "plan_spot_checks": planning_spots,
    "answer_spot_checks": answering_spots,
    "request_inspections": requesting,
    "begin_inspections": beginning,
    "hand_back_inspections": handing_back,
    "record_findings": finding,
    "undo_findings": undoing,
    "judge_inspections": judging,
    "ask_special_acceptance": asking,
    "decide_special_acceptance": deciding,
    "withdraw_inspections": withdrawing,
    "set_sampling_plans": planning,
    "set_defect_reasons": naming,
}

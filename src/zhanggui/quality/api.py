"""Quality in the public API."""

from base64 import b64decode
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import (
    Answered,
    Asked,
    Flag,
    Id,
    Ids,
    Moment,
    Quantity,
    UnitCost,
    flow_actor,
    flow_operation,
    run,
)
from zhanggui.kernel.clock import now
from zhanggui.kernel.pictures import NoPicture
from zhanggui.quality.api_defects import router as defects_router
from zhanggui.quality.flows.add_inspection_photos import Photo, add_inspection_photos
from zhanggui.quality.flows.ask_special_acceptance import ask_special_acceptance
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.decide_special_acceptance import decide_special_acceptance
from zhanggui.quality.flows.hand_back_inspections import hand_back_inspections
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.measure_pieces import measure_pieces
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.request_inspections import request_inspections
from zhanggui.quality.flows.set_defect_reasons import set_defect_reasons
from zhanggui.quality.flows.set_sampling_plans import PlanDraft, set_sampling_plans
from zhanggui.quality.flows.undo_findings import undo_findings
from zhanggui.quality.flows.withdraw_inspections import withdraw_inspections
from zhanggui.quality.rules.findings import FindingDraft, MeasureDraft
from zhanggui.quality.rules.reasons import ReasonDraft
from zhanggui.quality.rules.requests import Arrival
from zhanggui.quality.states import SampleMethod, Severity

router = Router(tags=["quality"])

Words = Annotated[str, Field(max_length=300)]
Reason = Annotated[str, Field(min_length=1, max_length=300)]
Code = Annotated[str, Field(min_length=1, max_length=16)]
Measured = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Lot = Annotated[str, Field(max_length=40)]


class InspectionIds(Asked):
    inspection_ids: Ids


class ArrivalIn(Asked):
    """Goods that lie where they wait for the inspector."""

    subject: Annotated[str, Field(min_length=1, max_length=32, description="What brought them.")]
    subject_id: Id
    location_id: Id
    sku_id: Id
    quantity: Quantity
    lot: Lot = ""
    supplier_id: Id | None = None
    paper: Annotated[str, Field(max_length=40)] = ""
    arrived_at: Moment | None = None


class RequestInspections(Asked):
    arrivals: Annotated[list[ArrivalIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, request_inspections)
def request_inspections_endpoint(request: HttpRequest, asked: RequestInspections) -> Answered:
    arrivals = [Arrival(**one.model_dump() | {"arrived_at": one.arrived_at or now()}) for one in asked.arrivals]
    return run(request_inspections, request, arrivals=arrivals)


@flow_operation(router, begin_inspections)
def begin_inspections_endpoint(request: HttpRequest, asked: InspectionIds) -> Answered:
    return run(begin_inspections, request, **asked.model_dump())


@flow_operation(router, hand_back_inspections)
def hand_back_inspections_endpoint(request: HttpRequest, asked: InspectionIds) -> Answered:
    return run(hand_back_inspections, request, **asked.model_dump())


class FindingIn(Asked):
    inspection_id: Id
    reason: Code
    pieces: Quantity = 1
    client_id: UUID
    note: Annotated[str, Field(max_length=200)] = ""


class RecordFindings(Asked):
    findings: Annotated[list[FindingIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, record_findings)
def record_findings_endpoint(request: HttpRequest, asked: RecordFindings) -> Answered:
    return run(record_findings, request, findings=[FindingDraft(**one.model_dump()) for one in asked.findings])


@flow_operation(router, undo_findings)
def undo_findings_endpoint(request: HttpRequest, asked: InspectionIds) -> Answered:
    return run(undo_findings, request, **asked.model_dump())


class VerdictIn(Asked):
    inspection_id: Id
    result: Literal["passed", "failed", "sorted"]
    checked: Annotated[Quantity | None, Field(description="Pieces looked at; without it, the sample.")] = None
    note: Words = ""


class JudgeInspections(Asked):
    verdicts: Annotated[list[VerdictIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, judge_inspections)
def judge_inspections_endpoint(request: HttpRequest, asked: JudgeInspections) -> Answered:
    return run(judge_inspections, request, verdicts=[Verdict(**one.model_dump()) for one in asked.verdicts])


class AskSpecialAcceptance(InspectionIds):
    reason: Reason


@flow_operation(router, ask_special_acceptance)
def ask_special_acceptance_endpoint(request: HttpRequest, asked: AskSpecialAcceptance) -> Answered:
    return run(ask_special_acceptance, request, **asked.model_dump())


class DecideSpecialAcceptance(InspectionIds):
    is_accepted: Flag
    note: Words = ""


@flow_operation(router, decide_special_acceptance)
def decide_special_acceptance_endpoint(request: HttpRequest, asked: DecideSpecialAcceptance) -> Answered:
    return run(decide_special_acceptance, request, **asked.model_dump())


@flow_operation(router, withdraw_inspections)
def withdraw_inspections_endpoint(request: HttpRequest, asked: InspectionIds) -> Answered:
    return run(withdraw_inspections, request, **asked.model_dump())


class PlanIn(Asked):
    """For a SKU, a supplier, both or (without either) the company."""

    method: SampleMethod
    value: UnitCost = Decimal(0)
    sku_id: Id | None = None
    supplier_id: Id | None = None


class SetSamplingPlans(Asked):
    plans: Annotated[list[PlanIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, set_sampling_plans)
def set_sampling_plans_endpoint(request: HttpRequest, asked: SetSamplingPlans) -> Answered:
    plans = [PlanDraft(**one.model_dump() | {"method": one.method.value}) for one in asked.plans]
    return run(set_sampling_plans, request, plans=plans)


class ReasonIn(Asked):
    code: Code
    name: Annotated[str, Field(min_length=1, max_length=60)]
    name_en: Annotated[str, Field(max_length=60)] = ""
    severity: Severity = Severity.MAJOR
    is_used: Flag = True


class SetDefectReasons(Asked):
    reasons: Annotated[list[ReasonIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, set_defect_reasons)
def set_defect_reasons_endpoint(request: HttpRequest, asked: SetDefectReasons) -> Answered:
    reasons = [ReasonDraft(**one.model_dump() | {"severity": one.severity.value}) for one in asked.reasons]
    return run(set_defect_reasons, request, reasons=reasons)


class MeasureIn(Asked):
    """What one piece weighs and measures; 0: not measured."""

    inspection_id: Id
    client_id: UUID
    weight_g: Measured = 0
    length_mm: Measured = 0
    width_mm: Measured = 0
    height_mm: Measured = 0


class MeasurePieces(Asked):
    measures: Annotated[list[MeasureIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, measure_pieces)
def measure_pieces_endpoint(request: HttpRequest, asked: MeasurePieces) -> Answered:
    return run(measure_pieces, request, measures=[MeasureDraft(**one.model_dump()) for one in asked.measures])


class PhotoIn(Asked):
    inspection_id: Id
    picture: Annotated[str, Field(max_length=12_000_000, description="JPEG, PNG or WebP in base64.")]


class AddInspectionPhotos(Asked):
    photos: Annotated[list[PhotoIn], Field(min_length=1, max_length=10)]


@flow_operation(router, add_inspection_photos)
def add_inspection_photos_endpoint(request: HttpRequest, asked: AddInspectionPhotos) -> Answered:
    flow_actor(request, add_inspection_photos.__name__)
    try:
        photos = [Photo(one.inspection_id, b64decode(one.picture, validate=True)) for one in asked.photos]
    except ValueError:
        raise NoPicture from None
    return run(add_inspection_photos, request, photos=photos)


router.add_router("", defects_router)

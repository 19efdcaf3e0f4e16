"""The defective zone, samples on shelves and spare parts in the public API."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Amount, Answered, Asked, Id, Ids, Quantity, flow_operation, run
from zhanggui.quality.claiming import NewClaim
from zhanggui.quality.flows.agree_supplier_claims import agree_supplier_claims
from zhanggui.quality.flows.answer_spot_checks import answer_spot_checks
from zhanggui.quality.flows.approve_disposals import approve_disposals
from zhanggui.quality.flows.drop_supplier_claims import drop_supplier_claims
from zhanggui.quality.flows.hand_over_returns import hand_over_returns
from zhanggui.quality.flows.issue_parts import issue_parts
from zhanggui.quality.flows.open_supplier_claims import open_supplier_claims
from zhanggui.quality.flows.open_supplier_returns import open_supplier_returns
from zhanggui.quality.flows.plan_spot_checks import plan_spot_checks
from zhanggui.quality.flows.refuse_disposals import refuse_disposals
from zhanggui.quality.flows.rework_defects import rework_defects
from zhanggui.quality.flows.scrap_defects import scrap_defects
from zhanggui.quality.flows.set_aside_defects import set_aside_defects
from zhanggui.quality.flows.set_quality_numbers import set_quality_numbers
from zhanggui.quality.flows.settle_supplier_claims import settle_supplier_claims
from zhanggui.quality.flows.take_parts import take_parts
from zhanggui.quality.flows.void_supplier_returns import void_supplier_returns
from zhanggui.quality.rules.aside import AsideDraft
from zhanggui.quality.rules.disposing import DisposalDraft
from zhanggui.quality.rules.parts import IssueDraft, PartsDraft
from zhanggui.quality.rules.spots import SpotAnswer
from zhanggui.quality.states import ClaimKind

router = Router(tags=["quality"])

Reason = Annotated[str, Field(min_length=1, max_length=300)]
Code = Annotated[str, Field(min_length=1, max_length=16)]
Lot = Annotated[str, Field(max_length=40)]
Pieces = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
Short = Annotated[str, Field(max_length=200)]


class DisposalIn(Asked):
    """So many pieces of a defect; 0: all that is left of it."""

    defect_id: Id
    quantity: Pieces = 0
    words: Short = ""


class DisposeDefects(Asked):
    drafts: Annotated[list[DisposalIn], Field(min_length=1, max_length=1000)]

    def rows(self) -> list[DisposalDraft]:
        return [DisposalDraft(**one.model_dump()) for one in self.drafts]


@flow_operation(router, rework_defects)
def rework_defects_endpoint(request: HttpRequest, asked: DisposeDefects) -> Answered:
    return run(rework_defects, request, drafts=asked.rows())


@flow_operation(router, scrap_defects)
def scrap_defects_endpoint(request: HttpRequest, asked: DisposeDefects) -> Answered:
    return run(scrap_defects, request, drafts=asked.rows())


class DisposalIds(Asked):
    disposal_ids: Ids


class RefuseDisposals(DisposalIds):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@flow_operation(router, approve_disposals)
def approve_disposals_endpoint(request: HttpRequest, asked: DisposalIds) -> Answered:
    return run(approve_disposals, request, **asked.model_dump())


@flow_operation(router, refuse_disposals)
def refuse_disposals_endpoint(request: HttpRequest, asked: RefuseDisposals) -> Answered:
    return run(refuse_disposals, request, **asked.model_dump())


class OpenSupplierReturns(DisposeDefects):
    supplier_id: Id | None = None
    note: Short = ""


@flow_operation(router, open_supplier_returns)
def open_supplier_returns_endpoint(request: HttpRequest, asked: OpenSupplierReturns) -> Answered:
    given = {"supplier_id": asked.supplier_id, "note": asked.note}
    return run(open_supplier_returns, request, drafts=asked.rows(), **given)


class ReturnIds(Asked):
    return_ids: Ids


class HandOverReturns(ReturnIds):
    carrier: Annotated[str, Field(min_length=1, max_length=60)]
    waybill: Annotated[str, Field(min_length=1, max_length=60, description="Or the name of the driver.")]


@flow_operation(router, hand_over_returns)
def hand_over_returns_endpoint(request: HttpRequest, asked: HandOverReturns) -> Answered:
    return run(hand_over_returns, request, **asked.model_dump())


@flow_operation(router, void_supplier_returns)
def void_supplier_returns_endpoint(request: HttpRequest, asked: ReturnIds) -> Answered:
    return run(void_supplier_returns, request, **asked.model_dump())


class ClaimIn(Asked):
    supplier_id: Id
    kind: ClaimKind
    amount: Amount
    subject: Literal["supplier_return", "inspection", "defect"]
    subject_id: Id
    paper: Annotated[str, Field(max_length=40)] = ""
    words: Reason


class OpenSupplierClaims(Asked):
    claims: Annotated[list[ClaimIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, open_supplier_claims)
def open_supplier_claims_endpoint(request: HttpRequest, asked: OpenSupplierClaims) -> Answered:
    claims = [NewClaim(**one.model_dump() | {"kind": one.kind.value}) for one in asked.claims]
    return run(open_supplier_claims, request, claims=claims)


class ClaimIds(Asked):
    claim_ids: Ids


class DropSupplierClaims(ClaimIds):
    reason: Reason


@flow_operation(router, agree_supplier_claims)
def agree_supplier_claims_endpoint(request: HttpRequest, asked: ClaimIds) -> Answered:
    return run(agree_supplier_claims, request, **asked.model_dump())


@flow_operation(router, settle_supplier_claims)
def settle_supplier_claims_endpoint(request: HttpRequest, asked: ClaimIds) -> Answered:
    return run(settle_supplier_claims, request, **asked.model_dump())


@flow_operation(router, drop_supplier_claims)
def drop_supplier_claims_endpoint(request: HttpRequest, asked: DropSupplierClaims) -> Answered:
    return run(drop_supplier_claims, request, **asked.model_dump())


class AsideIn(Asked):
    location_id: Id
    sku_id: Id
    quantity: Quantity
    reason: Code
    client_id: UUID
    lot: Lot = ""
    words: Short = ""
    supplier_id: Id | None = None


class SetAsideDefects(Asked):
    drafts: Annotated[list[AsideIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, set_aside_defects)
def set_aside_defects_endpoint(request: HttpRequest, asked: SetAsideDefects) -> Answered:
    return run(set_aside_defects, request, drafts=[AsideDraft(**one.model_dump()) for one in asked.drafts])


class PartIn(Asked):
    sku_id: Id
    quantity: Quantity


class TakePartsIn(Asked):
    defect_id: Id
    quantity: Pieces = 0
    parts: Annotated[list[PartIn], Field(min_length=1, max_length=50)]
    words: Short = ""


class TakeParts(Asked):
    drafts: Annotated[list[TakePartsIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, take_parts)
def take_parts_endpoint(request: HttpRequest, asked: TakeParts) -> Answered:
    drafts = [
        PartsDraft(one.defect_id, one.quantity, tuple((part.sku_id, part.quantity) for part in one.parts), one.words)
        for one in asked.drafts
    ]
    return run(take_parts, request, drafts=drafts)


class IssueIn(Asked):
    warehouse_id: Id
    sku_id: Id
    quantity: Quantity
    client_id: UUID
    order_number: Annotated[str, Field(max_length=64)] = ""
    words: Short = ""


class IssueParts(Asked):
    drafts: Annotated[list[IssueIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, issue_parts)
def issue_parts_endpoint(request: HttpRequest, asked: IssueParts) -> Answered:
    return run(issue_parts, request, drafts=[IssueDraft(**one.model_dump()) for one in asked.drafts])


class PlanSpotChecks(Asked):
    warehouse_ids: Ids


@flow_operation(router, plan_spot_checks)
def plan_spot_checks_endpoint(request: HttpRequest, asked: PlanSpotChecks) -> Answered:
    return run(plan_spot_checks, request, **asked.model_dump())


class SpotAnswerIn(Asked):
    spot_id: Id
    checked: Quantity
    defective: Pieces = 0
    reason: Annotated[str, Field(max_length=16)] = ""
    note: Short = ""


class AnswerSpotChecks(Asked):
    answers: Annotated[list[SpotAnswerIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, answer_spot_checks)
def answer_spot_checks_endpoint(request: HttpRequest, asked: AnswerSpotChecks) -> Answered:
    return run(answer_spot_checks, request, answers=[SpotAnswer(**one.model_dump()) for one in asked.answers])


class SetQualityNumbers(Asked):
    scrap_limit: Amount
    spot_percent: Annotated[int, Field(ge=0, le=100, strict=True)]
    spot_most: Quantity
    spot_pieces: Quantity = 20


@flow_operation(router, set_quality_numbers)
def set_quality_numbers_endpoint(request: HttpRequest, asked: SetQualityNumbers) -> Answered:
    return run(set_quality_numbers, request, **asked.model_dump())

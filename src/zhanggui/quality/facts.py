"""What quality tells. The subject is the inspection, unless another is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.quality.states import ClaimKind, DisposalKind, InspectionState, SampleMethod

INSPECTION = "quality_inspection"
DEFECT = "defect"
RETURN = "supplier_return"
CLAIM = "supplier_claim"


@dataclass(frozen=True, slots=True)
class InspectionRequested(FactOf):
    """{quantity} pieces wait for the inspector, {sample} of them to be looked at."""

    NAME: ClassVar[str] = "quality.inspection.requested"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int
    quantity: int
    sample: int


@dataclass(frozen=True, slots=True)
class InspectionBegun(FactOf):
    """The inspection was begun."""

    NAME: ClassVar[str] = "quality.inspection.begun"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int


@dataclass(frozen=True, slots=True)
class InspectionHandedBack(FactOf):
    """The inspection waits again for anybody."""

    NAME: ClassVar[str] = "quality.inspection.handed_back"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int


@dataclass(frozen=True, slots=True)
class DefectFound(FactOf):
    """Found: {pieces} × {reason}."""

    NAME: ClassVar[str] = "quality.inspection.defect_found"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int
    pieces: int
    reason: str


@dataclass(frozen=True, slots=True)
class FindingsUndone(FactOf):
    """Taken back: {pieces} × {reason}."""

    NAME: ClassVar[str] = "quality.inspection.finding_undone"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int
    pieces: int
    reason: str


@dataclass(frozen=True, slots=True)
class SpecialAcceptanceAsked(FactOf):
    """Special acceptance was asked for: {reason}"""

    NAME: ClassVar[str] = "quality.inspection.special_asked"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class InspectionJudged(FactOf):
    """{result}: {passed} pieces passed, {failed} failed."""

    NAME: ClassVar[str] = "quality.inspection.judged"
    SUBJECT: ClassVar[str] = INSPECTION
    LABELS: ClassVar[Mapping[str, Any]] = {"result": InspectionState}
    inspection_id: int
    result: str
    passed: int
    failed: int


@dataclass(frozen=True, slots=True)
class InspectionWithdrawn(FactOf):
    """Withdrawn: the goods are not here any more."""

    NAME: ClassVar[str] = "quality.inspection.withdrawn"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int


@dataclass(frozen=True, slots=True)
class PieceMeasured(FactOf):
    """A piece was measured: {weight_g} g, {size} mm."""

    NAME: ClassVar[str] = "quality.inspection.measured"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int
    weight_g: int
    size: str


@dataclass(frozen=True, slots=True)
class InspectionPhotoAdded(FactOf):
    """A picture was added."""

    NAME: ClassVar[str] = "quality.inspection.photo_added"
    SUBJECT: ClassVar[str] = INSPECTION
    inspection_id: int


@dataclass(frozen=True, slots=True)
class SamplingPlanSet(FactOf):
    """Lots are sampled like this now: {method} {value}."""

    NAME: ClassVar[str] = "quality.sampling_plan.set"
    SUBJECT: ClassVar[str] = "sampling_plan"
    LABELS: ClassVar[Mapping[str, Any]] = {"method": SampleMethod}
    plan_id: int
    method: str
    value: str


@dataclass(frozen=True, slots=True)
class DefectSetAside(FactOf):
    """{quantity} defective pieces lie in the defective zone: {reason}"""

    NAME: ClassVar[str] = "quality.defect.set_aside"
    SUBJECT: ClassVar[str] = DEFECT
    defect_id: int
    quantity: int
    reason: str


@dataclass(frozen=True, slots=True)
class DisposalAsked(FactOf):
    """{kind}: {quantity} pieces."""

    NAME: ClassVar[str] = "quality.defect.disposal_asked"
    SUBJECT: ClassVar[str] = DEFECT
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": DisposalKind}
    defect_id: int
    kind: str
    quantity: int


@dataclass(frozen=True, slots=True)
class DisposalDone(FactOf):
    """{kind}: {quantity} pieces, carried out."""

    NAME: ClassVar[str] = "quality.defect.disposal_done"
    SUBJECT: ClassVar[str] = DEFECT
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": DisposalKind}
    defect_id: int
    kind: str
    quantity: int


@dataclass(frozen=True, slots=True)
class DisposalRefused(FactOf):
    """{kind} of {quantity} pieces was not done: {reason}"""

    NAME: ClassVar[str] = "quality.defect.disposal_refused"
    SUBJECT: ClassVar[str] = DEFECT
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": DisposalKind}
    defect_id: int
    kind: str
    quantity: int
    reason: str


@dataclass(frozen=True, slots=True)
class SupplierReturnOpened(FactOf):
    """{pieces} pieces are to go back to their supplier."""

    NAME: ClassVar[str] = "quality.supplier_return.opened"
    SUBJECT: ClassVar[str] = RETURN
    return_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class SupplierReturnHandedOver(FactOf):
    """Handed over: {carrier} {waybill}"""

    NAME: ClassVar[str] = "quality.supplier_return.handed_over"
    SUBJECT: ClassVar[str] = RETURN
    return_id: int
    carrier: str
    waybill: str


@dataclass(frozen=True, slots=True)
class SupplierReturnWithdrawn(FactOf):
    """Withdrawn; the goods stay in the defective zone."""

    NAME: ClassVar[str] = "quality.supplier_return.withdrawn"
    SUBJECT: ClassVar[str] = RETURN
    return_id: int


@dataclass(frozen=True, slots=True)
class SupplierClaimOpened(FactOf):
    """{kind} for {paper}."""

    NAME: ClassVar[str] = "quality.supplier_claim.opened"
    SUBJECT: ClassVar[str] = CLAIM
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": ClaimKind}
    claim_id: int
    kind: str
    paper: str


@dataclass(frozen=True, slots=True)
class SupplierClaimAgreed(FactOf):
    """The supplier agreed."""

    NAME: ClassVar[str] = "quality.supplier_claim.agreed"
    SUBJECT: ClassVar[str] = CLAIM
    claim_id: int


@dataclass(frozen=True, slots=True)
class SupplierClaimSettled(FactOf):
    """Settled."""

    NAME: ClassVar[str] = "quality.supplier_claim.settled"
    SUBJECT: ClassVar[str] = CLAIM
    claim_id: int


@dataclass(frozen=True, slots=True)
class SupplierClaimDropped(FactOf):
    """Dropped: {reason}"""

    NAME: ClassVar[str] = "quality.supplier_claim.dropped"
    SUBJECT: ClassVar[str] = CLAIM
    claim_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SpotSampled(FactOf):
    """A bin was sampled: {defective} of {checked} pieces defective."""

    NAME: ClassVar[str] = "quality.spot_check.sampled"
    SUBJECT: ClassVar[str] = "spot_check"
    spot_id: int
    checked: int
    defective: int


@dataclass(frozen=True, slots=True)
class PartsWereTaken(FactOf):
    """{quantity} parts {sku} were taken out."""

    NAME: ClassVar[str] = "quality.parts.taken"
    SUBJECT: ClassVar[str] = DEFECT
    defect_id: int
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PartsIssued(FactOf):
    """{quantity} spare parts {sku} were given out for order {order}."""

    NAME: ClassVar[str] = "quality.parts.issued"
    SUBJECT: ClassVar[str] = "parts_issue"
    issue_id: int
    sku: str
    quantity: int
    order: str


@dataclass(frozen=True, slots=True)
class DefectReasonSet(FactOf):
    """The reason {code} was set."""

    NAME: ClassVar[str] = "quality.defect_reason.set"
    SUBJECT: ClassVar[str] = "defect_reason"
    reason_id: int
    code: str


@dataclass(frozen=True, slots=True)
class QualityNumbersSet(FactOf):
    """The numbers of quality were set: {numbers}."""

    NAME: ClassVar[str] = "quality.numbers.set"
    SUBJECT: ClassVar[str] = "quality_numbers"
    numbers_id: int
    numbers: str

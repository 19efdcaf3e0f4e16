"""The desks of quality."""

from zhanggui.quality.desks.claims import SupplierClaimDesk, SupplierReturnDesk
from zhanggui.quality.desks.defects import DefectDesk, DisposalDesk
from zhanggui.quality.desks.inspections import QualityInspectionDesk
from zhanggui.quality.desks.parts import PartsIssueDesk, PartsTakenDesk
from zhanggui.quality.desks.plans import DefectReasonDesk, SamplingPlanDesk
from zhanggui.quality.desks.spots import SpotCheckDesk

__all__ = [
    "DefectDesk",
    "DefectReasonDesk",
    "DisposalDesk",
    "PartsIssueDesk",
    "PartsTakenDesk",
    "QualityInspectionDesk",
    "SamplingPlanDesk",
    "SpotCheckDesk",
    "SupplierClaimDesk",
    "SupplierReturnDesk",
]

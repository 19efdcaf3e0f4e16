from zhanggui.quality.models.defects import Defect, Disposal, SupplierClaim, SupplierReturn
from zhanggui.quality.models.inspections import Finding, Inspection, InspectionPhoto, Measurement
from zhanggui.quality.models.parts import PartsIssue, PartsTaken
from zhanggui.quality.models.sampling import DefectReason, QualityNumbers, SamplingPlan
from zhanggui.quality.models.spots import SpotCheck

__all__ = [
    "Defect",
    "DefectReason",
    "Disposal",
    "Finding",
    "Inspection",
    "InspectionPhoto",
    "Measurement",
    "PartsIssue",
    "PartsTaken",
    "QualityNumbers",
    "SamplingPlan",
    "SpotCheck",
    "SupplierClaim",
    "SupplierReturn",
]

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SampleMethod(models.TextChoices):
    """How many pieces of a lot the inspector looks at."""

    NONE = "none", pgettext_lazy("sampling", "No inspection")
    PERCENT = "percent", pgettext_lazy("sampling", "Percent")
    FIXED = "fixed", pgettext_lazy("sampling", "Fixed number")
    AQL = "aql", pgettext_lazy("sampling", "AQL, level II")
    ALL = "all", pgettext_lazy("sampling", "Every piece")


class InspectionState(models.TextChoices):
    """Where an inspection stands, and how it ended."""

    WAITING = "waiting", _("Not inspected")
    INSPECTING = "inspecting", _("Being inspected")
    ASKED = "asked", _("Special acceptance asked")
    PASSED = "passed", pgettext_lazy("inspection", "Passed")
    FAILED = "failed", pgettext_lazy("inspection", "Failed")
    SORTED = "sorted", _("Passed with sorting")
    ACCEPTED = "accepted", _("Accepted specially")
    VOID = "void", pgettext_lazy("inspection", "Withdrawn")


INSPECTION_STEPS: dict[str, set[str]] = {
    InspectionState.WAITING: {InspectionState.INSPECTING, InspectionState.VOID},
    InspectionState.INSPECTING: {
        InspectionState.WAITING,
        InspectionState.ASKED,
        InspectionState.PASSED,
        InspectionState.FAILED,
        InspectionState.SORTED,
        InspectionState.VOID,
    },
    InspectionState.ASKED: {InspectionState.ACCEPTED, InspectionState.FAILED},
}
UNDECIDED = (InspectionState.WAITING, InspectionState.INSPECTING, InspectionState.ASKED)
DECIDED = (InspectionState.PASSED, InspectionState.FAILED, InspectionState.SORTED, InspectionState.ACCEPTED)


class Severity(models.TextChoices):
    """How bad a defect is (GB/T 2828.1: nonconformities of class A, B, C)."""

    CRITICAL = "critical", pgettext_lazy("defect", "Critical")
    MAJOR = "major", pgettext_lazy("defect", "Major")
    MINOR = "minor", pgettext_lazy("defect", "Minor")


class DisposalKind(models.TextChoices):
    """What becomes of defective goods. None of them makes them sellable."""

    REWORK = "rework", _("Rework")
    SCRAP = "scrap", _("Scrap")
    RETURN = "return", _("Return to supplier")
    PARTS = "parts", _("Taken apart for parts")


class DisposalState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("disposal", "Planned")
    ASKED = "asked", _("Waits for approval")
    DONE = "done", pgettext_lazy("disposal", "Done")
    REFUSED = "refused", pgettext_lazy("disposal", "Refused")


DISPOSAL_STEPS: dict[str, set[str]] = {
    DisposalState.PLANNED: {DisposalState.DONE, DisposalState.REFUSED},
    DisposalState.ASKED: {DisposalState.DONE, DisposalState.REFUSED},
}


class ReturnState(models.TextChoices):
    OPEN = "open", pgettext_lazy("supplier return", "To hand over")
    RETURNED = "returned", pgettext_lazy("supplier return", "Returned")
    VOID = "void", pgettext_lazy("supplier return", "Withdrawn")


RETURN_STEPS: dict[str, set[str]] = {ReturnState.OPEN: {ReturnState.RETURNED, ReturnState.VOID}}


class ClaimKind(models.TextChoices):
    DEDUCTION = "deduction", _("Deduction")
    CLAIM = "claim", pgettext_lazy("supplier", "Claim")


class ClaimState(models.TextChoices):
    OPEN = "open", pgettext_lazy("supplier claim", "Open")
    AGREED = "agreed", _("Agreed")
    SETTLED = "settled", _("Settled")
    DROPPED = "dropped", pgettext_lazy("supplier claim", "Dropped")


CLAIM_STEPS: dict[str, set[str]] = {
    ClaimState.OPEN: {ClaimState.AGREED, ClaimState.SETTLED, ClaimState.DROPPED},
    ClaimState.AGREED: {ClaimState.SETTLED, ClaimState.DROPPED},
}


class SpotState(models.TextChoices):
    TO_DO = "to_do", pgettext_lazy("spot check", "To sample")
    DONE = "done", pgettext_lazy("spot check", "Sampled")
    MISSED = "missed", pgettext_lazy("spot check", "Not sampled")


SPOT_STEPS: dict[str, set[str]] = {SpotState.TO_DO: {SpotState.DONE, SpotState.MISSED}}

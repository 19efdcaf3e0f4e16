from django.db import models
from django.utils.translation import gettext_lazy as _


class TransferState(models.TextChoices):
    REQUESTED = "requested", _("Transfer requested")
    APPROVED = "approved", _("To send")
    SENT = "sent", _("In transit")
    ARRIVED = "arrived", _("Transfer arrived")
    CANCELLED = "cancelled", _("Transfer cancelled")


TRANSFER_STEPS: dict[str, set[str]] = {
    TransferState.REQUESTED: {TransferState.APPROVED, TransferState.CANCELLED},
    TransferState.APPROVED: {TransferState.SENT, TransferState.CANCELLED},
    TransferState.SENT: {TransferState.ARRIVED},
    TransferState.ARRIVED: set(),
    TransferState.CANCELLED: set(),
}
"""What left is never cancelled: it arrives, or a case says where it is."""


class CaseState(models.TextChoices):
    OPEN = "open", _("To decide")
    DECIDED = "decided", _("Decided")


CASE_STEPS: dict[str, set[str]] = {CaseState.OPEN: {CaseState.DECIDED}, CaseState.DECIDED: set()}


class Decision(models.TextChoices):
    """Where pieces are that did not arrive, or came too many."""

    NONE = "none", _("Not decided")
    LOST = "lost", _("Lost on the way")
    FOUND = "found", _("Found where they were to arrive")
    BACK = "back", _("Back where they came from")

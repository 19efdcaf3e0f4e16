"""What an incident of the floor waits for, why it is there and how it ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IncidentState(models.TextChoices):
    """Who an incident of the floor waits for."""

    OPEN = "open", pgettext_lazy("incident", "Open")
    ASKED = "asked", _("Service asked")
    RESOLVED = "resolved", pgettext_lazy("incident", "Resolved")


INCIDENT_STEPS: dict[str, set[str]] = {
    IncidentState.OPEN: {IncidentState.ASKED, IncidentState.RESOLVED},
    IncidentState.ASKED: {IncidentState.RESOLVED},
    IncidentState.RESOLVED: set(),
}
"""An answer leaves it ASKED: the answer stands beside it, and whoever owns it ends it."""


class IncidentCause(models.TextChoices):
    """What went wrong on the floor."""

    WRONG_BARCODE = "wrong_barcode", _("Barcode does not match")
    ALREADY_SCANNED = "already_scanned", _("Already scanned")
    TOO_MANY = "too_many", _("Quantity differs")
    STOPPED = "stopped", _("Stopped parcel on the floor")
    VOID = "void", _("Void label in use")
    WEIGHT = "weight", _("Weight outside the band")
    HAND_OVER = "hand_over", _("Hand-over refused")
    WAYBILL = "waybill", _("Waybill refused")
    TORN_LABEL = "torn_label", _("Label not torn up")
    SHORT_PICK = "short_pick", _("Short pick")
    EXTRA_PIECE = "extra_piece", _("Extra piece at the wall")
    BASKET = "basket", _("Lies in the stop basket too long")
    MISSING = "missing", _("Goods missing")
    DAMAGED = "damaged", _("Goods damaged")
    WRONG_STEP = "wrong_step", _("Not ready for this step")
    REPORTED = "reported", _("Reported by hand")
    OTHER = "other", _("Refused at a station")


class IncidentEnd(models.TextChoices):
    """How an incident ended."""

    NOT_YET = "", _("Not settled yet")
    WENT_ON = "went_on", _("Went on by itself")
    CORRECTED = "corrected", _("Corrected on the floor")
    RELABELLED = "relabelled", _("Label printed anew")
    STOCK = "stock", _("Stock counted or corrected")
    STOPPED = "stopped", _("Parcel stopped")
    CARRIER = "carrier", _("Settled with the carrier")
    SERVICE = "service", _("As service answered")
    NOTHING = "nothing", _("Nothing was wrong")

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimState(models.TextChoices):
    HELD = "held", _("Held")
    USED = "used", _("Picked")
    RELEASED = "released", _("Released")


CLAIM_STEPS: dict[str, set[str]] = {
    ClaimState.HELD: {ClaimState.USED, ClaimState.RELEASED},
}


class CountReason(models.TextChoices):
    """Why a bin is to be counted."""

    NOT_FOUND = "not_found", _("Not found")
    DAMAGED = "damaged", _("Damaged")
    WRONG_GOODS = "wrong_goods", _("Wrong goods in the bin")
    UNREACHABLE = "unreachable", _("Bin cannot be reached")


class CountState(models.TextChoices):
    TO_COUNT = "to_count", _("To count")
    COUNTED = "counted", _("Counted")


COUNT_STEPS: dict[str, set[str]] = {CountState.TO_COUNT: {CountState.COUNTED}, CountState.COUNTED: set()}


class LocationKind(models.TextChoices):
    RECEIVING = "receiving", _("Receiving")
    STORAGE = "storage", _("Storage")
    PICKING = "picking", _("Picking")
    PACKING = "packing", _("Packing")
    DEFECTIVE = "defective", _("Defective")
    QUARANTINE = "quarantine", _("Quarantine")
    SUPPLIER = "supplier", _("Supplier")
    CUSTOMER = "customer", _("Customer")
    LOSS = "loss", _("Loss")
    TRANSIT = "transit", _("In transit")


OUTSIDE = frozenset({LocationKind.SUPPLIER, LocationKind.CUSTOMER, LocationKind.LOSS, LocationKind.TRANSIT})
"""Places of the world beyond our shelves. They have no balance: what went there is the sum of moves."""

SELLABLE = frozenset({LocationKind.STORAGE, LocationKind.PICKING})
"""Only what lies here may be promised to a buyer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimState(models.TextChoices):
    HELD = "held", _("Held")
    USED = "used", _("Picked")
    RELEASED = "released", _("Released")


CLAIM_STEPS: dict[str, set[str]] = {
    ClaimState.HELD: {ClaimState.USED, ClaimState.RELEASED},
}


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

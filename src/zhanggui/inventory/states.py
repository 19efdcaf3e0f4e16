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
    PARTS = "parts", _("Spare parts")
    SUPPLIER = "supplier", _("Supplier")
    CUSTOMER = "customer", _("Customer")
    LOSS = "loss", _("Loss")
    TRANSIT = "transit", _("In transit")


OUTSIDE = frozenset({LocationKind.SUPPLIER, LocationKind.CUSTOMER, LocationKind.LOSS, LocationKind.TRANSIT})
"""Places of the world beyond our shelves. They have no balance: what went there is the sum of moves."""

WAITS_FOR_INSPECTOR = "QUARANTINE"
"""The code of the place of kind receiving where goods wait for the inspector, or are blocked. In the other places of
that kind they are free to be put away."""

HELD_KINDS = frozenset({LocationKind.DEFECTIVE, LocationKind.QUARANTINE, LocationKind.PARTS})
"""What lies here is not good, or not known to be: it never goes to the shelves."""

SELLABLE = frozenset({LocationKind.STORAGE, LocationKind.PICKING})
"""Only what lies here may be promised to a buyer."""


class CodeState(models.TextChoices):
    """Where the one piece is that carries a unique code."""

    IN_STOCK = "in_stock", _("In stock")
    IN_PARCEL = "in_parcel", _("In a parcel")
    SHIPPED = "shipped", _("Shipped")
    RETURNED = "returned", _("Returned")
    LOST = "lost", _("Lost")


CODE_STEPS: dict[str, set[str]] = {
    CodeState.IN_STOCK: {CodeState.IN_PARCEL, CodeState.LOST},
    CodeState.IN_PARCEL: {CodeState.IN_STOCK, CodeState.SHIPPED, CodeState.LOST},
    CodeState.SHIPPED: {CodeState.IN_PARCEL, CodeState.RETURNED},
    CodeState.RETURNED: {CodeState.IN_STOCK},
    CodeState.LOST: set(),
}
"""What was shipped by mistake is in its parcel again; what a buyer sent back is looked at before it is stock again."""

BOUND_CODES = (CodeState.IN_PARCEL, CodeState.SHIPPED)
"""These belong to a line of a parcel."""


class MarkState(models.TextChoices):
    """Whether marked goods still wait for the inspector."""

    PENDING = "pending", _("Inspection pending")
    PASSED = "passed", _("Inspection passed")


MARK_STEPS: dict[str, set[str]] = {MarkState.PENDING: {MarkState.PASSED}, MarkState.PASSED: set()}


class LotState(models.TextChoices):
    """Whether pieces of a lot may go to buyers at all. How much life is left is asked of its dates."""

    OPEN = "open", _("Open")
    STOPPED = "stopped", _("Stopped")


LOT_STEPS: dict[str, set[str]] = {LotState.OPEN: {LotState.STOPPED}, LotState.STOPPED: {LotState.OPEN}}
"""A lot that was stopped by mistake is opened again."""

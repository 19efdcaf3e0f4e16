from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PurchaseState(models.TextChoices):
    """How far a purchase order has come."""

    DRAFT = "draft", pgettext_lazy("purchase", "Draft")
    TO_APPROVE = "to_approve", pgettext_lazy("purchase", "To approve")
    APPROVED = "approved", pgettext_lazy("purchase", "Approved")
    SENT = "sent", pgettext_lazy("purchase", "Sent")
    CONFIRMED = "confirmed", pgettext_lazy("purchase", "Confirmed")
    PART_RECEIVED = "part_received", pgettext_lazy("purchase", "Partly received")
    RECEIVED = "received", pgettext_lazy("purchase", "Received")
    CLOSED = "closed", pgettext_lazy("purchase", "Closed short")
    CANCELLED = "cancelled", pgettext_lazy("purchase", "Cancelled")


_S = PurchaseState
PURCHASE_STEPS: dict[str, set[str]] = {
    _S.DRAFT: {_S.TO_APPROVE, _S.APPROVED, _S.CANCELLED},
    _S.TO_APPROVE: {_S.APPROVED, _S.DRAFT, _S.CANCELLED},
    _S.APPROVED: {_S.SENT, _S.PART_RECEIVED, _S.RECEIVED, _S.CLOSED, _S.CANCELLED},
    _S.SENT: {_S.CONFIRMED, _S.PART_RECEIVED, _S.RECEIVED, _S.CLOSED, _S.CANCELLED},
    _S.CONFIRMED: {_S.PART_RECEIVED, _S.RECEIVED, _S.CLOSED, _S.CANCELLED},
    _S.PART_RECEIVED: {_S.RECEIVED, _S.CLOSED, _S.CONFIRMED},
    _S.RECEIVED: {_S.PART_RECEIVED, _S.CONFIRMED},
    _S.CLOSED: set(),
    _S.CANCELLED: set(),
}
"""A receipt that is taken back leads from received to where the order stood before it."""

AWAITED_STATES = (_S.APPROVED, _S.SENT, _S.CONFIRMED, _S.PART_RECEIVED)
"""Orders of which goods are still to come."""
RECEIVABLE_STATES = (*AWAITED_STATES, _S.RECEIVED)
"""Orders on which what arrives may be counted: on one that is received only beyond what was ordered, or back."""


class Why(models.TextChoices):
    """Why a purchase order must be approved."""

    ABOVE_AGREED = "above_agreed", _("A price is above the agreed one")
    ABOVE_LAST = "above_last", _("A price is above the last one paid")
    NO_PRICE = "no_price", _("There is no earlier price to compare with")
    LARGE = "large", _("The amount is above the limit")

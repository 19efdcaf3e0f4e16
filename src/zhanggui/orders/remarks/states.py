"""Kinds and states of what remarks ask for, and of edits of a memo."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What a buyer asks of an order beyond what they bought."""

    ITEM = "item", _("Change item")
    QUANTITY = "quantity", _("Change quantity")
    ADDRESS = "address", _("Change address")
    RECEIVER = "receiver", _("Change receiver")
    TOGETHER = "together", _("Ship together")
    COURIER = "courier", _("Courier")
    INVOICE = "invoice", _("Invoice title")
    CARD = "card", _("Greeting card")
    DELIVERY = "delivery", _("Delivery time")
    CUSTOM = "custom", _("Own template")
    UNREAD = "unread", _("Not understood")


RECEIVING_KINDS = (RequestKind.ADDRESS, RequestKind.RECEIVER)
"""Kinds that are done by writing another receiver on the order."""


class RequestState(models.TextChoices):
    """Where a request is. A withdrawn one no longer stands in the remark."""

    OPEN = "open", _("To settle")
    HANDLED = "handled", _("Handled")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_R = RequestState

REQUEST_STEPS: dict[str, set[str]] = {
    _R.OPEN: {_R.HANDLED, _R.REFUSED, _R.WITHDRAWN},
    _R.HANDLED: {_R.OPEN},
    _R.REFUSED: {_R.OPEN},
    _R.WITHDRAWN: {_R.OPEN},
}

PRINTED_KINDS = (
    RequestKind.CARD, RequestKind.INVOICE, RequestKind.DELIVERY, RequestKind.TOGETHER, RequestKind.CUSTOM,
)  # fmt: skip
"""Kinds the pick list and the delivery note say once they are handled."""


class MemoOrigin(models.TextChoices):
    """Who changed a memo."""

    OURS = "ours", _("Written here")
    PLATFORM = "platform", _("Written on the platform")


class MemoMode(models.TextChoices):
    """What a new memo does to the one that is there."""

    REPLACE = "replace", _("Replace the memo")
    APPEND = "append", _("Add to the memo")
    FLAG = "flag", _("Only the flag")

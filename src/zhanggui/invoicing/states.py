"""Invoices, what differs on their lines, what was decided about it, and requests to pay."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvoiceState(models.TextChoices):
    """How far a supplier's invoice has come."""

    DIFFERS = "differs", pgettext_lazy("supplier invoice", "Differs")
    MATCHED = "matched", pgettext_lazy("supplier invoice", "Matched")
    APPROVED = "approved", pgettext_lazy("supplier invoice", "Approved")
    REFUSED = "refused", pgettext_lazy("supplier invoice", "Refused")


INVOICE_STEPS: dict[str, set[str]] = {
    InvoiceState.DIFFERS: {InvoiceState.MATCHED, InvoiceState.REFUSED},
    InvoiceState.MATCHED: {InvoiceState.DIFFERS, InvoiceState.APPROVED, InvoiceState.REFUSED},
    InvoiceState.APPROVED: set(),
    InvoiceState.REFUSED: set(),
}
OPEN_STATES = (InvoiceState.DIFFERS, InvoiceState.MATCHED)


class InvoiceKind(models.TextChoices):
    """Whether the tax on the paper may be deducted."""

    SPECIAL = "special", _("Special VAT invoice")
    ORDINARY = "ordinary", _("Ordinary invoice")


class Difference(models.TextChoices):
    """In what a line differs from its order and what was received."""

    QUANTITY = "quantity", _("More pieces than were received and not invoiced")
    PRICE = "price", _("The price is above the ordered one")
    TAX_RATE = "tax_rate", _("Another tax rate than ordered")


class Decision(models.TextChoices):
    """What was decided about a line that differs."""

    NONE = "none", pgettext_lazy("invoice line", "Not decided")
    ACCEPTED = "accepted", pgettext_lazy("invoice line", "Accepted")
    CLAIMED = "claimed", pgettext_lazy("invoice line", "To be claimed")


class RequestState(models.TextChoices):
    """How far a request to pay has come."""

    ASKED = "asked", pgettext_lazy("payment request", "To approve")
    APPROVED = "approved", pgettext_lazy("payment request", "To pay")
    PAID = "paid", pgettext_lazy("payment request", "Paid")
    REFUSED = "refused", pgettext_lazy("payment request", "Refused")


REQUEST_STEPS: dict[str, set[str]] = {
    RequestState.ASKED: {RequestState.APPROVED, RequestState.REFUSED},
    RequestState.APPROVED: {RequestState.PAID},
    RequestState.PAID: set(),
    RequestState.REFUSED: set(),
}

"""What happens to the money of an order, as the events its gate waits for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode

MODE_LABELS = {
    PaymentMode.PAID: _("Paid in full"),
    PaymentMode.COD: _("Cash on delivery"),
    PaymentMode.DEPOSIT: _("Deposit and tail"),
    PaymentMode.PREPAID: _("Prepaid balance"),
    PaymentMode.INSTALMENTS: _("Instalments"),
}
KIND_LABELS = {
    PaymentKind.PAYMENT: _("Payment"),
    PaymentKind.DEPOSIT: _("Deposit"),
    PaymentKind.TAIL: _("Tail"),
    PaymentKind.INSTALMENT: _("Instalment"),
    PaymentKind.GUARANTEE: _("Platform's guarantee"),
    PaymentKind.BALANCE: _("Taken from the balance"),
    PaymentKind.CONFIRMED: _("Confirmed with the buyer"),
}
MODES = [(mode.value, label) for mode, label in MODE_LABELS.items()]
KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
BY_HAND = [(kind.value, KIND_LABELS[kind]) for kind in PaymentKind if kind is not PaymentKind.BALANCE]
"""What a cashier records. A balance is reserved, never typed in."""


class DifferenceWay(models.TextChoices):
    """What became of the price difference of an exchange."""

    OPEN = "", _("Not settled")
    COLLECTED = "collected", _("Collected")
    PAID_BACK = "paid_back", _("Paid back")
    WAIVED = "waived", _("Waived")


class PaymentSource(models.TextChoices):
    """Who told us of an event."""

    CHANNEL = "channel", _("Platform")
    HAND = "hand", _("By hand")

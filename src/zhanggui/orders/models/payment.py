from django.db import models
from django.db.models import Q

from zhanggui.kernel.doors.channel import PaymentKind
from zhanggui.orders.models.order import Order
from zhanggui.orders.payments.states import KINDS, PaymentSource
from zhanggui.people.models import Shop


class OrderPayment(models.Model):
    """One event of an order's money. Never changed: an event taken back is a second row that reverses it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments", db_index=False)
    kind = models.CharField(max_length=12, choices=KINDS)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    cause = models.CharField(max_length=120, help_text="The platform's, bank's or our own number of the event.")
    source = models.CharField(max_length=8, choices=PaymentSource.choices)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal")
    note = models.CharField(max_length=200, blank=True)
    paid_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "cause"], name="payment_once_per_cause"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in PaymentKind]), name="payment_kind_known"
            ),
            models.CheckConstraint(condition=Q(source__in=PaymentSource.values), name="payment_source_known"),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gte=0) | Q(reverses__isnull=False, amount__lte=0),
                name="payment_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} ({self.cause})"


class PrepaidAccount(models.Model):
    """What a buyer has paid in advance and not used. Its balance is the sum of its entries and never below zero."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    buyer = models.CharField(max_length=120)
    balance = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "shop"], name="prepaid_account_once"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="prepaid_balance_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.buyer}: {self.balance}"


class PrepaidEntry(models.Model):
    """One movement of a prepaid account: paid in (positive), reserved for an order (negative) or given back."""

    account = models.ForeignKey(PrepaidAccount, on_delete=models.PROTECT, related_name="entries", db_index=False)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    cause = models.CharField(max_length=120)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "cause"], name="prepaid_entry_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="prepaid_entry_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.cause})"

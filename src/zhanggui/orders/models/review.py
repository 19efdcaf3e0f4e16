from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from zhanggui.orders.models.order import Order
from zhanggui.orders.states import HoldReason


class Hold(models.Model):
    """A reason why an order waits now. The row is the state: releasing a hold deletes it, the facts remember both."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="holds", db_index=False)
    reason = models.CharField(max_length=20, choices=HoldReason.choices)
    note = models.CharField(max_length=300, blank=True)
    note_sealed = models.BinaryField(default=b"", db_default=b"", help_text="In whole words, where some are hidden.")
    placed_by = models.CharField(max_length=80)
    placed_by_id = models.BigIntegerField(null=True, blank=True, help_text="The user; empty: the program.")
    placed_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ends = models.JSONField(
        null=True, blank=True, help_text="[[moment, hours before it must have left], …] where the end moves with that."
    )
    marks_urgent = models.BooleanField(
        default=False, db_default=False, help_text="When it ends the order goes before the others."
    )

    other_version = models.BinaryField(
        default=b"", db_default=b"", help_text="Of data that disagree: the version that is not shown, sealed."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "reason"], name="hold_once_per_reason"),
            models.CheckConstraint(condition=Q(reason__in=HoldReason.values), name="hold_reason_known"),
        ]
        indexes = [models.Index(fields=["until"], name="hold_until", condition=Q(until__isnull=False))]

    def __str__(self) -> str:
        return f"{self.reason}: {self.note}"


class Review(models.Model):
    """One decision on one version of an order, with what every rule saw and said."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="reviews")
    order_version = models.PositiveIntegerField()
    passed = models.BooleanField()
    trace = models.JSONField(help_text="[[rule, passed, what it saw], …] in the order asked.")
    reviewed_by = models.CharField(max_length=80)
    reviewed_at = models.DateTimeField()

    class Meta:
        indexes = [BrinIndex(fields=["reviewed_at"], name="review_at_brin")]

    def __str__(self) -> str:
        return f"{self.order_id} v{self.order_version}: {self.passed}"


class BlockedBuyer(models.Model):
    """A buyer we do not ship to without a lead's look."""

    buyer = models.CharField(max_length=120, unique=True)
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.buyer

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.models.region import OfWarehouses
from zhanggui.fulfilment.states import BATCH_STEPS, BatchState
from zhanggui.people.models import Warehouse


class PrintDay(models.Model):
    """A day on which a warehouse prints at other times than usual: a holiday has none, a campaign day many.

    It is for every carrier, or for the one named.
    """

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    carrier = models.CharField(max_length=32, blank=True)
    times = ArrayField(models.TimeField(), default=list, blank=True, help_text="In the company's zone.")
    note = models.CharField(max_length=80, blank=True)

    objects = OfWarehouses.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "on", "carrier"], name="print_day_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.carrier}".strip()


class PrintBatch(models.Model):
    """What a warehouse has to print for one carrier at one print time. Closed, it takes nothing more."""

    STEPS = BATCH_STEPS

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    carrier = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.OPEN)
    printed = models.PositiveIntegerField(default=0, help_text="Parcels printed when it was closed.")
    missing = models.PositiveIntegerField(default=0, help_text="Parcels that went over to the next batch.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)

    objects = OfWarehouses.as_manager()

    class Meta:
        verbose_name_plural = "print batches"
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "due_at", "carrier"], name="print_batch_once"),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="print_batch_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d %H:%M} {self.carrier}"


class BatchEntry(models.Model):
    """A parcel was to be printed in a batch. With a `reason` it was not, and went over to another one."""

    batch = models.ForeignKey(PrintBatch, on_delete=models.PROTECT, related_name="entries", db_index=False)
    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="+")
    entered_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "batch entries"
        constraints = [
            models.UniqueConstraint(fields=["batch", "parcel"], name="batch_entry_once"),
            models.UniqueConstraint(fields=["parcel"], condition=Q(reason=""), name="one_batch_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} in {self.batch_id}"

from django.db import models
from django.db.models import F, Q

from zhanggui.fulfilment.states import SHIFT_STEPS, ShiftState
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse


class ShiftSheetQuerySet(models.QuerySet["ShiftSheet"]):
    def visible_to(self, actor: Actor) -> "ShiftSheetQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class ShiftSheet(models.Model):
    """What one shift leaves to the next: the open items of the warehouse as they stood, signed by both.

    `items` is what was found when it was written: a list of kinds, each with its count and the documents by number.
    """

    STEPS = SHIFT_STEPS

    number = models.CharField(max_length=24, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ShiftState.choices, default=ShiftState.WRITTEN)
    note = models.CharField(max_length=500, blank=True)
    items = models.JSONField()
    open_items = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.CharField(max_length=80, blank=True)
    given_by_id = models.BigIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.CharField(max_length=80, blank=True)
    taken_by_id = models.BigIntegerField(null=True, blank=True)
    taken_note = models.CharField(max_length=500, blank=True)

    objects = ShiftSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ShiftState.values), name="shift_sheet_state_known"),
            models.CheckConstraint(
                condition=Q(state=ShiftState.WRITTEN) | (Q(given_at__isnull=False) & ~Q(given_by="")),
                name="shift_sheet_given_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=ShiftState.TAKEN) | (Q(taken_at__isnull=False) & ~Q(taken_by_id=F("given_by_id"))),
                name="shift_sheet_taken_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="shift_sheet_by_state"),
            models.Index(fields=["written_at", "id"], name="shift_sheet_by_written"),
        ]

    def __str__(self) -> str:
        return self.number

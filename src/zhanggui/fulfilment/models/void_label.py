from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.states import RECALL_STEPS, RecallState
from zhanggui.kernel.actor import Actor


class VoidLabelQuerySet(models.QuerySet["VoidLabel"]):
    def visible_to(self, actor: Actor) -> "VoidLabelQuerySet":
        rows = self if actor.warehouse_ids is None else self.filter(parcel__warehouse_id__in=actor.warehouse_ids)
        return rows if actor.shop_ids is None else rows.filter(parcel__shop_id__in=actor.shop_ids)


class VoidLabel(models.Model):
    """A label that must not be used any more: is the paper torn, does the carrier know.

    Void here from the moment its parcel is stopped; the carrier hears of it afterwards (`state`).
    """

    STEPS = RECALL_STEPS

    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, related_name="void_label")
    waybill = models.CharField(max_length=40, unique=True)
    carrier = models.CharField(max_length=32)
    order_ids = ArrayField(
        models.BigIntegerField(),
        default=list,
        db_default=[],
        blank=True,
        help_text="The orders that were on the paper.",
    )
    voided_at = models.DateTimeField()
    torn_at = models.DateTimeField(null=True, blank=True, help_text="Since when no paper of it is out.")
    torn_by = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="Empty: it never came out of a printer."
    )
    torn_note = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="Why nobody scanned it; empty: it was scanned."
    )
    state = models.CharField(
        max_length=12, choices=RecallState.choices, default=RecallState.TO_CANCEL, db_default="to_cancel"
    )
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True, default="", db_default="", help_text="What the carrier said.")

    objects = VoidLabelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecallState.values), name="void_label_state_known"),
            models.CheckConstraint(
                condition=Q(torn_at__isnull=False) | Q(torn_by="", torn_note=""), name="void_label_torn_by_someone"
            ),
        ]
        indexes = [
            models.Index(fields=["voided_at", "id"], name="void_label_out", condition=Q(torn_at__isnull=True)),
            models.Index(
                fields=["state", "voided_at", "id"],
                name="void_label_open",
                condition=Q(state__in=[RecallState.TO_CANCEL, RecallState.TO_RECOVER]),
            ),
            models.Index(fields=["voided_at", "id"], name="void_label_by_day"),
        ]

    def __str__(self) -> str:
        return self.waybill

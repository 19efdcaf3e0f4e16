"""Samples of goods on the shelves 抽检: which bins are to be looked at today."""

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Location
from zhanggui.people.models import Warehouse
from zhanggui.quality.models.defects import WarehouseQuerySet
from zhanggui.quality.states import SPOT_STEPS, SpotState


class SpotCheck(models.Model):
    """One SKU in one bin, to be sampled on one day. Its key is the cause of the move of what was found defective."""

    STEPS = SPOT_STEPS

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    sample = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=SpotState.choices, default=SpotState.TO_DO)
    checked = models.PositiveIntegerField(default=0)
    defective = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, default="", blank=True)
    checked_by = models.CharField(max_length=80, default="", blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = WarehouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "sku", "lot", "day"], name="spot_check_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=SpotState.values), name="spot_check_state_known"),
            models.CheckConstraint(condition=Q(sample__gt=0), name="spot_check_sample_positive"),
            models.CheckConstraint(condition=Q(defective__lte=F("checked")), name="spot_check_found_fits"),
        ]
        indexes = [
            models.Index(fields=["state", "day", "id"], name="spot_check_by_state", include=["warehouse"]),
            models.Index(fields=["warehouse", "day"], name="spot_check_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.location_id}"

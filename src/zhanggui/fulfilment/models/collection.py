from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.states import CollectionSource
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse


class CollectedCount(models.Model):
    """How many parcels a carrier says it collected at a warehouse on a day, as somebody wrote it down."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    carrier = models.CharField(max_length=32)
    day = models.DateField()
    parcels = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "warehouse", "carrier"], name="collected_count_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.carrier}: {self.parcels}"


class CollectedQuerySet(models.QuerySet["Collected"]):
    def visible_to(self, actor: Actor) -> "CollectedQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class Collected(models.Model):
    """A waybill that its carrier says it collected, from its file or its tracking: the first word counts."""

    waybill = models.CharField(max_length=40, unique=True)
    carrier = models.CharField(max_length=32)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    collected_at = models.DateTimeField()
    source = models.CharField(max_length=8, choices=CollectionSource.choices)

    objects = CollectedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=CollectionSource.values), name="collected_source_known")
        ]
        indexes = [models.Index(fields=["collected_at"], include=["warehouse", "carrier"], name="collected_by_moment")]

    def __str__(self) -> str:
        return self.waybill

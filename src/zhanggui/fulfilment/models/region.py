from typing import Any

from django.db import models
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse


class OfWarehouses(models.QuerySet[Any]):
    """Rows that belong to a warehouse."""

    def visible_to(self, actor: Actor) -> "OfWarehouses":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class ServiceRegion(models.Model):
    """How gladly a warehouse sends to a province, or to one city of it. Not named means neither gladly nor not."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=60)
    city = models.CharField(max_length=60, blank=True)
    preference = models.IntegerField(help_text="Points; more is better, below zero is worse than elsewhere.")

    objects = OfWarehouses.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "state", "city"], name="service_region_once")]

    def __str__(self) -> str:
        return f"{self.state} {self.city}".strip()


class Capacity(models.Model):
    """How many parcels a warehouse gets through in a day. Without a row there is no limit."""

    warehouse = models.OneToOneField(Warehouse, on_delete=models.CASCADE, related_name="+")
    parcels = models.PositiveIntegerField()

    objects = OfWarehouses.as_manager()

    class Meta:
        verbose_name_plural = "capacities"
        constraints = [models.CheckConstraint(condition=Q(parcels__gt=0), name="capacity_positive")]

    def __str__(self) -> str:
        return str(self.parcels)

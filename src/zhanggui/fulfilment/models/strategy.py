from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.region import OfWarehouses
from zhanggui.fulfilment.models.wall import Wall
from zhanggui.fulfilment.states import ONE_SKU_EACH, PickMeans, WaveKind
from zhanggui.people.models import Warehouse

USUAL_SIZE = 40
"""Cells of a usual wall."""
MOST_SIZE = 500
HOT_FROM = 20


class WaveStrategy(models.Model):
    """Which parcels of a warehouse go into waves together, and how large such a wave is. Those with the lowest
    `priority` choose first. An empty filter takes all, a limit of zero is none."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=40)
    is_enabled = models.BooleanField(default=True)
    priority = models.PositiveSmallIntegerField(default=100)

    kind = models.CharField(max_length=8, blank=True, help_text="A kind of wave; empty: any.")
    carriers = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    shops = ArrayField(models.BigIntegerField(), default=list, blank=True)
    zones = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    urgent_only = models.BooleanField(default=False)
    due_within_h = models.PositiveSmallIntegerField(default=0, help_text="Only what must leave in so many hours.")
    hot_from = models.PositiveSmallIntegerField(
        default=HOT_FROM, help_text="A SKU is hot when so many parcels hold nothing else."
    )

    by_zone = models.BooleanField(default=False, help_text="Each wave stays in one zone where it can.")
    wall = models.ForeignKey(Wall, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    most_parcels = models.PositiveSmallIntegerField(default=USUAL_SIZE)
    most_units = models.PositiveIntegerField(default=0)
    most_g = models.PositiveIntegerField(default=0)
    most_cm3 = models.PositiveIntegerField(default=0)
    fewest = models.PositiveSmallIntegerField(default=1, help_text="Fewer parcels than this wait for more.")
    means = models.CharField(max_length=8, choices=PickMeans.choices, default=PickMeans.BOTH)

    labels_at_table = models.BooleanField(
        default=False, db_default=False, help_text="Its waves are picked before their labels exist."
    )

    objects = OfWarehouses.as_manager()

    class Meta:
        verbose_name_plural = "wave strategies"
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "name"], name="wave_strategy_once"),
            models.CheckConstraint(condition=Q(kind="") | Q(kind__in=WaveKind.values), name="strategy_kind_known"),
            models.CheckConstraint(condition=Q(means__in=PickMeans.values), name="strategy_means_known"),
            models.CheckConstraint(
                condition=Q(labels_at_table=False) | Q(kind__in=ONE_SKU_EACH), name="strategy_of_items_labels_later"
            ),
            models.CheckConstraint(
                condition=Q(most_parcels__gt=0, fewest__gt=0, hot_from__gt=1), name="strategy_makes_waves"
            ),
        ]

    def __str__(self) -> str:
        return self.name

from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.region import OfWarehouses
from zhanggui.fulfilment.states import WALL_STEPS, WallState
from zhanggui.people.models import Warehouse

MOST_CELLS = 500


class Wall(models.Model):
    """A put wall of a warehouse: its cells are numbered from 1, along the rows, from the top left."""

    STEPS = WALL_STEPS

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=16, help_text="As it is written, and barcoded, on the wall.")
    name = models.CharField(max_length=40, blank=True)
    rows = models.PositiveSmallIntegerField()
    columns = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=WallState.choices, default=WallState.OPEN)

    objects = OfWarehouses.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "code"], name="wall_code_once"),
            models.CheckConstraint(condition=Q(state__in=WallState.values), name="wall_state_known"),
            models.CheckConstraint(condition=Q(rows__gt=0, columns__gt=0), name="wall_has_cells"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def cells(self) -> int:
        return self.rows * self.columns

"""What storekeepers carried, from where to where."""

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Location
from zhanggui.storing.states import CarryKind


class Carry(models.Model):
    """Pieces were carried from one place of a warehouse to another. Its move has its number as cause; never changed."""

    client_id = models.UUIDField(unique=True, help_text="Given by who asked; the same carry sent twice counts once.")
    kind = models.CharField(max_length=12, choices=CarryKind.choices)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    lot = models.CharField(max_length=40, blank=True)
    origin = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True, help_text="Why another bin than the one suggested.")
    carried_by = models.CharField(max_length=80)
    carried_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "carries"
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="carry_quantity_positive"),
            models.CheckConstraint(condition=~Q(origin=F("target")), name="carry_goes_somewhere"),
            models.CheckConstraint(condition=Q(kind__in=CarryKind.values), name="carry_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}: {self.origin_id} → {self.target_id}"

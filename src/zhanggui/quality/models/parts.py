"""Parts taken from defective goods, and the pieces sent to buyers whose parcel lacked one 补发配件."""

from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Location
from zhanggui.orders.models import Order
from zhanggui.people.models import Warehouse
from zhanggui.quality.models.defects import Disposal, WarehouseQuerySet


class PartsTaken(models.Model):
    """So many pieces of a part came out of defective goods and lie with the spare parts. Its key is the cause of the
    move that brought them there."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="parts")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_by = models.CharField(max_length=80)
    taken_at = models.DateTimeField()

    objects = WarehouseQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "parts taken"
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="parts_taken_positive")]
        indexes = [models.Index(fields=["taken_at", "id"], name="parts_taken_by_day")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}"


class PartsIssue(models.Model):
    """Spare parts given out for a buyer: no revenue, full cost. `order` is the one whose parcel lacked them."""

    number = models.CharField(max_length=24, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(max_length=200, default="", blank=True)
    client_id = models.UUIDField(unique=True)
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()

    objects = WarehouseQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="parts_issue_positive")]
        indexes = [models.Index(fields=["issued_at", "id"], name="parts_issue_by_day")]

    def __str__(self) -> str:
        return self.number

from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.region import OfWarehouses
from zhanggui.people.models import Warehouse


class FreightTable(models.Model):
    """A carrier's price list, for one warehouse or for all. A carrier and warehouse has one."""

    name = models.CharField(max_length=80, unique=True)
    carrier = models.CharField(max_length=32)
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    divisor = models.PositiveIntegerField(default=0, help_text="cm³ to a kilogram; 0: volume costs nothing.")
    volume_above = models.DecimalField(
        max_digits=4, decimal_places=2, default=1, db_default=1,
        help_text="Volume counts where it is more than so many times the weight.",
    )  # fmt: skip
    rounding_g = models.PositiveIntegerField(default=0)
    remote_areas = models.JSONField(default=list, blank=True, help_text="省/市/区, as far as needed.")
    remote_fee = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    objects = OfWarehouses.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier", "warehouse"], nulls_distinct=False, name="freight_table_once"),
            models.CheckConstraint(condition=Q(remote_fee__gte=0), name="freight_remote_not_negative"),
            models.CheckConstraint(condition=Q(volume_above__gte=1), name="freight_volume_above_weight"),
        ]

    def __str__(self) -> str:
        return self.name


class FreightZone(models.Model):
    """Areas with one price: flat bands first, above them first and continued weight."""

    table = models.ForeignKey(FreightTable, on_delete=models.CASCADE, related_name="zones")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    areas = models.JSONField(help_text="省/市/区, as far as needed.")
    is_served = models.BooleanField(default=True)
    first_g = models.PositiveIntegerField(default=1000)
    first_fee = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    step_g = models.PositiveIntegerField(default=1000)
    step_fee = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    bands = models.JSONField(default=list, blank=True, help_text="[[grams, fee as text], …], up to and with.")
    days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Promised days on the way.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_g__gt=0, step_g__gt=0, first_fee__gte=0, step_fee__gte=0), name="freight_zone_prices"
            )
        ]

    def __str__(self) -> str:
        return self.name

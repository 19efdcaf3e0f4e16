from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Category, Sku
from zhanggui.fulfilment.models.region import OfWarehouses
from zhanggui.people.models import Shop, Warehouse


class WarehouseCarrier(models.Model):
    """A carrier that collects at a warehouse, under which account. A warehouse without any sends with the shop's."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+", db_index=False)
    carrier = models.CharField(max_length=32)
    is_enabled = models.BooleanField(default=True)
    account = models.CharField(max_length=64, blank=True)

    objects = OfWarehouses.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "carrier"], name="warehouse_carrier_once")]

    def __str__(self) -> str:
        return self.carrier


class AccountCarrier(models.Model):
    """A carrier whose numbers are asked of an account when a wave is built at this warehouse."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+", db_index=False)
    carrier = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "carrier"], name="account_carrier_once")]

    def __str__(self) -> str:
        return self.carrier


class CarrierArea(models.Model):
    """Whether a carrier delivers to an area; without a carrier it is said of all. With a beginning it is a stop: the
    carrier takes nothing for the area for some time, because of a lockdown, a flood, a station that closed.

    The most exact row counts, and of equals the carrier's own; without one it delivers. A stop counts before them.
    """

    carrier = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=60)
    city = models.CharField(max_length=60, blank=True)
    district = models.CharField(max_length=60, blank=True)
    is_served = models.BooleanField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "state", "city", "district"],
                name="carrier_area_once",
                condition=Q(starts_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["carrier", "state", "city", "district"],
                name="carrier_stop_once",
                condition=Q(starts_at__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), starts_at__isnull=False, is_served=False),
                name="carrier_stop_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier or '*'}: {self.state} {self.city} {self.district}".strip()


class CarrierRule(models.Model):
    """For which parcels a carrier is preferred or forbidden. The first rule that fits a carrier decides about it."""

    name = models.CharField(max_length=80, unique=True)
    priority = models.PositiveIntegerField(default=100, help_text="Lower is asked first.")
    carrier = models.CharField(max_length=32)
    is_forbidding = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    state = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=60, blank=True)
    district = models.CharField(max_length=60, blank=True)
    above_g = models.PositiveIntegerField(default=0)
    up_to_g = models.PositiveIntegerField(null=True, blank=True)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    words = models.CharField(max_length=60, blank=True, help_text="Found in the buyer's message or the seller's memo.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(up_to_g__isnull=True) | Q(up_to_g__gt=F("above_g")), name="carrier_rule_band"
            )
        ]
        indexes = [models.Index(fields=["priority", "id"], name="carrier_rule_order")]

    def __str__(self) -> str:
        return self.name

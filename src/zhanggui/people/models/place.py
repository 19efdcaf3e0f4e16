from django.db import models

from zhanggui.kernel.actor import Actor


class ShopQuerySet(models.QuerySet["Shop"]):
    def visible_to(self, actor: Actor) -> "ShopQuerySet":
        return self if actor.shop_ids is None else self.filter(pk__in=actor.shop_ids)


class WarehouseQuerySet(models.QuerySet["Warehouse"]):
    def visible_to(self, actor: Actor) -> "WarehouseQuerySet":
        return self if actor.warehouse_ids is None else self.filter(pk__in=actor.warehouse_ids)


class Warehouse(models.Model):
    """A building that ships. Its bins are inventory's affair."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=80)
    priority = models.SmallIntegerField(default=0, help_text="Lower is asked first when an order is planned.")
    sender_name = models.CharField(max_length=80, blank=True)
    sender_phone = models.CharField(max_length=32, blank=True)
    sender_address = models.CharField(max_length=200, blank=True)

    objects = WarehouseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Shop(models.Model):
    """One shop on one sales channel. How to reach the platform is the channels app's affair."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    channel = models.CharField(max_length=32, help_text="The connector's key: taobao, files, …")
    carrier = models.CharField(
        max_length=32, default="testcarrier", help_text="The carrier parcels of this shop go with."
    )
    currency = models.CharField(max_length=3, default="CNY")
    ship_within_hours = models.PositiveSmallIntegerField(default=48)

    objects = ShopQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

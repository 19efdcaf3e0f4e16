from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Exists, F, Func, Min, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Cast

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models.line import OrderLine
from zhanggui.orders.models.order import Order
from zhanggui.people.models import Shop

_SUMS = ("short", "orders", "first_ship_by", "money", "causes")


class ShortOrderQuerySet(models.QuerySet["ShortOrder"]):
    def visible_to(self, actor: Actor) -> "ShortOrderQuerySet":
        """Orders of the actor's shops of which pieces are missing; one for which all lies free only keeps its turn."""
        missing = self.filter(short__gt=0)
        return missing if actor.shop_ids is None else missing.filter(shop_id__in=actor.shop_ids)


class ShortOrder(models.Model):
    """An order that waits for goods, as it was weighed last. The row is the state: once it waits no more it is gone."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True, related_name="shortage")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    ship_by = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    short = models.PositiveIntegerField(default=0, help_text="Pieces missing.")
    money = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    causes = ArrayField(models.CharField(max_length=16), default=list, db_default=[], blank=True)
    since = models.DateTimeField()

    objects = ShortOrderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ship_by", "order"], name="short_order_queue", include=["shop"]),
            models.Index(fields=["short", "order"], name="short_order_by_pieces"),
            models.Index(fields=["money", "order"], name="short_order_by_money"),
            models.Index(fields=["since", "order"], name="short_order_by_since"),
            GinIndex(fields=["causes"], name="short_order_causes"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.short}"


class ShortLine(models.Model):
    """A line of a waiting order, its place in the queue for its goods, and what is missing of it."""

    line = models.OneToOneField(OrderLine, on_delete=models.CASCADE, primary_key=True, related_name="shortage")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="short_lines")
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    wanted = models.PositiveIntegerField()
    short = models.PositiveIntegerField(help_text="0: enough lies free for it, another line keeps the order waiting.")
    place = models.PositiveIntegerField(help_text="1 is served next.")
    causes = models.JSONField(default=dict, help_text="Pieces by cause.")

    class Meta:
        indexes = [models.Index(fields=["sku", "place"], name="short_line_queue")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.short}"


class ShortSkuQuerySet(models.QuerySet["ShortSku"]):
    def visible_to(self, actor: Actor) -> "ShortSkuQuerySet":
        """SKUs that orders of the actor's shops wait for, with their sums over those orders alone as `seen_…`."""
        if actor.shop_ids is None:
            return self.annotate(**{f"seen_{name}": F(name) for name in _SUMS})
        lines = ShortLine.objects.filter(sku_id=OuterRef("pk"), short__gt=0, order__shop_id__in=actor.shop_ids)
        short = lines.order_by().values("sku_id").annotate(pieces=Sum("short")).values("pieces")
        named = Cast(Func("causes", function="jsonb_object_keys"), models.CharField(max_length=16))
        mine = ShortLine.objects.filter(sku_id=OuterRef(OuterRef("pk")), short__gt=0).values("order_id")
        orders = ShortOrder.objects.filter(shop_id__in=actor.shop_ids, pk__in=mine).order_by()

        def over_orders(of: models.Aggregate) -> Subquery:
            return Subquery(orders.annotate(all=Value(1)).values("all").annotate(found=of).values("found"))

        return self.filter(Exists(lines)).annotate(
            seen_short=Subquery(short),
            seen_orders=over_orders(Count("pk")),
            seen_first_ship_by=over_orders(Min("ship_by")),
            seen_money=over_orders(Sum("money")),
            seen_causes=ArraySubquery(lines.order_by().annotate(cause=named).values("cause").distinct()),
        )


class ShortSku(models.Model):
    """A SKU of which pieces are missing: the sums of its short lines."""

    sku = models.OneToOneField(Sku, on_delete=models.CASCADE, primary_key=True, related_name="shortage")
    code = models.CharField(max_length=64)
    short = models.PositiveIntegerField()
    orders = models.PositiveIntegerField()
    first_ship_by = models.DateTimeField(null=True, blank=True)
    money = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    causes = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    weighed_at = models.DateTimeField()

    objects = ShortSkuQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["first_ship_by", "sku"], name="short_sku_queue"),
            models.Index(fields=["short", "sku"], name="short_sku_by_pieces"),
            models.Index(fields=["orders", "sku"], name="short_sku_by_orders"),
            models.Index(fields=["code"], name="short_sku_by_code"),
            GinIndex(fields=["causes"], name="short_sku_causes"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.short}"

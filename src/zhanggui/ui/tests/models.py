"""A made-up document with every kind of field a desk shows."""

from django.db import models

from zhanggui.kernel.actor import Actor


class BasketState(models.TextChoices):
    OPEN = "open", "待审核"
    HELD = "held", "挂起"
    READY = "ready", "待打印"
    SHIPPED = "shipped", "已发货"
    VOID = "void", "已取消"


class BasketQuerySet(models.QuerySet["Basket"]):
    def visible_to(self, actor: Actor) -> "BasketQuerySet":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class Basket(models.Model):
    number = models.CharField(max_length=40, unique=True)
    shop_id = models.IntegerField(db_index=True)
    state = models.CharField(max_length=10, choices=BasketState.choices, default=BasketState.OPEN)
    buyer = models.CharField(max_length=40)
    mobile = models.CharField(max_length=20)
    goods = models.CharField(max_length=200)
    city = models.CharField(max_length=40, default="")
    pieces = models.DecimalField(max_digits=12, decimal_places=3)
    paid = models.DecimalField(max_digits=14, decimal_places=2)
    cost = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="CNY")
    paid_at = models.DateTimeField(null=True)
    note = models.TextField(default="")

    objects = BasketQuerySet.as_manager()

    class Meta:
        app_label = "ui_tests"
        indexes = [
            models.Index(fields=["state", "paid_at", "id"]),
            models.Index(fields=["paid_at", "id"]),
            models.Index(fields=["paid"]),
            models.Index(fields=["buyer"]),
            models.Index(fields=["state", "shop_id"]),
        ]

    def __str__(self) -> str:
        return self.number

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhanggui.orders.models.order import Order
from zhanggui.orders.states import LookPurpose, LookWay
from zhanggui.people.models import Shop


class ReceiverWord(models.Model):
    """A word by which a receiver is found, as a keyed hash: the index over what is sealed.

    A table of its own, because an order is updated many times and its receiver hardly ever. It knows the shop, so that
    a frequent name is found within one shop without a look at the orders of the others: the index holds all three.
    """

    pk = models.CompositePrimaryKey("token", "order_id")
    token = models.BigIntegerField()
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    def __str__(self) -> str:
        return f"{self.token} {self.order_id}"


class ReceiverLook(models.Model):
    """Someone saw the whole words of receivers: who, when, why, of which orders. Append-only."""

    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    actor = models.CharField(max_length=80)
    source = models.CharField(max_length=16)
    way = models.CharField(max_length=10, choices=LookWay.choices)
    purpose = models.CharField(max_length=16, choices=LookPurpose.choices)
    order_count = models.PositiveIntegerField()
    order_ids = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=LookPurpose.values), name="look_purpose_known"),
            models.CheckConstraint(condition=Q(way__in=LookWay.values), name="look_way_known"),
            models.CheckConstraint(condition=Q(order_count__gt=0), name="look_at_something"),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="look_by_moment"),
            models.Index(fields=["user", "at"], name="look_by_user", include=["way", "order_count"]),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.way} {self.purpose} × {self.order_count}"

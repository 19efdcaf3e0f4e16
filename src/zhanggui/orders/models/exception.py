from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.orders.models.order import Order
from zhanggui.orders.pool.states import Cause
from zhanggui.people.models import Shop, User, Warehouse


class StuckOrderQuerySet(models.QuerySet["StuckOrder"]):
    def visible_to(self, actor: Actor) -> "StuckOrderQuerySet":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class StuckOrder(models.Model):
    """An order that does not move, with the one cause that counts, whose it is and until when it is to be ended.

    The row is there as long as the order does not move; facts remember who had it.
    """

    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True, related_name="stuck")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    cause = models.CharField(max_length=16, choices=Cause.choices)
    detail = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(help_text="Since when this cause keeps it.")
    due_at = models.DateTimeField()
    post = models.CharField(max_length=32, help_text="The post it falls to: the code of a role.")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    assigned_by = models.CharField(max_length=80, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(default=0, help_text="How many steps of escalation it has passed.")
    escalates_at = models.DateTimeField(null=True, blank=True)

    objects = StuckOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="stuck_order_cause_known"),
        ]
        indexes = [
            models.Index(fields=["due_at", "order"], name="stuck_order_by_due", include=["cause", "shop"]),
            models.Index(fields=["cause", "due_at", "order"], name="stuck_order_by_cause", include=["shop"]),
            models.Index(fields=["since", "order"], name="stuck_order_by_since"),
            models.Index(
                fields=["person", "due_at", "order"], name="stuck_order_by_person", condition=Q(person__isnull=False)
            ),
            models.Index(
                fields=["escalates_at"], name="stuck_order_escalates", condition=Q(escalates_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.cause}"


class CutOff(models.Model):
    """When a warehouse prints: what must leave soon after has to be through review by then.

    It is for every carrier, or for those named alone.
    """

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.TimeField(help_text="In the company's zone, every day.")
    carriers = ArrayField(models.CharField(max_length=32), default=list, db_default=[], blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "at"], name="cut_off_once")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"

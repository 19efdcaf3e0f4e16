"""What platforms told us by themselves, or when asked what buyers want back."""

from django.db import models
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.doors.channel_abilities import RefundKind
from zhanggui.orders.models import Order
from zhanggui.people.models import Shop


class PushEvent(models.Model):
    """A message of a platform, once however often it was sent. `done_at`: since when its orders show what it meant."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    order_numbers = models.JSONField(default=list)
    heard_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "key"], name="push_event_once")]
        indexes = [
            models.Index(fields=["shop", "id"], name="push_event_to_do", condition=Q(done_at__isnull=True)),
            models.Index(fields=["heard_at"], name="push_event_by_age"),
        ]

    def __str__(self) -> str:
        return self.key


class RefundCaseQuerySet(models.QuerySet["RefundCase"]):
    def visible_to(self, actor: Actor) -> "RefundCaseQuerySet":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class RefundCase(models.Model):
    """What a buyer wants back, as their platform has it: the newest version that ever arrived."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=64)
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="refund_cases")
    order_number = models.CharField(max_length=64)
    line_number = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, help_text="As the platform has it; it goes any way the platform lets it.")
    kind = models.CharField(max_length=8)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="CNY")
    quantity = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    decide_by = models.DateTimeField(null=True, blank=True)
    return_carrier = models.CharField(max_length=40, blank=True)
    return_waybill = models.CharField(max_length=64, blank=True)
    payload = models.BinaryField(help_text="As it came, sealed.")

    objects = RefundCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "number"], name="refund_case_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in RefundState]), name="refund_case_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in RefundKind]), name="refund_case_kind_known"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="refund_case_amount"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="refund_case_by_state"),
            models.Index(fields=["order_number"], name="refund_case_of_order"),
            models.Index(fields=["shop", "order_number"], name="refund_case_homeless", condition=Q(order__isnull=True)),
            models.Index(fields=["number"], name="refund_case_by_number"),
            models.Index(fields=["return_waybill"], name="refund_case_return", condition=~Q(return_waybill="")),
        ]

    def __str__(self) -> str:
        return self.number


class Pace(models.Model):
    """When the next call of a kind may be made, for one shop or app: the clock of a limit that all workers share."""

    key = models.CharField(max_length=160, unique=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.models.order import Order


class OrderLine(models.Model):
    """What was bought of one thing, and how far it has come.

    ordered ≥ claimed ≥ picked ≥ packed ≥ shipped ≥ returned, always; progress is read from these counters.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", db_index=False)
    number = models.CharField(max_length=64, help_text="The platform's line number.")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, blank=True, related_name="order_lines")
    sku_code = models.CharField(max_length=64, blank=True)
    listing = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200, blank=True)
    spec = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    refund = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in RefundState], default=RefundState.NONE
    )
    is_cancelled = models.BooleanField(default=False)
    wanted = models.PositiveIntegerField(
        null=True, blank=True, help_text="The platform's newer quantity, waiting until the parcel lets go of the line."
    )
    wanted_code = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="The merchant code that goes with `wanted`."
    )

    ordered = models.PositiveIntegerField()
    claimed = models.PositiveIntegerField(default=0)
    picked = models.PositiveIntegerField(default=0)
    packed = models.PositiveIntegerField(default=0)
    shipped = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["order"], name="order_line_waiting", condition=Q(wanted__isnull=False)),
            models.Index(fields=["sku_code"], name="order_line_unmatched", condition=Q(sku=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="order_line_once"),
            models.CheckConstraint(condition=Q(ordered__gt=0), name="order_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(refund__in=[str(state) for state in RefundState]), name="order_line_refund_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    claimed__lte=F("ordered"),
                    picked__lte=F("claimed"),
                    packed__lte=F("picked"),
                    shipped__lte=F("packed"),
                    returned__lte=F("shipped"),
                ),
                name="order_line_ladder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordered} × {self.sku_code}"

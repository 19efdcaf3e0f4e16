from django.db import models
from django.db.models import Q

from zhanggui.orders.models.order import Order


class BuyerHistory(models.Model):
    """What rules saw of the buyer's other orders when one of them first asked about this one, paid: it stays so.

    Orders that are sent, cancelled or refunded since, and those that came since, change nothing for this one.
    """

    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True, related_name="+")
    orders = models.PositiveIntegerField(help_text="Placed before it, by its buyer in its shop.")
    cancelled = models.PositiveIntegerField(help_text="How many of them were cancelled.")
    refunds = models.PositiveIntegerField(help_text="How many of them had a refund.")
    not_sent = models.JSONField(help_text="{shop: other orders of its buyer or receiver that were not sent yet}")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled__lte=models.F("orders"), refunds__lte=models.F("orders")),
                name="buyer_history_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.orders}"

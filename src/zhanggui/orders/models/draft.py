from django.conf import settings
from django.db import models
from django.db.models import Q

from zhanggui.orders.models.order import Order
from zhanggui.people.models import Shop


class DraftOrder(models.Model):
    """An order somebody is typing. It becomes one order at most, however often it is sent.

    `content` is the form as it stands, sealed, because it names a receiver; the other columns are what a list shows.
    A draft that was placed keeps which order it is, and by `placed_digest` whether a form is the one that was placed.
    """

    key = models.UUIDField(unique=True, help_text="Given by the form, so that saving twice saves one draft.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    content = models.BinaryField()
    receiver_masked = models.CharField(max_length=120, blank=True)
    goods = models.CharField(max_length=200, blank=True)
    units = models.PositiveIntegerField(default=0)
    total = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    copy_of = models.ForeignKey(
        Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    changed_at = models.DateTimeField()
    number = models.CharField(max_length=64, blank=True, help_text="The order it became; empty: it is still a draft.")
    placed_at = models.DateTimeField(null=True, blank=True)
    order = models.ForeignKey(
        Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    placed_digest = models.BinaryField(
        null=True,
        blank=True,
        max_length=16,
        help_text="Of the form that was placed; only who holds the key can make it.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number="", placed_at=None) | (~Q(number="") & Q(placed_at__isnull=False)),
                name="draft_placed_with_number",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "changed_at", "id"], name="draft_of_owner", condition=Q(number="")),
            models.Index(fields=["copy_of", "id"], name="draft_copy_of", condition=Q(number="", copy_of__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number or str(self.key)

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.orders.models.line import OrderLine
from zhanggui.orders.payments.states import DifferenceWay
from zhanggui.people.models import Shop


class Exchange(models.Model):
    """Goods the buyer wants in place of a line before it is sent, and what that costs or saves them.

    An open exchange says what is sent for its line. It ends when we take it back, or when the platform itself changes
    what was bought: then the platform's word holds.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="exchanges", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    price_difference = models.DecimalField(
        max_digits=12, decimal_places=2, default=Decimal(0), help_text="Above zero: to collect; below: to give back."
    )
    for_code = models.CharField(max_length=64, blank=True, help_text="The merchant code it stands in for.")
    for_pieces = models.PositiveIntegerField(help_text="The quantity it stands in for.")
    parts = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="Bundle parts that were to be sent before."
    )
    waits = models.BooleanField(default=False, help_text="Not carried out yet: pieces under way must come back first.")
    ended_hold = models.BooleanField(default=False, help_text="A platform's request to change items waited for it.")
    settled = models.CharField(
        max_length=10,
        choices=DifferenceWay.choices,
        blank=True,
        default=DifferenceWay.OPEN,
        db_default="",
        help_text="What became of the difference; until then it is part of what the order costs.",
    )
    settled_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_note = models.CharField(max_length=200, blank=True, default="", db_default="")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(ended_at=None), name="exchange_open_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, for_pieces__gt=0), name="exchange_quantity_positive"),
            models.CheckConstraint(condition=Q(settled__in=DifferenceWay.values), name="exchange_settled_known"),
            models.CheckConstraint(
                condition=Q(settled=DifferenceWay.OPEN, settled_at=None)
                | Q(settled=DifferenceWay.COLLECTED, settled_at__isnull=False, price_difference__gt=0)
                | Q(settled=DifferenceWay.PAID_BACK, settled_at__isnull=False, price_difference__lt=0)
                | Q(settled=DifferenceWay.WAIVED, settled_at__isnull=False) & ~Q(price_difference=0),
                name="exchange_settled_fits",
            ),
        ]
        indexes = [
            models.Index(fields=["line"], name="exchange_of_line"),
            models.Index(fields=["line"], name="exchange_waiting", condition=Q(waits=True)),
            models.Index(fields=["id"], name="exchange_with_difference", condition=~Q(price_difference=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id} for line {self.line_id}"


class ListingMatch(models.Model):
    """What a clerk bound once: lines of this shop with this code and listing are this SKU."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    sku_code = models.CharField(max_length=64, blank=True, help_text="The code as the platform gives it.")
    listing = models.CharField(max_length=64, blank=True)
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+")
    bound_by = models.CharField(max_length=80)
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku_code", "listing"], name="listing_match_once"),
            models.CheckConstraint(condition=~Q(sku_code="", listing=""), name="listing_match_names_something"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_code or self.listing} → {self.sku_id}"

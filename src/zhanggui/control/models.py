"""What the company watches of its stock: one row of stored figures per SKU and warehouse, worked out again by night."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.control.states import Signal
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse


class FigureQuerySet(models.QuerySet["StockFigure"]):
    def visible_to(self, actor: Actor) -> "FigureQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class StockFigure(models.Model):
    """A SKU in a warehouse as the ledger said at `summed_at`. The pieces of all ages are the pieces on hand: the oldest
    leave first."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    signal = models.CharField(max_length=6, choices=Signal.choices)
    on_hand = models.IntegerField(help_text="In every place of the warehouse.")
    free = models.IntegerField(help_text="Sellable and not claimed.")
    sold_month = models.IntegerField(help_text="In the last 30 days, less what came back.")
    sold_quarter = models.IntegerField(help_text="In the last 90 days.")
    sold_on = models.DateField(null=True, blank=True, help_text="The last day it sold, within a year.")
    lead_days = models.PositiveSmallIntegerField(help_text="Of the quickest supplier it may be ordered from.")
    cover_days = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    turns = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal(0), help_text="A year.")
    abc = models.CharField(max_length=1, blank=True)
    xyz = models.CharField(max_length=1, blank=True)
    age_30 = models.IntegerField(default=0, help_text="Pieces that came within 30 days.")
    age_60 = models.IntegerField(default=0)
    age_90 = models.IntegerField(default=0)
    age_180 = models.IntegerField(default=0)
    age_older = models.IntegerField(default=0)
    expired = models.IntegerField(default=0, db_default=0, help_text="Pieces of lots whose last day is over.")
    ends_30 = models.IntegerField(default=0, db_default=0, help_text="Pieces whose last day is within 30 days.")
    ends_90 = models.IntegerField(default=0, db_default=0, help_text="Within 31 to 90 days.")
    safety = models.IntegerField(
        default=0,
        db_default=0,
        help_text="To keep the service level of its class until an order comes.",
    )
    oldest_on = models.DateField(null=True, blank=True, help_text="The day the oldest piece on hand came.")
    value = models.DecimalField(max_digits=16, decimal_places=2, help_text="Of the pieces on hand, at the SKU's cost.")
    summed_at = models.DateTimeField()

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "sku"], name="stock_figure_once"),
            models.CheckConstraint(condition=Q(signal__in=Signal.values), name="stock_figure_signal_known"),
            models.CheckConstraint(
                condition=Q(on_hand=F("age_30") + F("age_60") + F("age_90") + F("age_180") + F("age_older")),
                name="stock_figure_ages_sum",
            ),
            models.CheckConstraint(
                condition=Q(safety__gte=0, on_hand__gte=F("expired") + F("ends_30") + F("ends_90")),
                name="stock_figure_lives_fit",
            ),
        ]
        indexes = [
            models.Index(fields=["signal", "id"], name="stock_figure_by_signal"),
            models.Index(fields=["abc", "xyz", "id"], name="stock_figure_by_class"),
            models.Index(fields=["id"], condition=Q(age_30__gt=0), name="stock_figure_age_30"),
            models.Index(fields=["id"], condition=Q(age_60__gt=0), name="stock_figure_age_60"),
            models.Index(fields=["id"], condition=Q(age_90__gt=0), name="stock_figure_age_90"),
            models.Index(fields=["id"], condition=Q(age_180__gt=0), name="stock_figure_age_180"),
            models.Index(fields=["id"], condition=Q(age_older__gt=0), name="stock_figure_age_older"),
            models.Index(fields=["id"], condition=Q(expired__gt=0), name="stock_figure_expired"),
            models.Index(fields=["id"], condition=Q(ends_30__gt=0), name="stock_figure_ends_30"),
            models.Index(fields=["id"], condition=Q(ends_90__gt=0), name="stock_figure_ends_90"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id}: {self.signal}"

"""What was sold (SalesDay), how SKUs differ (SkuClass), what is expected (Forecast), what to buy (Plan, Suggestion).

Sales are sums of moves to customers and back, and of what a file brought from before. Forecasts are replaced by each
plan; a suggestion keeps every figure it follows from.
"""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.parties.models import Supplier
from zhanggui.people.models import Warehouse
from zhanggui.planning.states import (
    PLAN_STEPS,
    SUGGESTION_STEPS,
    Abc,
    FestivalKind,
    Method,
    PlanState,
    SuggestionState,
    Xyz,
)


class OfWarehouseQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "OfWarehouseQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class SalesDay(models.Model):
    """Pieces of a SKU that left a warehouse for customers on one day of the company. A day without any has no row.

    The primary key carries `quantity`, so that years are read from the index alone.
    """

    pk = models.CompositePrimaryKey("warehouse", "sku", "day")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    sold = models.IntegerField(default=0, db_default=0, help_text="Moved to customers.")
    returned = models.IntegerField(default=0, db_default=0, help_text="Moved back by customers.")
    imported = models.IntegerField(default=0, db_default=0, help_text="Sold before the ledger began, from a file.")
    quantity = models.GeneratedField(
        expression=F("sold") - F("returned") + F("imported"), output_field=models.IntegerField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sold__gte=0, returned__gte=0, imported__gte=0), name="sales_day_not_negative"
            ),
        ]
        indexes = [BrinIndex(fields=["day"], name="sales_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.sku_id}: {self.quantity}"


class SalesSummed(models.Model):
    """Up to which day moves were summed. One row."""

    through = models.DateField()
    summed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "sales summed"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="sales_summed_one_row")]

    def __str__(self) -> str:
        return str(self.through)


class SkuClass(models.Model):
    """How much a SKU weighs in its warehouse (A, B, C), and how evenly it sells (X, Y, Z)."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    abc = models.CharField(max_length=1, choices=Abc.choices)
    xyz = models.CharField(max_length=1, choices=Xyz.choices)
    pieces = models.IntegerField(help_text="Sold in the year before.")
    value = models.DecimalField(max_digits=16, decimal_places=2, help_text="Of these pieces, at cost.")
    classed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "sku"], name="sku_class_once"),
            models.CheckConstraint(condition=Q(abc__in=Abc.values), name="sku_class_abc_known"),
            models.CheckConstraint(condition=Q(xyz__in=Xyz.values), name="sku_class_xyz_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id}: {self.abc}{self.xyz}"


class Forecast(models.Model):
    """What a SKU is expected to sell in a warehouse, the method chosen for it, and how it did in the back-test.

    Errors are mean absolute errors of a week, in pieces. They are those of the last four weeks, which no method was
    chosen by; without them the history is too short to test. `weekly` is without festivals.
    """

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(help_text="The first day it is for.")
    method = models.CharField(max_length=8, choices=Method.choices)
    error = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    naive_error = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    is_worse = models.BooleanField(default=False, help_text="Than the last week repeated.")
    errors = models.JSONField(default=dict, help_text="{method: [where it was chosen, in the last four weeks]}")
    weekly = ArrayField(models.DecimalField(max_digits=12, decimal_places=2))
    profile = ArrayField(models.DecimalField(max_digits=6, decimal_places=3), help_text="Monday to Sunday, mean 1.")
    uplifts = models.JSONField(default=dict, help_text="{festival: as text}, those of this SKU.")
    sigma = models.DecimalField(max_digits=12, decimal_places=3, help_text="Of the error of one day, in pieces.")

    objects = OfWarehouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "sku"], name="forecast_once"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="forecast_method_known"),
        ]
        indexes = [
            models.Index(fields=["method", "id"], name="forecast_by_method"),
            models.Index(fields=["id"], condition=Q(is_worse=True), name="forecast_worse"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id}: {self.method}"


class PlanningNumbers(models.Model):
    """How the company plans. One row; without it the defaults of rules/numbers."""

    review_days = models.PositiveSmallIntegerField(help_text="Days between two plans.")
    lead_days = models.PositiveSmallIntegerField(help_text="Where neither terms nor supplier say.")
    service_a = models.DecimalField(max_digits=4, decimal_places=1, help_text="Percent of waits without a gap.")
    service_b = models.DecimalField(max_digits=4, decimal_places=1)
    service_c = models.DecimalField(max_digits=4, decimal_places=1)
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "planning numbers"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="planning_numbers_one_row"),
            models.CheckConstraint(
                condition=Q(service_a__range=(50, Decimal("99.9")), service_b__range=(50, Decimal("99.9")))
                & Q(service_c__range=(50, Decimal("99.9")), review_days__gt=0),
                name="planning_numbers_sound",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_days} days"


class Uplift(models.Model):
    """How many times as much the company expects to sell at a festival, in place of what history says."""

    festival = models.CharField(max_length=16, choices=FestivalKind.choices, unique=True)
    times = models.DecimalField(max_digits=6, decimal_places=2)
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(festival__in=FestivalKind.values), name="uplift_festival_known"),
            models.CheckConstraint(condition=Q(times__gte=0), name="uplift_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.festival} × {self.times}"


class Plan(models.Model):
    """One working out of what a warehouse should buy, with the numbers it was worked out by."""

    STEPS = PLAN_STEPS

    number = models.CharField(max_length=32, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField(help_text="The first day it plans for.")
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.RUNNING)
    total = models.PositiveIntegerField(default=0, help_text="SKUs to look at.")
    looked = models.PositiveIntegerField(default=0)
    last_id = models.BigIntegerField(default=0, help_text="The SKU looked at last.")
    numbers = models.JSONField(default=dict, help_text="How the company planned then.")
    uplifts = models.JSONField(null=True, blank=True, help_text="{festival: {learned, used}}; null: not yet learned.")
    company = models.JSONField(default=dict, help_text="What all SKUs together say: weekdays.")
    suggested = models.PositiveIntegerField(default=0, help_text="SKUs to buy.")
    worse = models.PositiveIntegerField(default=0, help_text="Forecasts that did worse than the last week repeated.")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OfWarehouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.UniqueConstraint(fields=["warehouse"], condition=Q(state="running"), name="plan_running_once"),
        ]
        indexes = [models.Index(fields=["state", "id"], name="plan_by_state")]

    def __str__(self) -> str:
        return self.number


class Suggestion(models.Model):
    """So many pieces of a SKU should be bought for a warehouse. `inputs` are all figures the number follows from."""

    STEPS = SUGGESTION_STEPS

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    abc = models.CharField(max_length=1, choices=Abc.choices)
    xyz = models.CharField(max_length=1, choices=Xyz.choices)
    inputs = models.JSONField()
    suggested = models.PositiveIntegerField(help_text="What the inputs say.")
    quantity = models.PositiveIntegerField(help_text="What will be ordered.")
    days_left = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Until it is out; null: long.")
    is_urgent = models.BooleanField(default=False, help_text="It is out before an order of today would come.")
    unit_price = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    state = models.CharField(max_length=8, choices=SuggestionState.choices, default=SuggestionState.PROPOSED)
    changed_by = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = OfWarehouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "sku"], name="suggestion_once"),
            models.UniqueConstraint(
                fields=["warehouse", "sku"],
                condition=Q(state__in=["proposed", "enough", "dropped"]),
                name="suggestion_open_once",
            ),
            models.CheckConstraint(condition=Q(abc__in=Abc.values), name="suggestion_abc_known"),
            models.CheckConstraint(condition=Q(xyz__in=Xyz.values), name="suggestion_xyz_known"),
            models.CheckConstraint(condition=Q(state__in=SuggestionState.values), name="suggestion_state_known"),
        ]
        indexes = [
            models.Index(fields=["state", "days_left", "id"], name="suggestion_by_state"),
            models.Index(fields=["state", "abc", "id"], name="suggestion_by_class"),
            models.Index(fields=["state", "supplier", "id"], name="suggestion_by_supplier"),
            models.Index(fields=["state", "warehouse", "id"], name="suggestion_by_warehouse"),
            models.Index(fields=["sku", "id"], name="suggestion_by_sku"),
            models.Index(fields=["state", "id"], condition=Q(is_urgent=True), name="suggestion_urgent"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}"

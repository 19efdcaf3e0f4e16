"""What stock is worth: by SKU (StockValue), by purchase (Layer), and every change of it (CostLine).

Lines are the only way value changes. StockValue, Layer and MonthEnd are sums of them, kept in the same transaction by
`ledger.py`, guarded by CHECK constraints here and proved again by `zhanggui prove`. Cost is that of the company: goods
in every warehouse, and on the way between two of them, are worth the same.
"""

from django.db import models
from django.db.models import F, Q

from zhanggui.books.models import Entry
from zhanggui.catalog.models import Sku
from zhanggui.costing.states import ADJUSTMENTS, LineKind, Method
from zhanggui.inventory.models import Move
from zhanggui.people.models import Warehouse


class CostBook(models.Model):
    """How the company values its stock, and how far it has come. One row; whoever writes value locks it first."""

    method = models.CharField(max_length=8, choices=Method.choices, default=Method.AVERAGE)
    valued_through = models.BigIntegerField(default=0, help_text="Every move up to this one was looked at.")
    seen_id = models.BigIntegerField(default=0, help_text="The newest number drawn when it was looked last.")
    seen_transaction = models.BigIntegerField(default=0, help_text="All before it are over: none writes below seen_id.")
    set_by = models.CharField(max_length=80, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="cost_book_one_row"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="cost_book_method_known"),
        ]

    def __str__(self) -> str:
        return self.method


class StockValue(models.Model):
    """What the company has of a SKU and what it is worth."""

    sku = models.OneToOneField(Sku, on_delete=models.PROTECT, related_name="stock_value")
    quantity = models.BigIntegerField(default=0)
    value = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    last_cost = models.DecimalField(
        max_digits=16,
        decimal_places=4,
        default=0,
        help_text="Of one piece, after the last line; kept when all are gone.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0, value__gte=0), name="stock_value_not_negative"),
            models.CheckConstraint(condition=Q(quantity__gt=0) | Q(value=0), name="nothing_is_worth_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id}: {self.quantity} = {self.value}"


class Layer(models.Model):
    """Pieces that came in together, and what is left of them. Only the method first in, first out has layers."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    move = models.OneToOneField(
        Move, on_delete=models.PROTECT, null=True, related_name="+", help_text="None: opened with the method."
    )
    came_on = models.DateField()
    quantity = models.BigIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=2)
    quantity_left = models.BigIntegerField()
    value_left = models.DecimalField(max_digits=18, decimal_places=2)
    closed_at = models.DateTimeField(null=True, help_text="The company went over to the average.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity_left__gte=0, quantity_left__lte=F("quantity"), value_left__gte=0),
                name="layer_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(quantity_left__gt=0) | Q(value_left=0), name="empty_layer_worth_nothing"
            ),
        ]
        indexes = [
            models.Index(
                fields=["sku", "id"], name="layer_left", condition=Q(quantity_left__gt=0, closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.sku_id}: {self.quantity_left} of {self.quantity}"


class CostBatch(models.Model):
    """Lines of one kind, day and warehouse that were written together: one entry in the books."""

    kind = models.CharField(max_length=16, choices=LineKind.choices)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    booked_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=2, help_text="By which stock is worth more.")
    beside = models.DecimalField(max_digits=18, decimal_places=2, help_text="What another account takes of it.")
    lines = models.IntegerField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="cost_batch")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "cost batches"
        constraints = [models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="cost_batch_kind_known")]
        indexes = [
            models.Index(fields=["booked_on", "id"], name="cost_batch_by_day"),
            models.Index(
                fields=["id"], name="cost_batch_unposted",
                condition=Q(entry__isnull=True) & ~Q(value=0, beside=0),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.booked_on} {self.kind}: {self.value}"


class Adjustment(models.Model):
    """Why value changed while goods stayed: freight, a corrected price, a revaluation. Each cause once; append-only."""

    kind = models.CharField(max_length=16, choices=[(kind.value, kind.label) for kind in ADJUSTMENTS])
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    move = models.ForeignKey(Move, on_delete=models.PROTECT, null=True, related_name="+", help_text="The receipt.")
    cause = models.CharField(max_length=32, blank=True)
    cause_id = models.BigIntegerField(null=True)
    pieces = models.BigIntegerField(null=True, help_text="Of the receipt, where it is about some of them only.")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    in_stock = models.DecimalField(max_digits=18, decimal_places=2, help_text="For what was still there.")
    sold = models.DecimalField(max_digits=18, decimal_places=2, help_text="For what was gone: cost of goods sold.")
    happened_on = models.DateField(help_text="The day it is about.")
    booked_on = models.DateField(help_text="The day it counts: months that are closed stay as they are.")
    reason = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "cause", "cause_id"], name="adjustment_cause_once"),
            models.CheckConstraint(condition=Q(kind__in=ADJUSTMENTS), name="adjustment_kind_known"),
            models.CheckConstraint(condition=Q(amount=F("in_stock") + F("sold")), name="adjustment_shared_whole"),
        ]
        indexes = [models.Index(fields=["move"], name="adjustment_by_receipt", condition=Q(move__isnull=False))]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class CostLine(models.Model):
    """The value of a SKU changed by a move across our border, or by an adjustment. Append-only.

    A move that takes from several layers has a line for each.
    """

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=LineKind.choices)
    move = models.ForeignKey(Move, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    adjustment = models.ForeignKey(
        Adjustment, on_delete=models.PROTECT, null=True, related_name="lines", db_index=False
    )
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    batch = models.ForeignKey(CostBatch, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField(help_text="Above zero in, below zero out.")
    value = models.DecimalField(max_digits=18, decimal_places=2)
    beside = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    quantity_after = models.BigIntegerField()
    value_after = models.DecimalField(max_digits=18, decimal_places=2)
    happened_on = models.DateField()
    booked_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["move", "layer"], name="cost_line_once", nulls_distinct=False, condition=Q(move__isnull=False)
            ),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="cost_line_kind_known"),
            models.CheckConstraint(
                condition=Q(move__isnull=False, adjustment__isnull=True) & ~Q(quantity=0)
                | Q(move__isnull=True, adjustment__isnull=False, quantity=0),
                name="cost_line_has_one_cause",
            ),
            models.CheckConstraint(
                condition=Q(quantity_after__gte=0, value_after__gte=0), name="cost_line_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["sku", "id"], name="cost_line_by_sku"),
            models.Index(
                fields=["booked_on", "sku"], name="cost_line_by_day", include=["quantity", "value"]
            ),
            models.Index(fields=["layer"], name="cost_line_by_layer", condition=Q(layer__isnull=False)),
            models.Index(
                fields=["adjustment"], name="cost_line_by_adjustment", condition=Q(adjustment__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sku_id}: {self.quantity} = {self.value}"


class MonthEnd(models.Model):
    """What a SKU was worth when a month was over. A month in which nothing changed has no row."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    quantity = models.BigIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "first_on"], name="month_end_once"),
            models.CheckConstraint(condition=Q(first_on__day=1), name="month_end_is_a_month"),
        ]
        indexes = [models.Index(fields=["first_on"], name="month_end_by_month")]

    def __str__(self) -> str:
        return f"{self.sku_id} {self.first_on:%Y-%m}: {self.value}"


class WaitingMove(models.Model):
    """A move that cannot be valued: more left than had come in, as far as is known. Tried again at each turn."""

    move = models.OneToOneField(Move, on_delete=models.PROTECT, related_name="+")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.move_id}"


class MethodChange(models.Model):
    """The company chose how stock is valued. What lay there kept its value."""

    method = models.CharField(max_length=8, choices=Method.choices)
    after_line = models.BigIntegerField(help_text="The newest line before it; zero when nothing was valued yet.")
    reason = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(method__in=Method.values), name="method_change_known")]

    def __str__(self) -> str:
        return f"{self.method} {self.at:%Y-%m-%d}"

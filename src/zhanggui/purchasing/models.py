"""What the company orders from suppliers: at which price, for which day, and how much of it has come."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.parties.models import Supplier
from zhanggui.people.models import Warehouse
from zhanggui.purchasing.states import PURCHASE_STEPS, PurchaseState

ZERO = Decimal(0)


class PurchaseQuerySet(models.QuerySet["PurchaseOrder"]):
    def visible_to(self, actor: Actor) -> "PurchaseQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class PurchaseOrder(models.Model):
    """Goods ordered from one supplier for one warehouse. `amount` and `tax` are the sums of its lines."""

    STEPS = PURCHASE_STEPS

    number = models.CharField(max_length=20, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="purchases", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=14, choices=PurchaseState.choices, default=PurchaseState.DRAFT)
    currency = models.CharField(max_length=3, default="CNY")
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO, help_text="Without tax.")
    tax = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    note = models.CharField(max_length=500, blank=True)
    why = models.JSONField(default=list, help_text="Why it must be approved: reason and line, one by one.")
    drafted_by = models.CharField(max_length=80)
    drafted_by_id = models.BigIntegerField(null=True, blank=True)
    drafted_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, blank=True)
    approved_by_id = models.BigIntegerField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PurchaseState.values), name="purchase_state_known"),
            models.CheckConstraint(condition=Q(amount__gte=0, tax__gte=0), name="purchase_amounts"),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | Q(drafted_by_id=None) | ~Q(approved_by_id=F("drafted_by_id")),
                name="purchase_approved_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="purchase_by_state"),
            models.Index(fields=["supplier", "state"], name="purchase_by_supplier"),
            models.Index(fields=["warehouse", "state"], name="purchase_by_warehouse"),
        ]

    def __str__(self) -> str:
        return self.number


class PurchaseLine(models.Model):
    """Pieces of one SKU at one price. What is open is what was ordered and neither came nor was cancelled; up to `over`
    pieces more may come."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines", db_index=False)
    nth = models.PositiveSmallIntegerField()
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    ordered = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    over = models.PositiveIntegerField(default=0, help_text="So many more may come.")
    unit_price = models.DecimalField(max_digits=12, decimal_places=4, help_text="Of one piece, without tax.")
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=ZERO, help_text="Percent.")
    wanted_on = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True, help_text="What the supplier said last.")
    cause = models.CharField(max_length=32, blank=True, help_text="What it was ordered for; a cause is ordered once.")
    cause_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "nth"], name="purchase_line_once"),
            models.UniqueConstraint(fields=["cause", "cause_id"], condition=~Q(cause=""), name="purchase_cause_once"),
            models.CheckConstraint(
                condition=Q(ordered__gt=0, cancelled__lte=F("ordered"), received__lte=F("ordered") + F("over")),
                name="purchase_line_counts",
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0, tax_rate__gte=0, tax_rate__lt=100), name="purchase_line_price"
            ),
        ]
        indexes = [
            models.Index(fields=["sku", "order"], name="purchase_line_by_sku"),
            models.Index(
                fields=["promised_on", "id"], name="purchase_line_awaited",
                condition=Q(ordered__gt=F("received") + F("cancelled")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.order_id}/{self.nth}"

    @property
    def open(self) -> int:
        """Pieces still to come."""
        return max(0, self.ordered - self.received - self.cancelled)


class PurchaseNumbers(models.Model):
    """What the company set for its purchase orders: one row."""

    approved_above = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        default=Decimal(10_000),
        help_text="Without tax; above it somebody approves.",
    )

    class Meta:
        verbose_name_plural = "purchase numbers"

    def __str__(self) -> str:
        return str(self.approved_above)

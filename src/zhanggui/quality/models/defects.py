"""The defective zone 次品区: what lies there and why, and what becomes of it."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Location
from zhanggui.kernel.actor import Actor
from zhanggui.parties.models import Supplier
from zhanggui.people.models import Warehouse
from zhanggui.quality.models.inspections import Inspection
from zhanggui.quality.models.sampling import DefectReason
from zhanggui.quality.states import (
    CLAIM_STEPS,
    DISPOSAL_STEPS,
    RETURN_STEPS,
    ClaimKind,
    ClaimState,
    DisposalKind,
    DisposalState,
    ReturnState,
)


class WarehouseQuerySet(models.QuerySet[Any]):
    """Documents of a warehouse."""

    def visible_to(self, actor: Actor) -> "WarehouseQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class Defect(models.Model):
    """Defective pieces of one kind, from one cause, lying in the defective zone. `left` of them are not decided on."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="defects")
    reason = models.ForeignKey(
        DefectReason, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    words = models.CharField(max_length=200, default="", blank=True)
    quantity = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    unit_cost = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(0))
    came_by = models.CharField(max_length=80)
    came_at = models.DateTimeField()
    cause = models.CharField(max_length=64, unique=True, help_text="What it came from; the same counts once.")

    objects = WarehouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, left__lte=F("quantity")), name="defect_left_fits")
        ]
        indexes = [
            models.Index(fields=["warehouse", "came_at", "id"], name="defect_undecided", condition=Q(left__gt=0)),
            models.Index(fields=["came_at", "id"], name="defect_by_day"),
            models.Index(fields=["location", "sku", "lot"], name="defect_by_place", condition=Q(left__gt=0)),
            models.Index(fields=["sku", "lot"], name="defect_by_lot"),
        ]

    def __str__(self) -> str:
        return f"{self.left}/{self.quantity} × {self.sku_id}"


class SupplierReturn(models.Model):
    """Defective goods that go back to their supplier 退供单; its lines are disposals."""

    STEPS = RETURN_STEPS

    number = models.CharField(max_length=24, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=ReturnState.choices, default=ReturnState.OPEN)
    pieces = models.PositiveIntegerField()
    carrier = models.CharField(max_length=60, default="", blank=True)
    waybill = models.CharField(max_length=60, default="", blank=True)
    note = models.CharField(max_length=200, default="", blank=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    returned_by = models.CharField(max_length=80, default="", blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    objects = WarehouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReturnState.values), name="supplier_return_state_known"),
            models.CheckConstraint(
                condition=Q(state=ReturnState.RETURNED, returned_at__isnull=False)
                | ~Q(state=ReturnState.RETURNED) & Q(returned_at__isnull=True),
                name="supplier_return_handed_over",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "opened_at", "id"], name="supplier_return_by_state"),
            models.Index(fields=["waybill"], name="supplier_return_by_waybill"),
        ]

    def __str__(self) -> str:
        return self.number


class Disposal(models.Model):
    """What was decided about pieces of a defect. Its key is the cause of the move that carries it out."""

    STEPS = DISPOSAL_STEPS

    defect = models.ForeignKey(Defect, on_delete=models.PROTECT, related_name="disposals")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=DisposalKind.choices)
    quantity = models.PositiveIntegerField()
    worth = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    state = models.CharField(max_length=8, choices=DisposalState.choices)
    supplier_return = models.ForeignKey(
        SupplierReturn, on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    words = models.CharField(max_length=200, default="", blank=True)
    asked_by = models.CharField(max_length=80)
    asked_by_id = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = WarehouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="disposal_quantity_positive"),
            models.CheckConstraint(condition=Q(kind__in=DisposalKind.values), name="disposal_kind_known"),
            models.CheckConstraint(condition=Q(state__in=DisposalState.values), name="disposal_state_known"),
            models.CheckConstraint(
                condition=Q(kind=DisposalKind.RETURN, supplier_return__isnull=False)
                | ~Q(kind=DisposalKind.RETURN) & Q(supplier_return__isnull=True),
                name="disposal_return_has_its_slip",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "asked_at", "id"], name="disposal_by_state", include=["warehouse"]),
            models.Index(fields=["kind", "asked_at", "id"], name="disposal_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"


class SupplierClaim(models.Model):
    """What a supplier owes us for goods that were not good: a deduction 扣款 from the next invoice, or a claim 索赔.

    Read by invoicing: `subject` and `subject_id` name what it is for; the same is claimed once per kind.
    """

    STEPS = CLAIM_STEPS

    number = models.CharField(max_length=24, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ClaimKind.choices)
    subject = models.CharField(max_length=32, help_text="supplier_return, inspection, defect.")
    subject_id = models.BigIntegerField()
    paper = models.CharField(max_length=40, default="", blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, help_text="Without tax.")
    currency = models.CharField(max_length=3, default="CNY")
    state = models.CharField(max_length=8, choices=ClaimState.choices, default=ClaimState.OPEN)
    words = models.CharField(max_length=300, default="", blank=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id", "kind"], name="supplier_claim_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="supplier_claim_amount_positive"),
            models.CheckConstraint(condition=Q(kind__in=ClaimKind.values), name="supplier_claim_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="supplier_claim_state_known"),
        ]
        indexes = [models.Index(fields=["state", "opened_at", "id"], name="supplier_claim_by_state")]

    def __str__(self) -> str:
        return self.number

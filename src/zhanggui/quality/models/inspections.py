"""Goods that wait for the inspector, and what was found."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Location
from zhanggui.kernel.actor import Actor
from zhanggui.parties.models import Supplier
from zhanggui.people.models import User, Warehouse
from zhanggui.quality.models.sampling import DefectReason
from zhanggui.quality.states import DECIDED, INSPECTION_STEPS, UNDECIDED, InspectionState, SampleMethod


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, actor: Actor) -> "InspectionQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class Inspection(models.Model):
    """Goods lying in one place until the inspector has decided 质检单, whatever brought them: a receipt line, a rework,
    later a return. `subject` and `subject_id` name what brought them; the same is inspected once.

    The sampling plan stands here as it was when the goods came. `accept` is the most defective pieces with which the
    sample passes.
    """

    STEPS = INSPECTION_STEPS

    number = models.CharField(max_length=24, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    unit_cost = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(0), help_text="Without tax.")
    subject = models.CharField(max_length=32, help_text="What brought them: receipt_line, disposal.")
    subject_id = models.BigIntegerField()
    paper = models.CharField(max_length=40, default="", blank=True, help_text="The document people know it by.")
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField()
    method = models.CharField(max_length=8, choices=SampleMethod.choices)
    value = models.DecimalField(max_digits=9, decimal_places=3, default=Decimal(0))
    sample = models.PositiveIntegerField(help_text="Pieces to look at.")
    accept = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=InspectionState.choices, default=InspectionState.WAITING)
    inspector = models.CharField(max_length=80, default="", blank=True)
    inspector_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    defective = models.PositiveIntegerField(default=0, help_text="Pieces found so far: the sum of the findings.")
    checked = models.PositiveIntegerField(default=0, help_text="Pieces that were looked at.")
    passed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, default="", blank=True)
    judged_by = models.CharField(max_length=80, default="", blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    asked_because = models.CharField(max_length=300, default="", blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id"], name="inspection_subject_once"),
            models.CheckConstraint(condition=Q(state__in=InspectionState.values), name="inspection_state_known"),
            models.CheckConstraint(condition=Q(method__in=SampleMethod.values), name="inspection_method_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, sample__gt=0, sample__lte=F("quantity")), name="inspection_sample_fits"
            ),
            models.CheckConstraint(
                condition=Q(defective__lte=F("quantity"), checked__lte=F("quantity")), name="inspection_found_fits"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, judged_at__isnull=False, quantity=F("passed") + F("failed"))
                | ~Q(state__in=DECIDED) & Q(judged_at__isnull=True, passed=0, failed=0),
                name="inspection_decides_on_all",
            ),
        ]
        indexes = [
            models.Index(
                fields=["warehouse", "due_at", "id"], name="inspection_undecided", condition=Q(state__in=UNDECIDED)
            ),
            models.Index(fields=["state", "due_at", "id"], name="inspection_by_state", include=["warehouse"]),
            models.Index(fields=["arrived_at", "id"], name="inspection_by_arrival"),
            models.Index(fields=["judged_at"], name="inspection_by_judgement"),
            models.Index(fields=["sku", "lot"], name="inspection_by_lot"),
            models.Index(fields=["paper"], name="inspection_by_paper"),
        ]

    def __str__(self) -> str:
        return self.number


class Finding(models.Model):
    """So many pieces of the sample are defective, for one main reason. One pull of the trigger is one finding."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    reason = models.ForeignKey(DefectReason, on_delete=models.PROTECT, related_name="+", db_index=False)
    pieces = models.PositiveIntegerField()
    note = models.CharField(max_length=200, default="", blank=True)
    client_id = models.UUIDField(unique=True, help_text="The same again finds nothing more.")
    found_by = models.CharField(max_length=80)
    found_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pieces__gt=0), name="finding_pieces_positive")]
        indexes = [models.Index(fields=["reason", "found_at"], name="finding_by_reason")]

    def __str__(self) -> str:
        return f"{self.pieces} × {self.reason_id}"


class Measurement(models.Model):
    """What one piece of the sample weighs and measures; 0: not measured."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="measurements")
    weight_g = models.PositiveIntegerField(default=0)
    length_mm = models.PositiveIntegerField(default=0)
    width_mm = models.PositiveIntegerField(default=0)
    height_mm = models.PositiveIntegerField(default=0)
    client_id = models.UUIDField(unique=True)
    measured_by = models.CharField(max_length=80)
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.weight_g} g"


class InspectionPhoto(models.Model):
    """A picture of what was found, sealed: labels and faces are on it."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="photos")
    sealed = models.BinaryField()
    taken_by = models.CharField(max_length=80)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.taken_at}"

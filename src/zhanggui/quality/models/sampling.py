"""How much is looked at, by which reasons goods are found wanting, and the numbers of the company."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.parties.models import Supplier
from zhanggui.quality.states import SampleMethod, Severity


class SamplingPlan(models.Model):
    """How lots are sampled: of one SKU, of one supplier, of one SKU from one supplier, or (without either) of all."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=8, choices=SampleMethod.choices)
    value = models.DecimalField(
        max_digits=9, decimal_places=3, default=Decimal(0), help_text="Percent, pieces, or the AQL; 0 where none asks."
    )
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "supplier"], nulls_distinct=False, name="sampling_plan_once"),
            models.CheckConstraint(condition=Q(method__in=SampleMethod.values), name="sampling_method_known"),
            models.CheckConstraint(condition=Q(value__gte=0), name="sampling_value_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.value}"


class DefectReason(models.Model):
    """Why a piece is defective, as the inspector scans it, in both languages. One no longer used stays on file."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=60, help_text="Chinese.")
    name_en = models.CharField(max_length=60, blank=True)
    severity = models.CharField(max_length=8, choices=Severity.choices, default=Severity.MAJOR)
    is_used = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(severity__in=Severity.values), name="reason_severity_known")]

    def __str__(self) -> str:
        return self.code


class QualityNumbers(models.Model):
    """What the company has decided in numbers. One row; without it the defaults of `rules/numbers.py`."""

    scrap_limit = models.DecimalField(max_digits=12, decimal_places=2, help_text="From this value a second person.")
    spot_percent = models.PositiveSmallIntegerField(help_text="Of bins with goods, each day.")
    spot_most = models.PositiveIntegerField(help_text="Bins of one warehouse and day at most.")
    spot_pieces = models.PositiveIntegerField(default=20, help_text="Pieces of one bin at most.")
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "quality numbers"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="quality_numbers_one_row"),
            models.CheckConstraint(
                condition=Q(scrap_limit__gte=0, spot_percent__lte=100), name="quality_numbers_sound"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scrap_limit}"

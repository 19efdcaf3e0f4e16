from django.db import models
from django.db.models import Q


class CountNumbers(models.Model):
    """From which difference on a bin is counted twice, and how often bins are counted. One row; without it the
    defaults of `rules/numbers.py`."""

    pieces = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    days_a = models.PositiveSmallIntegerField()
    days_b = models.PositiveSmallIntegerField()
    days_c = models.PositiveSmallIntegerField()
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "count numbers"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="count_numbers_one_row")]

    def __str__(self) -> str:
        return f"{self.pieces}"

from django.db import models
from django.db.models import F, Q

from zhanggui.orders.models.rule import ReviewRule
from zhanggui.orders.models.written_rule import RehearsedRule, ValidBy
from zhanggui.orders.rules.rehearsing import is_out_of_time


class Rehearsal(RehearsedRule):
    """A review rule tried on the orders of a past period."""

    rule = models.ForeignKey(ReviewRule, on_delete=models.SET_NULL, null=True, blank=True, related_name="rehearsals")
    actions = models.JSONField()
    counts = models.JSONField(default=dict, help_text="{pass, hold, change: orders; also each action by name}")
    found = models.JSONField(default=list, help_text="[[order, [action, …]], …], the first thousand that held.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_by__in=ValidBy.values), name="rehearsal_valid_by_known"),
            models.CheckConstraint(condition=Q(placed_until__gt=F("placed_from")), name="rehearsal_period"),
        ]

    @property
    def is_out_of_time(self) -> bool:
        """The rule is tried as if it were valid, because no order of the period can lie in its time."""
        return is_out_of_time(self.valid_from, self.valid_until, placed_from=self.placed_from, asked_at=self.asked_at)


class ReviewThresholds(models.Model):
    """Numbers that the checks of the program compare with. One row; without it the defaults hold."""

    duplicate_hours = models.PositiveSmallIntegerField(help_text="0: duplicates are not looked for.")
    floor_percent = models.PositiveSmallIntegerField(help_text="Sold below this share of the floor price.")
    circle_limit = models.PositiveSmallIntegerField()
    circle_minutes = models.PositiveSmallIntegerField()
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="review_thresholds_one_row")]

    def __str__(self) -> str:
        return f"{self.duplicate_hours} h"

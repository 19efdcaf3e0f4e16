from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zhanggui.orders.models.rule import ReviewRule, ValidBy


class Rehearsal(models.Model):
    """A rule tried on the orders of a past period. Nothing of it reaches an order.

    It goes a thousand orders at a time, by `last_at` and `last_id`, so that it can be watched and goes on where it was.
    """

    rule = models.ForeignKey(ReviewRule, on_delete=models.SET_NULL, null=True, blank=True, related_name="rehearsals")
    name = models.CharField(max_length=80)
    conditions = models.JSONField()
    actions = models.JSONField()
    shop_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    valid_by = models.CharField(max_length=8, choices=ValidBy.choices, default=ValidBy.PLACED)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    among = ArrayField(
        models.BigIntegerField(),
        default=list,
        db_default=[],
        blank=True,
        help_text="Versions asked with it, in their places; 0 is its own.",
    )
    visible_shop_ids = ArrayField(models.BigIntegerField(), null=True, help_text="Shops of who asked; null: all.")
    placed_from = models.DateTimeField()
    placed_until = models.DateTimeField()
    total = models.PositiveIntegerField()
    looked = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    last_id = models.BigIntegerField(default=0)
    is_over = models.BooleanField(default=False)
    counts = models.JSONField(default=dict, help_text="{pass, hold, change: orders; also each action by name}")
    found = models.JSONField(default=list, help_text="[[order, [action, …]], …], the first thousand that held.")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_by__in=ValidBy.values), name="rehearsal_valid_by_known"),
            models.CheckConstraint(condition=Q(placed_until__gt=F("placed_from")), name="rehearsal_period"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.looked}/{self.total}"


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

"""What rules of every kind have alike: versions that somebody wrote, and rehearsals on orders of the past."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ValidBy(models.TextChoices):
    """Which moment of an order decides whether a rule is about it."""

    PLACED = "placed", _("Order time")
    PAID = "paid", _("Payment time")


class WrittenVersion(models.Model):
    """What a rule says, as someone wrote it once. Append-only: a changed rule is a new version."""

    number = models.PositiveIntegerField()
    shop_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, help_text="Empty: every shop.")
    valid_by = models.CharField(max_length=8, choices=ValidBy.choices, default=ValidBy.PLACED)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"v{self.number}"


class RehearsedRule(models.Model):
    """A rule tried on the orders of a past period. Nothing of it reaches an order.

    It goes a thousand orders at a time, by `last_at` and `last_id`, so that it can be watched and goes on where it was.
    """

    name = models.CharField(max_length=80)
    conditions = models.JSONField()
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
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} {self.looked}/{self.total}"

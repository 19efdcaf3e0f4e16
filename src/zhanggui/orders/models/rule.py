from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zhanggui.orders.models.order import Order
from zhanggui.orders.models.written_rule import ValidBy, WrittenVersion


class ReviewRule(models.Model):
    """A rule of the company's own. What it says is in its versions; `version` is the one that is asked."""

    name = models.CharField(max_length=80, unique=True)
    place = models.PositiveIntegerField(help_text="Rules are asked in this order.")
    is_on = models.BooleanField(default=False)
    version = models.ForeignKey("RuleVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place"], name="rule_place_once", deferrable=models.Deferrable.DEFERRED)
        ]

    def __str__(self) -> str:
        return self.name


class RuleVersion(WrittenVersion):
    """What a review rule says, as someone wrote it once. Append-only: a changed rule is a new version."""

    rule = models.ForeignKey(ReviewRule, on_delete=models.PROTECT, related_name="versions")
    conditions = models.JSONField(help_text="{join, groups: [{join, tests: [[field, operator, values], …]}, …]}")
    actions = models.JSONField(help_text="[{do, …inputs}, …]")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once"),
            models.CheckConstraint(condition=Q(valid_by__in=ValidBy.values), name="rule_version_valid_by_known"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gt=F("valid_from")),
                name="rule_version_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.number}"


class RuleSetVersions(models.Model):
    """The versions that were on together, in their places: what an order was asked, named by one number."""

    version_ids = ArrayField(models.BigIntegerField(), unique=True)
    first_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{len(self.version_ids)} rules"


class RuleRun(models.Model):
    """The rules were asked about one version of an order, once: what they saw, which held, what became of it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="rule_runs", db_index=False)
    order_version = models.PositiveIntegerField()
    rule_set = models.ForeignKey(RuleSetVersions, on_delete=models.PROTECT, related_name="+", db_index=False)
    saw = models.JSONField(help_text="{field: value} of every field that the set reads.")
    did = models.JSONField(help_text="[[rule version, rule, [[action, what became of it], …]], …] of those that held.")
    passed_by = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "order_version"], name="rule_run_once")]

    def __str__(self) -> str:
        return f"{self.order_id} v{self.order_version}"


class RuleAlarm(models.Model):
    """A rule ran in circles on an order and was stopped. The row is the alarm; seeing to it deletes it."""

    rule = models.ForeignKey(ReviewRule, on_delete=models.CASCADE, related_name="alarms", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+", db_index=False)
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "order"], name="rule_alarm_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} on {self.order_id}"

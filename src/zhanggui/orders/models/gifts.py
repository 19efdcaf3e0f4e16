from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zhanggui.orders.models.order import Order
from zhanggui.orders.models.written_rule import RehearsedRule, ValidBy, WrittenVersion


class GiftRule(models.Model):
    """A rule that gives goods away. What it says is in its versions; what it gave so far is counted here.

    The two sums change only while the row is locked, together with the grants they are the sums of.
    """

    name = models.CharField(max_length=80, unique=True)
    place = models.PositiveIntegerField(help_text="Rules are asked in this order; the first of a group is best.")
    is_on = models.BooleanField(default=False)
    version = models.ForeignKey(
        "GiftRuleVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    pieces_given = models.PositiveBigIntegerField(default=0, db_default=0)
    money_given = models.DecimalField(max_digits=16, decimal_places=2, default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], name="gift_rule_place_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(money_given__gte=0), name="gift_money_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class GiftRuleVersion(WrittenVersion):
    """What a gift rule says, as someone wrote it once. Append-only: a changed rule is a new version."""

    rule = models.ForeignKey(GiftRule, on_delete=models.PROTECT, related_name="versions")
    conditions = models.JSONField(help_text="As those of review rules.")
    terms = models.JSONField(help_text="How often, which goods, with which others, up to what: see rules/gifts/terms.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="gift_rule_version_once"),
            models.CheckConstraint(condition=Q(valid_by__in=ValidBy.values), name="gift_version_valid_by_known"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gt=F("valid_from")),
                name="gift_version_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.number}"


class GiftTerm(models.Model):
    """A version was in force, at a place, from a moment to a moment, for orders that came in between.

    An order is asked the versions that were in force when it entered, however late its gifts are decided.
    """

    rule = models.ForeignKey(GiftRule, on_delete=models.PROTECT, related_name="terms", db_index=False)
    version = models.ForeignKey(GiftRuleVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveIntegerField(help_text="Where the rule stood meanwhile.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule"], condition=Q(ends_at=None), name="gift_term_open_once"),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="gift_term_period"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="gift_term_ends")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.starts_at:%F} – {self.ends_at or '…'}"


class GiftDecision(models.Model):
    """The gifts of an order are decided: as of which moment, and what every rule came to."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="gift_decision", primary_key=True)
    as_of = models.DateTimeField(help_text="The versions in force at this moment were asked.")
    order_version = models.PositiveIntegerField()
    came = models.JSONField(help_text="[[rule version, what came of it, times], …] in the order asked.")
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.order_id} as of {self.as_of:%F %T}"


class GiftGrant(models.Model):
    """What one rule gives with one order, and the lines of ours that carry it. At most one lives per order and rule."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="gift_grants", db_index=False)
    rule = models.ForeignKey(GiftRule, on_delete=models.PROTECT, related_name="grants", db_index=False)
    version = models.ForeignKey(GiftRuleVersion, on_delete=models.PROTECT, related_name="grants", db_index=False)
    times = models.PositiveIntegerField(help_text="How many multiples were reached.")
    pieces = models.PositiveIntegerField()
    money = models.DecimalField(max_digits=14, decimal_places=2, help_text="At cost when it was given.")
    line_ids = ArrayField(models.BigIntegerField(), help_text="Lines of ours of the order.")
    buyer_key = models.CharField(max_length=160, help_text="Shop and buyer, for the cap per buyer.")
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "rule"], condition=Q(taken_back_at=None), name="gift_once_per_rule"
            ),
            models.CheckConstraint(condition=Q(times__gt=0, pieces__gt=0, money__gte=0), name="gift_is_something"),
        ]
        indexes = [
            models.Index(fields=["order"], name="gift_grant_of_order"),
            models.Index(fields=["rule", "buyer_key"], name="gift_grant_of_buyer", condition=Q(taken_back_at=None)),
            models.Index(fields=["rule", "-given_at"], name="gift_grant_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.pieces} for order {self.order_id}"


class GiftRehearsal(RehearsedRule):
    """A gift rule tried on the orders of a past period. No cap hears of it."""

    rule = models.ForeignKey(GiftRule, on_delete=models.SET_NULL, null=True, blank=True, related_name="rehearsals")
    terms = models.JSONField()
    counts = models.JSONField(default=dict, help_text="{earned, orders, pieces, money}")
    purse = models.JSONField(default=dict, help_text="What all rules asked have given: see gifting/rehearsing.")
    found = models.JSONField(default=list, help_text="[[order, times, pieces, money], …], the first thousand.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_by__in=ValidBy.values), name="gift_rehearsal_valid_by_known"),
            models.CheckConstraint(condition=Q(placed_until__gt=F("placed_from")), name="gift_rehearsal_period"),
        ]

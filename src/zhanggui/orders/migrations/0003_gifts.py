"""Gifts: their rules, what was decided and given."""

import django.contrib.postgres.fields
import django.db.models.constraints
from django.db import migrations, models

from zhanggui.orders.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("orders", "0002_reviewing")]
    operations = [
        migrations.CreateModel(
            "GiftRuleVersion",
            [
                ID,
                ("number", models.PositiveIntegerField()),
                ("shop_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(),
                    blank=True, default=list, help_text="Empty: every shop.", size=None)),
                ("valid_by", models.CharField(choices=[("placed", "Order time"), ("paid", "Payment time")],
                    default="placed", max_length=8)),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("conditions", models.JSONField(help_text="As those of review rules.")),
                ("terms",
                    models.JSONField(help_text="How often, which goods, with which others, up to what: see rules/gifts/terms.")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("valid_by__in", ["placed", "paid"])),
                        name="gift_version_valid_by_known"),
                    models.CheckConstraint(condition=models.Q(("valid_until", None), ("valid_from", None),
                        ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="gift_version_period"),
                ],
            },
        ),
        migrations.CreateModel(
            "GiftRule",
            [
                ID,
                ("name", models.CharField(max_length=80, unique=True)),
                ("place",
                    models.PositiveIntegerField(help_text="Rules are asked in this order; the first of a group is best.")),
                ("is_on", models.BooleanField(default=False)),
                ("version", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="+",
                    to="orders.giftruleversion")),
                ("pieces_given", models.PositiveBigIntegerField(db_default=0, default=0)),
                ("money_given", models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=16)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("place",), name="gift_rule_place_once"),
                    models.CheckConstraint(condition=models.Q(("money_given__gte", 0)),
                        name="gift_money_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            "GiftTerm",
            [
                ID,
                ("rule", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="terms",
                    to="orders.giftrule")),
                ("version", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="orders.giftruleversion")),
                ("place", models.PositiveIntegerField(help_text="Where the rule stood meanwhile.")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ends_at"], name="gift_term_ends"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ends_at", None)), fields=("rule",),
                        name="gift_term_open_once"),
                    models.CheckConstraint(condition=models.Q(("ends_at", None),
                        ("ends_at__gte", models.F("starts_at")), _connector="OR"), name="gift_term_period"),
                ],
            },
        ),
        migrations.CreateModel(
            "GiftDecision",
            [
                ("order", models.OneToOneField(on_delete=models.CASCADE, primary_key=True,
                    related_name="gift_decision", serialize=False, to="orders.order")),
                ("as_of", models.DateTimeField(help_text="The versions in force at this moment were asked.")),
                ("order_version", models.PositiveIntegerField()),
                ("came",
                    models.JSONField(help_text="[[rule version, what came of it, times], …] in the order asked.")),
                ("decided_by", models.CharField(max_length=80)),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "GiftGrant",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="gift_grants",
                    to="orders.order")),
                ("rule", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="grants",
                    to="orders.giftrule")),
                ("version", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="grants",
                    to="orders.giftruleversion")),
                ("times", models.PositiveIntegerField(help_text="How many multiples were reached.")),
                ("pieces", models.PositiveIntegerField()),
                ("money", models.DecimalField(decimal_places=2, help_text="At cost when it was given.",
                    max_digits=14)),
                ("line_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(),
                    help_text="Lines of ours of the order.", size=None)),
                ("buyer_key", models.CharField(help_text="Shop and buyer, for the cap per buyer.", max_length=160)),
                ("given_by", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order"], name="gift_grant_of_order"),
                    models.Index(condition=models.Q(("taken_back_at", None)), fields=["rule", "buyer_key"],
                        name="gift_grant_of_buyer"),
                    models.Index(fields=["rule", "-given_at"], name="gift_grant_latest"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("taken_back_at", None)), fields=("order", "rule"),
                        name="gift_once_per_rule"),
                    models.CheckConstraint(condition=models.Q(("money__gte", 0), ("pieces__gt", 0), ("times__gt", 0)),
                        name="gift_is_something"),
                ],
            },
        ),
        migrations.CreateModel(
            "GiftRehearsal",
            [
                ID,
                ("name", models.CharField(max_length=80)),
                ("conditions", models.JSONField()),
                ("shop_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(),
                    blank=True, default=list, size=None)),
                ("valid_by", models.CharField(choices=[("placed", "Order time"), ("paid", "Payment time")],
                    default="placed", max_length=8)),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                ("among", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True,
                    db_default=[], default=list, help_text="Versions asked with it, in their places; 0 is its own.",
                    size=None)),
                ("visible_shop_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(),
                    help_text="Shops of who asked; null: all.", null=True, size=None)),
                ("placed_from", models.DateTimeField()),
                ("placed_until", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("looked", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("last_id", models.BigIntegerField(default=0)),
                ("is_over", models.BooleanField(default=False)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("rule", models.ForeignKey(blank=True, null=True, on_delete=models.SET_NULL,
                    related_name="rehearsals", to="orders.giftrule")),
                ("terms", models.JSONField()),
                ("counts", models.JSONField(default=dict, help_text="{earned, orders, pieces, money}")),
                ("purse", models.JSONField(default=dict,
                    help_text="What all rules asked have given: see gifting/rehearsing.")),
                ("found", models.JSONField(default=list,
                    help_text="[[order, times, pieces, money], …], the first thousand.")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("valid_by__in", ["placed", "paid"])),
                        name="gift_rehearsal_valid_by_known"),
                    models.CheckConstraint(condition=models.Q(("placed_until__gt", models.F("placed_from"))),
                        name="gift_rehearsal_period"),
                ],
            },
        ),
        migrations.AddField("GiftRuleVersion", "rule", models.ForeignKey(on_delete=models.PROTECT,
            related_name="versions", to="orders.giftrule")),
        migrations.AddConstraint("GiftRuleVersion",
            models.UniqueConstraint(fields=("rule", "number"), name="gift_rule_version_once")),
    ]
# fmt: on

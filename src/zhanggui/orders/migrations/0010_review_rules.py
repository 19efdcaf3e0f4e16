"""Rules of the company's own, their runs and rehearsals; what rules and people wish of an order."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from zhanggui.kernel.guards import guard_truncate_sql

REASONS = {
    "by_hand": "Held by hand",
    "platform": "Platform forbids shipping",
    "refund": "Refund asked",
    "address_change": "Address change asked",
    "item_change": "Item change asked",
    "shortage": "Out of stock",
    "change_waits": "Change waits for its parcel",
    "review": "Review says no",
    "rule": "Held by a rule",
    "rule_circle": "Rules run in circles",
    "conflict": "Platform data disagree",
}

APPEND_ONLY = """
CREATE TRIGGER orders_ruleversion_append_only BEFORE UPDATE OR DELETE ON orders_ruleversion
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_sealed_receivers"), ("people", "0002_signing_in_and_answers")]
    operations = [
        migrations.AddField(
            "order",
            "labels",
            ArrayField(
                models.CharField(max_length=30),
                blank=True,
                default=list,
                db_default=[],
                help_text="What people and rules wrote on it; an order with a label is not merged by itself.",
            ),
        ),
        migrations.AddField(
            "order",
            "warehouse_wish",
            models.ForeignKey(
                "people.warehouse",
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                blank=True,
                db_index=False,
                related_name="+",
                help_text="Where a person or a rule wants it sent from.",
            ),
        ),
        migrations.AddField(
            "order",
            "carrier_wish",
            models.CharField(
                max_length=32,
                blank=True,
                default="",
                db_default="",
                help_text="The carrier a person or a rule wants.",
            ),
        ),
        migrations.CreateModel(
            name="GiftWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sku_code", models.CharField(max_length=64)),
                ("quantity", models.PositiveIntegerField()),
                ("wished_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("conditions", models.JSONField()),
                ("actions", models.JSONField()),
                ("shop_ids", ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                (
                    "valid_by",
                    models.CharField(
                        choices=[("placed", "Order time"), ("paid", "Payment time")], default="placed", max_length=8
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                (
                    "visible_shop_ids",
                    ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Shops of who asked; null: all.",
                        null=True,
                        size=None,
                    ),
                ),
                ("placed_from", models.DateTimeField()),
                ("placed_until", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("looked", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("last_id", models.BigIntegerField(default=0)),
                ("is_over", models.BooleanField(default=False)),
                (
                    "counts",
                    models.JSONField(default=dict, help_text="{pass, hold, change: orders; also each action by name}"),
                ),
                (
                    "found",
                    models.JSONField(
                        default=list, help_text="[[order, [action, …]], …], the first thousand that held."
                    ),
                ),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReviewRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("place", models.PositiveIntegerField(help_text="Rules are asked in this order.")),
                ("is_on", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewThresholds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duplicate_hours", models.PositiveSmallIntegerField(help_text="0: duplicates are not looked for.")),
                (
                    "floor_percent",
                    models.PositiveSmallIntegerField(help_text="Sold below this share of the floor price."),
                ),
                ("circle_limit", models.PositiveSmallIntegerField()),
                ("circle_minutes", models.PositiveSmallIntegerField()),
                ("set_by", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RuleAlarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raised_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RuleRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order_version", models.PositiveIntegerField()),
                ("saw", models.JSONField(help_text="{field: value} of every field that the set reads.")),
                (
                    "did",
                    models.JSONField(
                        help_text="[[rule version, rule, [[action, what became of it], …]], …] of those that held."
                    ),
                ),
                ("passed_by", models.CharField(blank=True, max_length=80)),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RuleSetVersions",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version_ids", ArrayField(base_field=models.BigIntegerField(), size=None, unique=True)),
                ("first_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "conditions",
                    models.JSONField(help_text="{join, groups: [{join, tests: [[field, operator, values], …]}, …]}"),
                ),
                ("actions", models.JSONField(help_text="[{do, …inputs}, …]")),
                (
                    "shop_ids",
                    ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Empty: every shop.",
                        size=None,
                    ),
                ),
                (
                    "valid_by",
                    models.CharField(
                        choices=[("placed", "Order time"), ("paid", "Payment time")], default="placed", max_length=8
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="giftwish",
            name="order",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="gift_wishes",
                to="orders.order",
            ),
        ),
        migrations.AddField(
            model_name="rehearsal",
            name="rule",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="rehearsals",
                to="orders.reviewrule",
            ),
        ),
        migrations.AddField(
            model_name="giftwish",
            name="rule",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.reviewrule"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewthresholds",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="review_thresholds_one_row"),
        ),
        migrations.AddField(
            model_name="rulealarm",
            name="order",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
            ),
        ),
        migrations.AddField(
            model_name="rulealarm",
            name="rule",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="alarms",
                to="orders.reviewrule",
            ),
        ),
        migrations.AddField(
            model_name="rulerun",
            name="order",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="rule_runs", to="orders.order"
            ),
        ),
        migrations.AddField(
            model_name="rulerun",
            name="rule_set",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.rulesetversions",
            ),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="orders.reviewrule"
            ),
        ),
        migrations.AddField(
            model_name="reviewrule",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.ruleversion",
            ),
        ),
        migrations.AddField(
            model_name="giftwish",
            name="rule_version",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.ruleversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_by__in", ["placed", "paid"])), name="rehearsal_valid_by_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("placed_until__gt", models.F("placed_from"))), name="rehearsal_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulealarm",
            constraint=models.UniqueConstraint(fields=("rule", "order"), name="rule_alarm_once"),
        ),
        migrations.AddConstraint(
            model_name="rulerun",
            constraint=models.UniqueConstraint(fields=("order", "order_version"), name="rule_run_once"),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(fields=("rule", "number"), name="rule_version_once"),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_by__in", ["placed", "paid"])), name="rule_version_valid_by_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    ("valid_from", None),
                    ("valid_until__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="rule_version_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewrule",
            constraint=models.UniqueConstraint(
                deferrable=models.Deferrable.DEFERRED, fields=("place",), name="rule_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="giftwish",
            constraint=models.UniqueConstraint(fields=("order", "rule", "sku_code"), name="gift_wish_once"),
        ),
        migrations.RemoveConstraint("hold", "hold_reason_known"),
        migrations.AlterField("hold", "reason", models.CharField(choices=list(REASONS.items()), max_length=20)),
        migrations.AddConstraint(
            "hold",
            models.CheckConstraint(condition=models.Q(reason__in=list(REASONS)), name="hold_reason_known"),
        ),
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["receiver_digest"],
                condition=models.Q(state__in=["unpaid", "to_review", "reviewed", "in_warehouse", "partly_shipped"]),
                name="order_open_by_receiver",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(guard_truncate_sql("orders_ruleversion"), migrations.RunSQL.noop),
    ]

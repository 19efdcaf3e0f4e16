"""What is decided about orders: rules, reviews and holds, cut-offs and orders that are stuck."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.constraints
from django.conf import settings
from django.db import migrations, models

from zhanggui.orders.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("orders", "0001_orders")]
    operations = [
        migrations.CreateModel(
            "RuleVersion",
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
                ("conditions",
                    models.JSONField(help_text="{join, groups: [{join, tests: [[field, operator, values], …]}, …]}")),
                ("actions", models.JSONField(help_text="[{do, …inputs}, …]")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("valid_by__in", ["placed", "paid"])),
                        name="rule_version_valid_by_known"),
                    models.CheckConstraint(condition=models.Q(("valid_until", None), ("valid_from", None),
                        ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="rule_version_period"),
                ],
            },
        ),
        migrations.CreateModel(
            "ReviewRule",
            [
                ID,
                ("name", models.CharField(max_length=80, unique=True)),
                ("place", models.PositiveIntegerField(help_text="Rules are asked in this order.")),
                ("is_on", models.BooleanField(default=False)),
                ("version", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="+",
                    to="orders.ruleversion")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("place",), name="rule_place_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "RuleSetVersions",
            [
                ID,
                ("version_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, unique=True)),
                ("first_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "RuleRun",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="rule_runs",
                    to="orders.order")),
                ("order_version", models.PositiveIntegerField()),
                ("rule_set", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="orders.rulesetversions")),
                ("saw", models.JSONField(help_text="{field: value} of every field that the set reads.")),
                ("did",
                    models.JSONField(help_text="[[rule version, rule, [[action, what became of it], …]], …] of those that held.")),
                ("passed_by", models.CharField(blank=True, max_length=80)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "order_version"), name="rule_run_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "RuleAlarm",
            [
                ID,
                ("rule", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="alarms",
                    to="orders.reviewrule")),
                ("order", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="orders.order")),
                ("raised_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "order"), name="rule_alarm_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "Rehearsal",
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
                    related_name="rehearsals", to="orders.reviewrule")),
                ("actions", models.JSONField()),
                ("counts", models.JSONField(default=dict,
                    help_text="{pass, hold, change: orders; also each action by name}")),
                ("found", models.JSONField(default=list,
                    help_text="[[order, [action, …]], …], the first thousand that held.")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("valid_by__in", ["placed", "paid"])),
                        name="rehearsal_valid_by_known"),
                    models.CheckConstraint(condition=models.Q(("placed_until__gt", models.F("placed_from"))),
                        name="rehearsal_period"),
                ],
            },
        ),
        migrations.CreateModel(
            "ReviewThresholds",
            [
                ID,
                ("duplicate_hours", models.PositiveSmallIntegerField(help_text="0: duplicates are not looked for.")),
                ("floor_percent",
                    models.PositiveSmallIntegerField(help_text="Sold below this share of the floor price.")),
                ("circle_limit", models.PositiveSmallIntegerField()),
                ("circle_minutes", models.PositiveSmallIntegerField()),
                ("set_by", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="review_thresholds_one_row"),
                ],
            },
        ),
        migrations.CreateModel(
            "Hold",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="holds",
                    to="orders.order")),
                ("reason", models.CharField(choices=[("by_hand", "Held by hand"),
                    ("platform", "Platform forbids shipping"), ("refund", "Refund asked"),
                    ("address_change", "Address change asked"), ("item_change", "Item change asked"),
                    ("shortage", "Out of stock"), ("no_place", "Nobody can send it"), ("change_waits",
                    "Change waits for its parcel"), ("review", "Review says no"), ("rule", "Held by a rule"),
                    ("rule_circle", "Rules run in circles"), ("wished_time", "Buyer wants it later"),
                    ("conflict", "Platform data disagree")], max_length=20)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("note_sealed", models.BinaryField(db_default=b"", default=b"",
                    help_text="In whole words, where some are hidden.")),
                ("placed_by", models.CharField(max_length=80)),
                ("placed_by_id", models.BigIntegerField(blank=True, help_text="The user; empty: the program.",
                    null=True)),
                ("placed_at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("ends", models.JSONField(blank=True,
                    help_text="[[moment, hours before it must have left], …] where the end moves with that.",
                    null=True)),
                ("marks_urgent", models.BooleanField(db_default=False, default=False,
                    help_text="When it ends the order goes before the others.")),
                ("other_version", models.BinaryField(db_default=b"", default=b"",
                    help_text="Of data that disagree: the version that is not shown, sealed.")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("until__isnull", False)), fields=["until"], name="hold_until"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "reason"), name="hold_once_per_reason"),
                    models.CheckConstraint(condition=models.Q(("reason__in", ["by_hand", "platform", "refund",
                        "address_change", "item_change", "shortage", "no_place", "change_waits", "review", "rule",
                        "rule_circle", "wished_time", "conflict"])), name="hold_reason_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "Review",
            [
                ID,
                ("order", models.ForeignKey(on_delete=models.CASCADE, related_name="reviews", to="orders.order")),
                ("order_version", models.PositiveIntegerField()),
                ("passed", models.BooleanField()),
                ("trace", models.JSONField(help_text="[[rule, passed, what it saw], …] in the order asked.")),
                ("reviewed_by", models.CharField(max_length=80)),
                ("reviewed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(fields=["reviewed_at"], name="review_at_brin"),
                ],
            },
        ),
        migrations.CreateModel(
            "BlockedBuyer",
            [
                ID,
                ("buyer", models.CharField(max_length=120, unique=True)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            "StuckOrder",
            [
                ("order", models.OneToOneField(on_delete=models.CASCADE, primary_key=True, related_name="stuck",
                    serialize=False, to="orders.order")),
                ("shop", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.shop")),
                ("cause", models.CharField(choices=[("in_basket", "Stopped parcel in the basket"),
                    ("stopping", "Stop being carried out"), ("conflict", "Platform data disagree"),
                    ("refund", "Refund asked"), ("platform", "Platform forbids shipping"),
                    ("address_change", "Address change asked"), ("item_change", "Item change asked"), ("change_waits",
                    "Change waits for its parcel"), ("rule_circle", "Rules run in circles"),
                    ("rule", "Held by a rule"), ("review", "Review says no"), ("by_hand", "Held by hand"),
                    ("wished_time", "Buyer wants it later"), ("unmatched", "Line without a SKU"),
                    ("receiver", "Receiver incomplete"), ("shortage", "Out of stock"),
                    ("no_place", "Nobody can send it"), ("payment", "Payment gate"),
                    ("request", "Request not settled"), ("remark", "Remark not handled"),
                    ("refused", "Review refused"), ("passable", "Nothing in the way any more"),
                    ("notice", "Platform refused the shipment"), ("in_vain", "Told in vain")], max_length=16)),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("since", models.DateTimeField(help_text="Since when this cause keeps it.")),
                ("due_at", models.DateTimeField()),
                ("post", models.CharField(help_text="The post it falls to: the code of a role.", max_length=32)),
                ("person", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.SET_NULL,
                    related_name="+", to=settings.AUTH_USER_MODEL)),
                ("assigned_by", models.CharField(blank=True, max_length=80)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                ("level", models.PositiveSmallIntegerField(default=0,
                    help_text="How many steps of escalation it has passed.")),
                ("escalates_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["due_at", "order"], include=("cause", "shop"), name="stuck_order_by_due"),
                    models.Index(fields=["cause", "due_at", "order"], include=("shop",), name="stuck_order_by_cause"),
                    models.Index(fields=["since", "order"], name="stuck_order_by_since"),
                    models.Index(condition=models.Q(("person__isnull", False)), fields=["person", "due_at", "order"],
                        name="stuck_order_by_person"),
                    models.Index(condition=models.Q(("escalates_at__isnull", False)), fields=["escalates_at"],
                        name="stuck_order_escalates"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cause__in", ["in_basket", "stopping", "conflict",
                        "refund", "platform", "address_change", "item_change", "change_waits", "rule_circle", "rule",
                        "review", "by_hand", "wished_time", "unmatched", "receiver", "shortage", "no_place",
                        "payment", "request", "remark", "refused", "passable", "notice", "in_vain"])),
                        name="stuck_order_cause_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "CutOff",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("at", models.TimeField(help_text="In the company's zone, every day.")),
                ("carriers", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32),
                    blank=True, db_default=[], default=list, size=None)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "at"), name="cut_off_once"),
                ],
            },
        ),
        migrations.AddField("RuleVersion", "rule", models.ForeignKey(on_delete=models.PROTECT,
            related_name="versions", to="orders.reviewrule")),
        migrations.AddConstraint("RuleVersion",
            models.UniqueConstraint(fields=("rule", "number"), name="rule_version_once")),
    ]
# fmt: on

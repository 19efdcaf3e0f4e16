"""Gift rules, their versions and when these were in force; what was decided and given, and rehearsals."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from zhanggui.kernel.guards import guard_truncate_sql

APPEND_ONLY = """
CREATE TRIGGER orders_giftruleversion_append_only BEFORE UPDATE OR DELETE ON orders_giftruleversion
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_entered_orders")]

    operations = [
        migrations.CreateModel(
            name="GiftDecision",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="gift_decision",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                ("as_of", models.DateTimeField(help_text="The versions in force at this moment were asked.")),
                ("order_version", models.PositiveIntegerField()),
                ("came", models.JSONField(help_text="[[rule version, what came of it, times], …] in the order asked.")),
                ("decided_by", models.CharField(max_length=80)),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="GiftGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("times", models.PositiveIntegerField(help_text="How many multiples were reached.")),
                ("pieces", models.PositiveIntegerField()),
                ("money", models.DecimalField(decimal_places=2, help_text="At cost when it was given.", max_digits=14)),
                (
                    "line_ids",
                    ArrayField(base_field=models.BigIntegerField(), help_text="Lines of ours of the order.", size=None),
                ),
                ("buyer_key", models.CharField(help_text="Shop and buyer, for the cap per buyer.", max_length=160)),
                ("given_by", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="GiftRehearsal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("conditions", models.JSONField()),
                ("terms", models.JSONField()),
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
                ("counts", models.JSONField(default=dict, help_text="{orders, capped, pieces, money}")),
                (
                    "buyers",
                    models.JSONField(default=dict, help_text="{buyer: times given}, while there is a cap per buyer."),
                ),
                (
                    "found",
                    models.JSONField(default=list, help_text="[[order, times, pieces, money], …], the first thousand."),
                ),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="GiftRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "place",
                    models.PositiveIntegerField(
                        help_text="Rules are asked in this order; the first of a group is best."
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                ("pieces_given", models.PositiveBigIntegerField(db_default=0, default=0)),
                ("money_given", models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=16)),
            ],
        ),
        migrations.CreateModel(
            name="GiftRuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("conditions", models.JSONField(help_text="As those of review rules.")),
                (
                    "terms",
                    models.JSONField(
                        help_text="How often, which goods, with which others, up to what: see rules/gifts/terms."
                    ),
                ),
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
        migrations.CreateModel(
            name="GiftTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(help_text="Where the rule stood meanwhile.")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="gifts_due",
            field=models.BooleanField(
                db_default=True, default=True, help_text="Its gifts are not decided yet, or not for what it is now."
            ),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(condition=models.Q(("origin", "gift")), fields=["sku", "order"], name="order_line_gift"),
        ),
        migrations.AddField(
            model_name="giftgrant",
            name="order",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="gift_grants",
                to="orders.order",
            ),
        ),
        migrations.AddField(
            model_name="giftgrant",
            name="wish",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="grants",
                to="orders.giftwish",
            ),
        ),
        migrations.AddField(
            model_name="giftrehearsal",
            name="rule",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="rehearsals",
                to="orders.giftrule",
            ),
        ),
        migrations.AddField(
            model_name="giftgrant",
            name="rule",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="orders.giftrule",
            ),
        ),
        migrations.AddField(
            model_name="giftruleversion",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="orders.giftrule"
            ),
        ),
        migrations.AddField(
            model_name="giftrule",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.giftruleversion",
            ),
        ),
        migrations.AddField(
            model_name="giftgrant",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="orders.giftruleversion",
            ),
        ),
        migrations.AddField(
            model_name="giftterm",
            name="rule",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="orders.giftrule"
            ),
        ),
        migrations.AddField(
            model_name="giftterm",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.giftruleversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="giftrehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_by__in", ["placed", "paid"])), name="gift_rehearsal_valid_by_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="giftrehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("placed_until__gt", models.F("placed_from"))), name="gift_rehearsal_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="giftruleversion",
            constraint=models.UniqueConstraint(fields=("rule", "number"), name="gift_rule_version_once"),
        ),
        migrations.AddConstraint(
            model_name="giftruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_by__in", ["placed", "paid"])), name="gift_version_valid_by_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="giftruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    ("valid_from", None),
                    ("valid_until__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="gift_version_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="giftrule",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("place",),
                name="gift_rule_place_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="giftrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("money_given__gte", 0)), name="gift_money_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="giftgrant",
            index=models.Index(fields=["order"], name="gift_grant_of_order"),
        ),
        migrations.AddIndex(
            model_name="giftgrant",
            index=models.Index(
                condition=models.Q(("taken_back_at", None)), fields=["rule", "buyer_key"], name="gift_grant_of_buyer"
            ),
        ),
        migrations.AddIndex(
            model_name="giftgrant",
            index=models.Index(fields=["rule", "-given_at"], name="gift_grant_latest"),
        ),
        migrations.AddConstraint(
            model_name="giftgrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rule__isnull", False), ("taken_back_at", None)),
                fields=("order", "rule"),
                name="gift_once_per_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="giftgrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)), fields=("wish",), name="gift_once_per_wish"
            ),
        ),
        migrations.AddConstraint(
            model_name="giftgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("money__gte", 0), ("pieces__gt", 0), ("times__gt", 0)), name="gift_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="giftgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rule__isnull", False), ("version__isnull", False), ("wish", None)),
                    models.Q(("rule", None), ("version", None), ("wish__isnull", False)),
                    _connector="OR",
                ),
                name="gift_has_one_cause",
            ),
        ),
        migrations.AddIndex(
            model_name="giftterm",
            index=models.Index(fields=["ends_at"], name="gift_term_ends"),
        ),
        migrations.AddConstraint(
            model_name="giftterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at", None)), fields=("rule",), name="gift_term_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="giftterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                name="gift_term_period",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(guard_truncate_sql("orders_giftruleversion"), migrations.RunSQL.noop),
    ]

"""The pool of orders that do not move, cut-offs, urgent orders, and clocks that platforms stop."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0013_gifts"),
        ("people", "0002_signing_in_and_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CutOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.TimeField(help_text="In the company's zone, every day.")),
            ],
        ),
        migrations.CreateModel(
            name="StuckOrder",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stuck",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("in_basket", "Stopped parcel in the basket"),
                            ("stopping", "Stop being carried out"),
                            ("conflict", "Platform data disagree"),
                            ("refund", "Refund asked"),
                            ("platform", "Platform forbids shipping"),
                            ("address_change", "Address change asked"),
                            ("item_change", "Item change asked"),
                            ("change_waits", "Change waits for its parcel"),
                            ("rule_circle", "Rules run in circles"),
                            ("rule", "Held by a rule"),
                            ("review", "Review says no"),
                            ("by_hand", "Held by hand"),
                            ("wished_time", "Buyer wants it later"),
                            ("unmatched", "Line without a SKU"),
                            ("shortage", "Out of stock"),
                            ("no_place", "Nobody can send it"),
                            ("payment", "Payment gate"),
                            ("request", "Request not settled"),
                            ("remark", "Remark not handled"),
                            ("refused", "Review refused"),
                            ("passable", "Nothing in the way any more"),
                            ("notice", "Platform refused the shipment"),
                            ("other_hold", "Other hold"),
                        ],
                        max_length=16,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("since", models.DateTimeField(help_text="Since when this cause keeps it.")),
                ("due_at", models.DateTimeField()),
                ("post", models.CharField(help_text="The post it falls to: the code of a role.", max_length=32)),
                ("assigned_by", models.CharField(blank=True, max_length=80)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How many steps of escalation it has passed."
                    ),
                ),
                ("escalates_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="hold",
            name="hold_reason_known",
        ),
        migrations.AddField(
            model_name="hold",
            name="marks_urgent",
            field=models.BooleanField(
                db_default=False, default=False, help_text="When it ends the order goes before the others."
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="clock_paused_at",
            field=models.DateTimeField(
                blank=True, help_text="Since when its platform stops the clock; empty: it runs.", null=True
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="collect_by",
            field=models.DateTimeField(
                blank=True, help_text="When the carrier must have scanned it at the latest.", null=True
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="paused_seconds",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="How long its platform stopped the clock before."
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="urgent",
            field=models.BooleanField(db_default=False, default=False, help_text="It goes before the others."),
        ),
        migrations.AlterField(
            model_name="hold",
            name="reason",
            field=models.CharField(
                choices=[
                    ("by_hand", "Held by hand"),
                    ("platform", "Platform forbids shipping"),
                    ("refund", "Refund asked"),
                    ("address_change", "Address change asked"),
                    ("item_change", "Item change asked"),
                    ("shortage", "Out of stock"),
                    ("no_place", "Nobody can send it"),
                    ("change_waits", "Change waits for its parcel"),
                    ("review", "Review says no"),
                    ("rule", "Held by a rule"),
                    ("rule_circle", "Rules run in circles"),
                    ("wished_time", "Buyer wants it later"),
                    ("conflict", "Platform data disagree"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["unpaid", "to_review", "reviewed", "in_warehouse", "partly_shipped"]),
                    ("urgent", True),
                ),
                fields=["state", "ship_by", "id"],
                name="order_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["reviewed_at"], name="review_at_brin"),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "by_hand",
                            "platform",
                            "refund",
                            "address_change",
                            "item_change",
                            "shortage",
                            "no_place",
                            "change_waits",
                            "review",
                            "rule",
                            "rule_circle",
                            "wished_time",
                            "conflict",
                        ],
                    )
                ),
                name="hold_reason_known",
            ),
        ),
        migrations.AddField(
            model_name="cutoff",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="stuckorder",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stuckorder",
            name="shop",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutoff",
            constraint=models.UniqueConstraint(fields=("warehouse", "at"), name="cut_off_once"),
        ),
        migrations.AddIndex(
            model_name="stuckorder",
            index=models.Index(fields=["due_at", "order"], include=("cause", "shop"), name="stuck_order_by_due"),
        ),
        migrations.AddIndex(
            model_name="stuckorder",
            index=models.Index(fields=["cause", "due_at", "order"], include=("shop",), name="stuck_order_by_cause"),
        ),
        migrations.AddIndex(
            model_name="stuckorder",
            index=models.Index(fields=["since", "order"], name="stuck_order_by_since"),
        ),
        migrations.AddIndex(
            model_name="stuckorder",
            index=models.Index(
                condition=models.Q(("person__isnull", False)),
                fields=["person", "due_at", "order"],
                name="stuck_order_by_person",
            ),
        ),
        migrations.AddIndex(
            model_name="stuckorder",
            index=models.Index(
                condition=models.Q(("escalates_at__isnull", False)),
                fields=["escalates_at"],
                name="stuck_order_escalates",
            ),
        ),
        migrations.AddConstraint(
            model_name="stuckorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cause__in",
                        [
                            "in_basket",
                            "stopping",
                            "conflict",
                            "refund",
                            "platform",
                            "address_change",
                            "item_change",
                            "change_waits",
                            "rule_circle",
                            "rule",
                            "review",
                            "by_hand",
                            "wished_time",
                            "unmatched",
                            "shortage",
                            "no_place",
                            "payment",
                            "request",
                            "remark",
                            "refused",
                            "passable",
                            "notice",
                            "other_hold",
                        ],
                    )
                ),
                name="stuck_order_cause_known",
            ),
        ),
    ]

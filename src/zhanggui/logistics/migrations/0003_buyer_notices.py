"""Words to buyers about their parcels: accounts, what shops tell, and what became of each notice."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
NOTICE_STEPS = {
    "waiting": {"sending", "dry", "skipped"},
    "sending": {"sent", "failed", "waiting"},
    "failed": {"waiting"},
}


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0009_print_jobs"),
        ("logistics", "0002_tracking"),
        ("orders", "0007_other_versions"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("notifier", models.CharField(help_text="The connector's key: smtp, log, …", max_length=32)),
                ("settings", models.JSONField(default=dict)),
                ("secrets", models.BinaryField()),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0))),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0))),
                (
                    "most_a_day",
                    models.PositiveSmallIntegerField(default=3, help_text="Notices to one buyer on one day."),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="BuyerNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("shipped", "Shipped"),
                            ("out_for_delivery", "Out for delivery"),
                            ("delivered", "Delivered"),
                            ("delayed", "Delayed"),
                            ("anomaly", "Delivery trouble"),
                        ],
                        max_length=20,
                    ),
                ),
                ("cause", models.CharField(blank=True, default="", max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To send"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("dry", "Dry run"),
                            ("skipped", "Left out"),
                            ("failed", "Not sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("is_dry", models.BooleanField(default=False)),
                ("subject", models.CharField(max_length=100)),
                ("text", models.CharField(max_length=500)),
                ("buyer_key", models.BinaryField(help_text="Equal for one receiver.", max_length=32)),
                (
                    "day",
                    models.DateField(
                        blank=True, help_text="The day it was spoken on, in the company's zone.", null=True
                    ),
                ),
                (
                    "slot",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Which of that day's notices to this buyer.", null=True
                    ),
                ),
                ("to", models.CharField(blank=True, default="", help_text="Masked.", max_length=60)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="fulfilment.parcel",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="logistics.noticeaccount",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["due_at", "id"],
                        name="buyer_notice_due",
                    ),
                    models.Index(fields=["state", "-id"], name="buyer_notice_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "parcel", "event", "cause"), name="buyer_notice_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("slot__isnull", False)),
                        fields=("buyer_key", "day", "slot"),
                        name="buyer_notice_slot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("event__in", ["shipped", "out_for_delivery", "delivered", "delayed", "anomaly"])
                        ),
                        name="buyer_notice_event_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sending", "sent", "dry", "skipped", "failed"])),
                        name="buyer_notice_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("shipped", "Shipped"),
                            ("out_for_delivery", "Out for delivery"),
                            ("delivered", "Delivered"),
                            ("delayed", "Delayed"),
                            ("anomaly", "Delivery trouble"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject", models.CharField(max_length=100)),
                ("text", models.CharField(max_length=500)),
                ("is_on", models.BooleanField(default=False)),
                ("is_dry", models.BooleanField(default=True, help_text="Everything but the sending.")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="logistics.noticeaccount",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("shop", "event"), name="notice_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("event__in", ["shipped", "out_for_delivery", "delivered", "delayed", "anomaly"])
                        ),
                        name="notice_rule_event_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            guard_steps_sql("logistics_buyernotice", NOTICE_STEPS),
            "DROP FUNCTION logistics_buyernotice_guard_steps CASCADE",
        ),
    ]

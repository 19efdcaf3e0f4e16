"""Bins that are to be counted."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {"to_count": {"counted"}}


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_dimensions"),
        ("inventory", "0006_bundles_own_nothing"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lot", models.CharField(blank=True, default="", max_length=40)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("not_found", "Not found"),
                            ("damaged", "Damaged"),
                            ("wrong_goods", "Wrong goods in the bin"),
                            ("unreachable", "Bin cannot be reached"),
                        ],
                        max_length=12,
                    ),
                ),
                ("expected", models.PositiveIntegerField(help_text="Pieces someone came for.")),
                ("found", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, help_text="What they were for.", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("to_count", "To count"), ("counted", "Counted")], default="to_count", max_length=8
                    ),
                ),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("counted_by", models.CharField(blank=True, max_length=80)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "id"], name="count_request_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "to_count")),
                        fields=("location", "sku", "lot"),
                        name="count_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["not_found", "damaged", "wrong_goods", "unreachable"])),
                        name="count_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["to_count", "counted"])), name="count_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found__lt", models.F("expected"))), name="count_found_less"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            guard_steps_sql("inventory_countrequest", STEPS),
            "DROP FUNCTION inventory_countrequest_guard_steps CASCADE",
        ),
    ]

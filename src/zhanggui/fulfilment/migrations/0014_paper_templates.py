"""How papers look, version by version, and days without delivery notes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0013_incidents"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="NotePause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("reason", models.CharField(max_length=100)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "shop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.shop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="note_pause_days"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="note_pause_reason"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("label", "Waybill labels"),
                            ("list", "Pick lists and sort sheets"),
                            ("note", "Delivery notes"),
                        ],
                        max_length=8,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("is_current", models.BooleanField(default=True)),
                ("template", models.JSONField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.shop",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper", "warehouse", "shop", "version"),
                        name="template_version_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("paper", "warehouse", "shop"),
                        name="template_current_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paper__in", ["label", "list", "note"])), name="template_paper_known"
                    ),
                ],
            },
        ),
    ]

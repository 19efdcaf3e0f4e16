"""Unique codes of pieces, and the inspector's marks on goods."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_tracking"),
        ("inventory", "0007_count_requests"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="InspectionMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lot", models.CharField(blank=True, default="", help_text="Empty: every lot.", max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "Inspection pending"), ("passed", "Inspection passed")],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("marked_by", models.CharField(max_length=80)),
                ("marked_at", models.DateTimeField()),
                ("passed_by", models.CharField(blank=True, max_length=80)),
                ("passed_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "sku",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection_marks",
                        to="catalog.sku",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "marked_at", "id"], name="inspection_mark_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "passed"])), name="inspection_mark_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("passed_at__isnull", True), ("state", "pending")),
                            models.Q(("passed_at__isnull", False), ("state", "passed")),
                            _connector="OR",
                        ),
                        name="inspection_mark_passed_at",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("sku", "warehouse", "lot"),
                        name="inspection_marked_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UniqueCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("lot", models.CharField(blank=True, default="", max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_stock", "In stock"),
                            ("in_parcel", "In a parcel"),
                            ("shipped", "Shipped"),
                            ("returned", "Returned"),
                        ],
                        default="in_stock",
                        max_length=9,
                    ),
                ),
                ("cause_id", models.BigIntegerField(blank=True, null=True)),
                ("added_by", models.CharField(max_length=80)),
                ("added_at", models.DateTimeField()),
                (
                    "sku",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unique_codes",
                        to="catalog.sku",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sku", "warehouse", "state"], name="unique_code_by_sku"),
                    models.Index(
                        condition=models.Q(("cause_id__isnull", False)), fields=["cause_id"], name="unique_code_by_line"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["in_stock", "in_parcel", "shipped", "returned"])),
                        name="unique_code_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause_id__isnull", False), ("state__in", ("in_parcel", "shipped"))),
                            models.Q(
                                models.Q(("state__in", ("in_parcel", "shipped")), _negated=True),
                                ("cause_id__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="unique_code_bound_while_out",
                    ),
                ],
            },
        ),
    ]

"""Lots with their dates, what is kept from sale because of them, and the life shops want left."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

LOT_STEPS = {"open": {"stopped"}, "stopped": {"open"}}


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0007_shelf_lives"),
        ("inventory", "0012_blind_places"),
        ("parties", "0002_guards"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShopLife",
            fields=[
                (
                    "shop",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.shop",
                    ),
                ),
                ("days", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("produced_on", models.DateField(blank=True, null=True)),
                (
                    "expires_on",
                    models.DateField(blank=True, help_text="The last day it is good; none: it keeps.", null=True),
                ),
                (
                    "state",
                    models.CharField(choices=[("open", "Open"), ("stopped", "Stopped")], default="open", max_length=8),
                ),
                (
                    "reason",
                    models.CharField(blank=True, help_text="Why it was stopped, or opened again.", max_length=200),
                ),
                ("registered_by", models.CharField(max_length=80)),
                ("registered_at", models.DateTimeField()),
                (
                    "sku",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="catalog.sku",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.supplier",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["expires_on", "id"], name="lot_by_last_day"),
                    models.Index(fields=["state", "expires_on", "id"], name="lot_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("sku", "code"), name="lot_once"),
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="lot_has_code"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("produced_on"))), name="lot_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "stopped"])), name="lot_state_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LotHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField(help_text="Pieces kept from sale.")),
                ("at", models.DateTimeField()),
                (
                    "sku",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"
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
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "sku"), name="lot_hold_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="lot_hold_quantity_positive"),
                ],
            },
        ),
        migrations.RunSQL(
            guard_steps_sql("inventory_lot", LOT_STEPS), "DROP FUNCTION inventory_lot_guard_steps CASCADE"
        ),
    ]

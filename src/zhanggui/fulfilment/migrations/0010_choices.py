"""What the choice of warehouse and carrier asks: regions, capacity, carriers, areas, stops, freight, rules, weights."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("fulfilment", "0009_merge_and_split"),
        ("people", "0002_signing_in_and_answers"),
    ]
    operations = [
        migrations.CreateModel(
            name="ChoiceWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, unique=True)),
                ("value", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="CarrierArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=32)),
                ("state", models.CharField(max_length=60)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("district", models.CharField(blank=True, max_length=60)),
                ("is_served", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "state", "city", "district"), name="carrier_area_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told", models.JSONField()),
                ("was_carrier", models.CharField(blank=True, default="", max_length=32)),
                ("chosen_by", models.CharField(max_length=80)),
                ("chosen_at", models.DateTimeField()),
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="choice", to="fulfilment.parcel"
                    ),
                ),
                (
                    "was_warehouse",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FreightTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                (
                    "divisor",
                    models.PositiveIntegerField(default=0, help_text="cm³ to a kilogram; 0: volume costs nothing."),
                ),
                ("rounding_g", models.PositiveIntegerField(default=0)),
                (
                    "remote_areas",
                    models.JSONField(blank=True, default=list, help_text="省/市/区, as far as needed."),
                ),
                ("remote_fee", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "warehouse",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FreightZone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("areas", models.JSONField(help_text="省/市/区, as far as needed.")),
                ("is_served", models.BooleanField(default=True)),
                ("first_g", models.PositiveIntegerField(default=1000)),
                ("first_fee", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("step_g", models.PositiveIntegerField(default=1000)),
                ("step_fee", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "bands",
                    models.JSONField(blank=True, default=list, help_text="[[grams, fee as text], …], up to and with."),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(blank=True, help_text="Promised days on the way.", null=True),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="zones", to="fulfilment.freighttable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ServiceRegion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=60)),
                ("city", models.CharField(blank=True, max_length=60)),
                (
                    "preference",
                    models.IntegerField(help_text="Points; more is better, below zero is worse than elsewhere."),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoppedStation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=32)),
                ("state", models.CharField(max_length=60)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("district", models.CharField(blank=True, max_length=60)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carrier", "state", "city", "district"), name="stopped_station_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="stopped_station_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WarehouseCarrier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=32)),
                ("is_enabled", models.BooleanField(default=True)),
                ("account", models.CharField(blank=True, max_length=64)),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Capacity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("parcels", models.PositiveIntegerField()),
                (
                    "warehouse",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.warehouse"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "capacities",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("parcels__gt", 0)), name="capacity_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="CarrierRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("priority", models.PositiveIntegerField(default=100, help_text="Lower is asked first.")),
                ("carrier", models.CharField(max_length=32)),
                ("is_forbidding", models.BooleanField(default=False)),
                ("is_on", models.BooleanField(default=True)),
                ("state", models.CharField(blank=True, max_length=60)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("district", models.CharField(blank=True, max_length=60)),
                ("above_g", models.PositiveIntegerField(default=0)),
                ("up_to_g", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "words",
                    models.CharField(
                        blank=True, help_text="Found in the buyer's message or the seller's memo.", max_length=60
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.category",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.shop",
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.sku",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["priority", "id"], name="carrier_rule_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("up_to_g__isnull", True), ("up_to_g__gt", models.F("above_g")), _connector="OR"
                        ),
                        name="carrier_rule_band",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="freighttable",
            constraint=models.UniqueConstraint(
                fields=("carrier", "warehouse"), name="freight_table_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="freighttable",
            constraint=models.CheckConstraint(
                condition=models.Q(("remote_fee__gte", 0)), name="freight_remote_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="freightzone",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_fee__gte", 0), ("first_g__gt", 0), ("step_fee__gte", 0), ("step_g__gt", 0)),
                name="freight_zone_prices",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceregion",
            constraint=models.UniqueConstraint(fields=("warehouse", "state", "city"), name="service_region_once"),
        ),
        migrations.AddConstraint(
            model_name="warehousecarrier",
            constraint=models.UniqueConstraint(fields=("warehouse", "carrier"), name="warehouse_carrier_once"),
        ),
    ]

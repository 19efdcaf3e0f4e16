"""Before a parcel is planned: walls and strategies, carriers, regions, prices, what goes together."""

import django.contrib.postgres.fields
from django.db import migrations, models

from zhanggui.fulfilment.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    initial = True
    dependencies = [
        ("catalog", "0005_tracking"),
        ("inventory", "0009_guards_of_codes"),
        ("kernel", "0003_partitions_no_truncate"),
        ("orders", "0007_promises"),
        ("people", "0002_signing_in_and_answers"),
    ]
    operations = [
        migrations.CreateModel(
            "Wall",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("code", models.CharField(help_text="As it is written, and barcoded, on the wall.", max_length=16)),
                ("name", models.CharField(blank=True, max_length=40)),
                ("rows", models.PositiveSmallIntegerField()),
                ("columns", models.PositiveSmallIntegerField()),
                ("state", models.CharField(choices=[("open", "In use"), ("closed", "Closed")], default="open",
                    max_length=8)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "code"), name="wall_code_once"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "closed"])),
                        name="wall_state_known"),
                    models.CheckConstraint(condition=models.Q(("columns__gt", 0), ("rows__gt", 0)),
                        name="wall_has_cells"),
                ],
            },
        ),
        migrations.CreateModel(
            "WaveStrategy",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("name", models.CharField(max_length=40)),
                ("is_enabled", models.BooleanField(default=True)),
                ("priority", models.PositiveSmallIntegerField(default=100)),
                ("kind", models.CharField(blank=True, help_text="A kind of wave; empty: any.", max_length=8)),
                ("carriers", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32),
                    blank=True, default=list, size=None)),
                ("shops", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True,
                    default=list, size=None)),
                ("zones", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16),
                    blank=True, default=list, size=None)),
                ("urgent_only", models.BooleanField(default=False)),
                ("due_within_h", models.PositiveSmallIntegerField(default=0,
                    help_text="Only what must leave in so many hours.")),
                ("hot_from", models.PositiveSmallIntegerField(default=20,
                    help_text="A SKU is hot when so many parcels hold nothing else.")),
                ("by_zone", models.BooleanField(default=False,
                    help_text="Each wave stays in one zone where it can.")),
                ("wall", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.SET_NULL,
                    related_name="+", to="fulfilment.wall")),
                ("most_parcels", models.PositiveSmallIntegerField(default=40)),
                ("most_units", models.PositiveIntegerField(default=0)),
                ("most_g", models.PositiveIntegerField(default=0)),
                ("most_cm3", models.PositiveIntegerField(default=0)),
                ("fewest", models.PositiveSmallIntegerField(default=1,
                    help_text="Fewer parcels than this wait for more.")),
                ("means", models.CharField(choices=[("both", "Paper or phone"), ("paper", "Paper"),
                    ("phone", "Phone")], default="both", max_length=8)),
                ("labels_at_table", models.BooleanField(db_default=False, default=False,
                    help_text="Its waves are picked before their labels exist.")),
            ],
            options={
                "verbose_name_plural": "wave strategies",
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "name"), name="wave_strategy_once"),
                    models.CheckConstraint(condition=models.Q(("kind", ""), ("kind__in", ["single", "multi", "hot"]),
                        _connector="OR"), name="strategy_kind_known"),
                    models.CheckConstraint(condition=models.Q(("means__in", ["both", "paper", "phone"])),
                        name="strategy_means_known"),
                    models.CheckConstraint(condition=models.Q(("labels_at_table", False),
                        ("kind__in", ("single", "hot")), _connector="OR"), name="strategy_of_items_labels_later"),
                    models.CheckConstraint(condition=models.Q(("fewest__gt", 0), ("hot_from__gt", 1),
                        ("most_parcels__gt", 0)), name="strategy_makes_waves"),
                ],
            },
        ),
        migrations.CreateModel(
            "WarehouseCarrier",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("carrier", models.CharField(max_length=32)),
                ("is_enabled", models.BooleanField(default=True)),
                ("account", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "carrier"), name="warehouse_carrier_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "AccountCarrier",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("carrier", models.CharField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "carrier"), name="account_carrier_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "CarrierArea",
            [
                ID,
                ("carrier", models.CharField(blank=True, max_length=32)),
                ("state", models.CharField(max_length=60)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("district", models.CharField(blank=True, max_length=60)),
                ("is_served", models.BooleanField()),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, db_default="", max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("starts_at__isnull", True)),
                        fields=("carrier", "state", "city", "district"), name="carrier_area_once"),
                    models.UniqueConstraint(condition=models.Q(("starts_at__isnull", False)),
                        fields=("carrier", "state", "city", "district"), name="carrier_stop_once"),
                    models.CheckConstraint(condition=models.Q(models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                        models.Q(models.Q(("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")),
                        _connector="OR"), ("is_served", False), ("starts_at__isnull", False)), _connector="OR"),
                        name="carrier_stop_ends_later"),
                ],
            },
        ),
        migrations.CreateModel(
            "CarrierRule",
            [
                ID,
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
                ("shop", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.CASCADE,
                    related_name="+", to="people.shop")),
                ("category", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.CASCADE,
                    related_name="+", to="catalog.category")),
                ("sku", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.CASCADE,
                    related_name="+", to="catalog.sku")),
                ("words", models.CharField(blank=True, help_text="Found in the buyer's message or the seller's memo.",
                    max_length=60)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["priority", "id"], name="carrier_rule_order"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("up_to_g__isnull", True),
                        ("up_to_g__gt", models.F("above_g")), _connector="OR"), name="carrier_rule_band"),
                ],
            },
        ),
        migrations.CreateModel(
            "ServiceRegion",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("state", models.CharField(max_length=60)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("preference",
                    models.IntegerField(help_text="Points; more is better, below zero is worse than elsewhere.")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "state", "city"), name="service_region_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "Capacity",
            [
                ID,
                ("warehouse", models.OneToOneField(on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("parcels", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "capacities",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("parcels__gt", 0)), name="capacity_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            "FreightTable",
            [
                ID,
                ("name", models.CharField(max_length=80, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                ("warehouse", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.CASCADE,
                    related_name="+", to="people.warehouse")),
                ("divisor", models.PositiveIntegerField(default=0,
                    help_text="cm³ to a kilogram; 0: volume costs nothing.")),
                ("volume_above", models.DecimalField(db_default=1, decimal_places=2, default=1,
                    help_text="Volume counts where it is more than so many times the weight.", max_digits=4)),
                ("rounding_g", models.PositiveIntegerField(default=0)),
                ("remote_areas", models.JSONField(blank=True, default=list, help_text="省/市/区, as far as needed.")),
                ("remote_fee", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "warehouse"), name="freight_table_once",
                        nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(("remote_fee__gte", 0)),
                        name="freight_remote_not_negative"),
                    models.CheckConstraint(condition=models.Q(("volume_above__gte", 1)),
                        name="freight_volume_above_weight"),
                ],
            },
        ),
        migrations.CreateModel(
            "FreightZone",
            [
                ID,
                ("table", models.ForeignKey(on_delete=models.CASCADE, related_name="zones",
                    to="fulfilment.freighttable")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("areas", models.JSONField(help_text="省/市/区, as far as needed.")),
                ("is_served", models.BooleanField(default=True)),
                ("first_g", models.PositiveIntegerField(default=1000)),
                ("first_fee", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("step_g", models.PositiveIntegerField(default=1000)),
                ("step_fee", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("bands", models.JSONField(blank=True, default=list,
                    help_text="[[grams, fee as text], …], up to and with.")),
                ("days", models.PositiveSmallIntegerField(blank=True, help_text="Promised days on the way.",
                    null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("first_fee__gte", 0), ("first_g__gt", 0),
                        ("step_fee__gte", 0), ("step_g__gt", 0)), name="freight_zone_prices"),
                ],
            },
        ),
        migrations.CreateModel(
            "Choice",
            [
                ID,
                ("told", models.JSONField()),
                ("was_warehouse", models.ForeignKey(db_index=False, null=True, on_delete=models.CASCADE,
                    related_name="+", to="people.warehouse")),
                ("was_carrier", models.CharField(blank=True, default="", max_length=32)),
                ("chosen_by", models.CharField(max_length=80)),
                ("chosen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "ChoiceWeight",
            [
                ID,
                ("name", models.CharField(max_length=20, unique=True)),
                ("value", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            "MergeGroup",
            [
                ID,
                ("name", models.CharField(max_length=80, unique=True)),
                ("is_automatic", models.BooleanField(default=True,
                    help_text="Merge while planning, without being asked.")),
                ("ships_partly", models.BooleanField(default=False,
                    help_text="Of a short order, what is there goes at once.")),
                ("most_orders", models.PositiveSmallIntegerField(default=5)),
                ("most_units", models.PositiveIntegerField(default=30)),
                ("most_g", models.PositiveIntegerField(default=20000)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("most_g__gt", 0), ("most_orders__gte", 2),
                        ("most_units__gte", 2)), name="merge_group_limits"),
                ],
            },
        ),
        migrations.CreateModel(
            "GroupedShop",
            [
                ID,
                ("shop", models.OneToOneField(on_delete=models.CASCADE, related_name="merge_group",
                    to="people.shop")),
                ("group", models.ForeignKey(on_delete=models.CASCADE, related_name="shops",
                    to="fulfilment.mergegroup")),
            ],
        ),
    ]
# fmt: on

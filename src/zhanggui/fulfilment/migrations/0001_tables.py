"""The tables of fulfilment: parcels, waves, picks, scans, labels, couriers and what they cost."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("fulfilment", "0001_initial"),
        ("fulfilment", "0002_guards"),
        ("fulfilment", "0003_list_indexes"),
        ("fulfilment", "0004_scan_sent_twice"),
        ("fulfilment", "0005_shipped_by_shop"),
        ("fulfilment", "0006_no_truncate"),
        ("fulfilment", "0007_stations_read_orders"),
        ("fulfilment", "0008_taken_back"),
        ("fulfilment", "0009_merge_and_split"),
        ("fulfilment", "0010_choices"),
        ("fulfilment", "0011_torn_labels"),
        ("fulfilment", "0012_intercepts"),
        ("fulfilment", "0013_collect_by"),
        ("fulfilment", "0014_reach"),
        ("fulfilment", "0015_orders_on_labels"),
        ("fulfilment", "0016_cash_to_collect"),
        ("fulfilment", "0017_intercept_levels"),
        ("fulfilment", "0018_volume_above_weight"),
    ]

    initial = True

    dependencies = [
        ("orders", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.warehouse"
                    ),
                ),
                ("carrier", models.CharField(max_length=32)),
                (
                    "kind",
                    models.CharField(choices=[("single", "Single item"), ("multi", "Several items")], max_length=8),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("printed", "Printed"),
                            ("picked", "Picked"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("parcel_count", models.PositiveIntegerField(default=0)),
                ("units", models.PositiveIntegerField(default=0)),
                ("built_by", models.CharField(max_length=80)),
                ("built_at", models.DateTimeField()),
                ("printed_at", models.DateTimeField(blank=True, null=True)),
                ("picked_at", models.DateTimeField(blank=True, null=True)),
                ("picked_by", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "id"], name="wave_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "printed", "picked", "cancelled"])),
                        name="wave_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["single", "multi"])), name="wave_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChoiceWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, unique=True)),
                ("value", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ServiceRegion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
                ("state", models.CharField(max_length=60)),
                ("city", models.CharField(blank=True, max_length=60)),
                (
                    "preference",
                    models.IntegerField(help_text="Points; more is better, below zero is worse than elsewhere."),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "state", "city"), name="service_region_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Capacity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "warehouse",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.warehouse"
                    ),
                ),
                ("parcels", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "capacities",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("parcels__gt", 0)), name="capacity_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="WarehouseCarrier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
                ("carrier", models.CharField(max_length=32)),
                ("is_enabled", models.BooleanField(default=True)),
                ("account", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "carrier"), name="warehouse_carrier_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CarrierArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.UniqueConstraint(
                        condition=models.Q(("starts_at__isnull", True)),
                        fields=("carrier", "state", "city", "district"),
                        name="carrier_area_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("starts_at__isnull", False)),
                        fields=("carrier", "state", "city", "district"),
                        name="carrier_stop_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                            models.Q(
                                models.Q(
                                    ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                                ),
                                ("is_served", False),
                                ("starts_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="carrier_stop_ends_later",
                    ),
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
                (
                    "words",
                    models.CharField(
                        blank=True, help_text="Found in the buyer's message or the seller's memo.", max_length=60
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
        migrations.CreateModel(
            name="FreightTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("carrier", models.CharField(max_length=32)),
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
                (
                    "divisor",
                    models.PositiveIntegerField(default=0, help_text="cm³ to a kilogram; 0: volume costs nothing."),
                ),
                (
                    "volume_above",
                    models.DecimalField(
                        db_default=1,
                        decimal_places=2,
                        default=1,
                        help_text="Volume counts where it is more than so many times the weight.",
                        max_digits=4,
                    ),
                ),
                ("rounding_g", models.PositiveIntegerField(default=0)),
                ("remote_areas", models.JSONField(blank=True, default=list, help_text="省/市/区, as far as needed.")),
                ("remote_fee", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carrier", "warehouse"), name="freight_table_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("remote_fee__gte", 0)), name="freight_remote_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("volume_above__gte", 1)), name="freight_volume_above_weight"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "is_automatic",
                    models.BooleanField(default=True, help_text="Merge while planning, without being asked."),
                ),
                (
                    "ships_partly",
                    models.BooleanField(default=False, help_text="Of a short order, what is there goes at once."),
                ),
                ("most_orders", models.PositiveSmallIntegerField(default=5)),
                ("most_units", models.PositiveIntegerField(default=30)),
                ("most_g", models.PositiveIntegerField(default=20000)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("most_g__gt", 0), ("most_orders__gte", 2), ("most_units__gte", 2)),
                        name="merge_group_limits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("waved", "In wave"),
                            ("printed", "Printed"),
                            ("picked", "Picked"),
                            ("verified", "Verified"),
                            ("weighed", "Weighed"),
                            ("shipped", "Shipped"),
                            ("stopped", "Stopped"),
                            ("void", "Void"),
                            ("merged", "Merged"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.shop"
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
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parcels", to="orders.order"
                    ),
                ),
                ("carrier", models.CharField(max_length=32)),
                ("waybill", models.CharField(blank=True, max_length=40)),
                (
                    "wave",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="fulfilment.wave",
                    ),
                ),
                ("cell", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("units", models.PositiveIntegerField()),
                ("units_verified", models.PositiveIntegerField(default=0)),
                ("sku_count", models.PositiveSmallIntegerField(default=1)),
                ("expected_g", models.PositiveIntegerField(default=0)),
                ("weighed_g", models.PositiveIntegerField(blank=True, null=True)),
                ("prints", models.PositiveSmallIntegerField(default=0)),
                ("ship_by", models.DateTimeField(blank=True, null=True)),
                (
                    "collect_by",
                    models.DateTimeField(
                        blank=True, help_text="When the carrier must have scanned it at the latest.", null=True
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("printed_at", models.DateTimeField(blank=True, null=True)),
                ("picked_at", models.DateTimeField(blank=True, null=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("verified_by", models.CharField(blank=True, max_length=80)),
                ("weighed_at", models.DateTimeField(blank=True, null=True)),
                ("shipped_at", models.DateTimeField(blank=True, null=True)),
                ("shipped_by", models.CharField(blank=True, max_length=80)),
                (
                    "taken_back",
                    models.PositiveSmallIntegerField(
                        db_default=0,
                        default=0,
                        help_text="How often it was shipped by mistake and taken back before it left.",
                    ),
                ),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("stop_reason", models.CharField(blank=True, max_length=200)),
                (
                    "merge_key",
                    models.BinaryField(
                        db_default=b"",
                        default=b"",
                        help_text="Equal when they go to one person at one place; empty: alone.",
                        max_length=16,
                    ),
                ),
                (
                    "stays_alone",
                    models.BooleanField(
                        db_default=False, default=False, help_text="Someone took it apart; it is merged only by hand."
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="fulfilment.parcel",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The parcel whose pieces it took over.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offcuts",
                        to="fulfilment.parcel",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["shipped", "void", "merged"]), _negated=True),
                        fields=["state", "ship_by", "id"],
                        name="parcel_by_state",
                    ),
                    models.Index(
                        condition=models.Q(("state", "shipped")),
                        fields=["shipped_at", "id"],
                        include=("warehouse",),
                        name="parcel_by_shipped",
                    ),
                    models.Index(
                        condition=models.Q(("state", "shipped")),
                        fields=["shop", "shipped_at", "id"],
                        include=("warehouse",),
                        name="parcel_shop_shipped",
                    ),
                    models.Index(condition=models.Q(("state", "void")), fields=["id"], name="parcel_void"),
                    models.Index(
                        condition=models.Q(("state", "planned"), models.Q(("merge_key", b""), _negated=True)),
                        fields=["merge_key", "id"],
                        name="parcel_to_merge",
                    ),
                    models.Index(condition=models.Q(("state", "merged")), fields=["merged_into"], name="parcel_merged"),
                    models.Index(
                        condition=models.Q(("split_from__isnull", False)), fields=["split_from"], name="parcel_split"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("waybill", ""), _negated=True), fields=("waybill",), name="waybill_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("wave__isnull", False)), fields=("wave", "cell"), name="wave_cell_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "planned",
                                    "waved",
                                    "printed",
                                    "picked",
                                    "verified",
                                    "weighed",
                                    "shipped",
                                    "stopped",
                                    "void",
                                    "merged",
                                ],
                            )
                        ),
                        name="parcel_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units_verified__lte", models.F("units"))), name="parcel_not_over_verified"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("planned", "waved", "void", "merged")),
                            models.Q(("waybill", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="printed_parcel_has_waybill",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True), ("state__in", ["merged", "void"]), _connector="OR"
                        ),
                        name="merged_parcel_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["verified", "weighed", "shipped"]), _negated=True),
                            ("units_verified", models.F("units")),
                            _connector="OR",
                        ),
                        name="only_complete_parcels_leave",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FreightZone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="zones", to="fulfilment.freighttable"
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_fee__gte", 0), ("first_g__gt", 0), ("step_fee__gte", 0), ("step_g__gt", 0)
                        ),
                        name="freight_zone_prices",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupedShop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shop",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merge_group", to="people.shop"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shops", to="fulfilment.mergegroup"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ParcelLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="fulfilment.parcel"
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parcel_lines", to="orders.orderline"
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("picked", models.PositiveIntegerField(default=0)),
                ("verified", models.PositiveIntegerField(default=0)),
                (
                    "home",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The parcel it was planned in, while it travels in another.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fulfilment.parcel",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("home__isnull", False)), fields=["home"], name="parcel_line_guest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="parcel_line_quantity_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("picked__lte", models.F("quantity")), ("verified__lte", models.F("picked"))
                        ),
                        name="parcel_line_ladder",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CashToCollect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cash", to="fulfilment.parcel"
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="cash_to_collect_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="choice", to="fulfilment.parcel"
                    ),
                ),
                ("told", models.JSONField()),
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
                ("was_carrier", models.CharField(blank=True, default="", max_length=32)),
                ("chosen_by", models.CharField(max_length=80)),
                ("chosen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Intercept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intercepts", to="fulfilment.parcel"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To ask the carrier"),
                            ("asked", "Carrier asked"),
                            ("accepted", "Carrier brings it back"),
                            ("refused", "Carrier refused"),
                            ("returned", "Returned"),
                            ("delivered", "Delivered all the same"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="A word of orders/rules/stops.py, or someone's own words.", max_length=200
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=80)),
                (
                    "due_at",
                    models.DateTimeField(help_text="When the carrier must have answered; after it someone calls."),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, help_text="Last alarm: 0, 50, 80 or 100 percent."
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="What the carrier said.", max_length=200
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["state", "due_at", "id"],
                        name="intercept_open",
                    ),
                    models.Index(fields=["opened_at", "id"], name="intercept_by_opened"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("parcel",),
                        name="one_open_intercept_per_parcel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "asked", "accepted", "refused", "returned", "delivered"])
                        ),
                        name="intercept_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True), ("state__in", ("open", "asked", "accepted", "refused"))
                            ),
                            models.Q(("closed_at__isnull", False), ("state__in", ["returned", "delivered"])),
                            _connector="OR",
                        ),
                        name="intercept_closed_by_its_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(unique=True)),
                (
                    "parcel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="fulfilment.parcel",
                    ),
                ),
                ("waybill", models.CharField(max_length=40)),
                ("barcode", models.CharField(max_length=64)),
                (
                    "sku",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.sku",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("piece_ok", "Piece accepted"),
                            ("parcel_done", "Parcel complete"),
                            ("unknown_waybill", "Unknown waybill"),
                            ("wrong_barcode", "Barcode does not match"),
                            ("already_scanned", "Already scanned"),
                            ("too_many", "Quantity differs"),
                            ("stopped", "Stopped"),
                            ("void", "Void waybill"),
                            ("not_picked", "Not picked yet"),
                        ],
                        max_length=16,
                    ),
                ),
                ("verified_before", models.PositiveIntegerField()),
                ("verified_after", models.PositiveIntegerField()),
                (
                    "detail",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="What a refusal said besides, to say it again.",
                        max_length=200,
                    ),
                ),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=80)),
                ("station", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("result__in", ["piece_ok", "parcel_done"]), _negated=True),
                        fields=["at"],
                        name="scan_refused",
                    ),
                    models.Index(
                        condition=models.Q(("result", "parcel_done")), fields=["at", "actor_id"], name="scan_complete"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "result__in",
                                [
                                    "piece_ok",
                                    "parcel_done",
                                    "unknown_waybill",
                                    "wrong_barcode",
                                    "already_scanned",
                                    "too_many",
                                    "stopped",
                                    "void",
                                    "not_picked",
                                ],
                            )
                        ),
                        name="scan_result_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VoidLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="void_label", to="fulfilment.parcel"
                    ),
                ),
                ("waybill", models.CharField(max_length=40, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                (
                    "order_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="The orders that were on the paper.",
                        size=None,
                    ),
                ),
                ("voided_at", models.DateTimeField()),
                ("torn_at", models.DateTimeField(blank=True, help_text="Since when no paper of it is out.", null=True)),
                (
                    "torn_by",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Empty: it never came out of a printer.",
                        max_length=80,
                    ),
                ),
                (
                    "torn_note",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Why nobody scanned it; empty: it was scanned.",
                        max_length=200,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_cancel", "To cancel"),
                            ("cancelled", "Number cancelled"),
                            ("to_recover", "To recover"),
                            ("settled", "Settled by hand"),
                        ],
                        db_default="to_cancel",
                        default="to_cancel",
                        max_length=12,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="What the carrier said.", max_length=200
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("torn_at__isnull", True)), fields=["voided_at", "id"], name="void_label_out"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["to_cancel", "to_recover"])),
                        fields=["state", "voided_at", "id"],
                        name="void_label_open",
                    ),
                    models.Index(fields=["voided_at", "id"], name="void_label_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["to_cancel", "cancelled", "to_recover", "settled"])),
                        name="void_label_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("torn_at__isnull", False), models.Q(("torn_by", ""), ("torn_note", "")), _connector="OR"
                        ),
                        name="void_label_torn_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parcel_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="picks", to="fulfilment.parcelline"
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="picks", to="fulfilment.wave"
                    ),
                ),
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
                ("lot", models.CharField(blank=True, default="", max_length=40)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_pick", "To pick"),
                            ("picked", "Picked"),
                            ("put_back", "Put back"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="to_pick",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="pick_quantity_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["to_pick", "picked", "put_back", "cancelled"])),
                        name="pick_state_known",
                    ),
                ],
            },
        ),
    ]

"""What the scale learns and where it stops; crates and freight stations."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

STEPS: dict[str, dict[str, set[str]]] = {
    "fulfilment_oddweight": {
        "open": {"accepted", "reopened", "settled"},
        "accepted": set(),
        "reopened": set(),
        "settled": set(),
    },
    "fulfilment_freightrun": {"listed": {"signed"}, "signed": set()},
}
CRATE_STEPS: dict[str, set[str]] = {
    "needed": {"out", "dropped"},
    "out": {"back"},
    "back": {"out"},
    "dropped": {"needed"},
}
"""A crate has the key of its parcel."""
SERIES = ("crate_trip", "freight_run")


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_dimensions"),
        ("fulfilment", "0007_hand_over"),
        ("orders", "0005_buyer_history"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Crate",
            fields=[
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="crate",
                        serialize=False,
                        to="fulfilment.parcel",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("needed", "Crate needed"),
                            ("out", "Out at the crate maker"),
                            ("back", "Back in its crate"),
                            ("dropped", "No crate after all"),
                        ],
                        default="needed",
                        max_length=8,
                    ),
                ),
                ("why", models.CharField(max_length=200)),
                ("marked_at", models.DateTimeField()),
                ("marked_by", models.CharField(max_length=80)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("back_at", models.DateTimeField(blank=True, null=True)),
                ("back_by", models.CharField(blank=True, help_text="Who of ours took it in.", max_length=80)),
                ("cost", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="CrateRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(blank=True, max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name="CrateTimes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("times", django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(), size=None)),
            ],
            options={
                "verbose_name_plural": "crate times",
            },
        ),
        migrations.CreateModel(
            name="CrateTrip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True)),
                ("given_by", models.CharField(max_length=80)),
                ("taken_by", models.CharField(max_length=80)),
                ("out_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FreightLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_off", models.BooleanField(default=False, help_text="Taken off the list: it did not go.")),
                ("off_reason", models.CharField(blank=True, max_length=300)),
                ("receipt", models.CharField(blank=True, max_length=40)),
                ("receipt_at", models.DateTimeField(blank=True, null=True)),
                ("receipt_by", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="FreightRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[("listed", "On the list"), ("signed", "Driver has signed")],
                        default="listed",
                        max_length=8,
                    ),
                ),
                ("driver", models.CharField(max_length=80)),
                ("plate", models.CharField(max_length=20)),
                ("phone_masked", models.CharField(blank=True, max_length=40)),
                ("phone_sealed", models.BinaryField(db_default=b"", default=b"")),
                ("listed_at", models.DateTimeField()),
                ("listed_by", models.CharField(max_length=80)),
                ("ready_by", models.DateTimeField(help_text="When it should have been ready.")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_by",
                    models.CharField(
                        blank=True, help_text="Who of ours gave the goods; the driver signs on paper.", max_length=80
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FreightStation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=32)),
                ("ready_by", models.TimeField(help_text="When the list must be ready.")),
                ("address", models.CharField(blank=True, max_length=200)),
                ("is_on", models.BooleanField(db_default=True, default=True)),
            ],
        ),
        migrations.CreateModel(
            name="OddWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("reopened", "Box opened"),
                            ("settled", "Weighed right afterwards"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("grams", models.PositiveIntegerField()),
                ("low_g", models.PositiveIntegerField()),
                ("high_g", models.PositiveIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("missing", "Pieces missing"),
                            ("extra", "Pieces too many"),
                            ("box", "Another box"),
                            ("no_box", "Box not on the scale"),
                            ("empty", "Box is empty"),
                            ("unknown", "Not explained"),
                        ],
                        max_length=12,
                    ),
                ),
                ("cause_pieces", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("by_id", models.BigIntegerField(blank=True, null=True)),
                ("station", models.CharField(blank=True, max_length=40)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, max_length=80)),
                ("is_own", models.BooleanField(default=False, help_text="Who weighed it accepted it too.")),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Packaging",
            fields=[
                (
                    "sku",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="packaging",
                        serialize=False,
                        to="catalog.sku",
                    ),
                ),
                (
                    "most_g",
                    models.PositiveIntegerField(db_default=0, default=0, help_text="It carries no more; 0: no limit."),
                ),
                (
                    "low_stock",
                    models.PositiveIntegerField(
                        db_default=0, default=0, help_text="Fewer than that in a warehouse are too few."
                    ),
                ),
                ("is_active", models.BooleanField(db_default=True, default=True)),
            ],
            options={
                "verbose_name_plural": "packaging",
            },
        ),
        migrations.CreateModel(
            name="PackUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_cost", models.DecimalField(decimal_places=4, max_digits=12)),
                ("content", models.CharField(help_text="Equal for parcels of the same goods.", max_length=32)),
                ("is_booked", models.BooleanField(default=False, help_text="It left the ledger of stock.")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="SkuWeight",
            fields=[
                (
                    "sku",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="learned_weight",
                        serialize=False,
                        to="catalog.sku",
                    ),
                ),
                ("samples", models.PositiveIntegerField(db_default=0, default=0, help_text="Weighings.")),
                ("pieces", models.PositiveIntegerField(db_default=0, default=0, help_text="Pieces in all weighings.")),
                (
                    "sum_g",
                    models.DecimalField(db_default=Decimal("0"), decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "sum_sq",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=6,
                        default=Decimal("0"),
                        help_text="Of grams² by piece.",
                        max_digits=30,
                    ),
                ),
                (
                    "taught_g",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="Said by hand; counts until enough is learned.",
                        max_digits=9,
                        null=True,
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(blank=True, help_text="What was weighed before does not count.", null=True),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.CharField(blank=True, help_text="Who taught or reset it; empty: the scale.", max_length=80),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WeighRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "min_samples",
                    models.PositiveSmallIntegerField(help_text="So many weighings before a learned weight counts."),
                ),
                (
                    "sigmas",
                    models.DecimalField(
                        decimal_places=1, help_text="So many spreads off is still right.", max_digits=3
                    ),
                ),
                ("floor_g", models.PositiveSmallIntegerField(help_text="So many grams off is always right.")),
            ],
        ),
        migrations.CreateModel(
            name="WeightSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pieces", models.PositiveIntegerField()),
                ("grams", models.DecimalField(decimal_places=1, help_text="Of all these pieces.", max_digits=9)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="parcel",
            name="units_rechecked",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="Pieces scanned before its box was opened to verify them again."
            ),
        ),
        migrations.AddField(
            model_name="parcel",
            name="outside",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Its goods are out of the house, being crated."
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outside", False),
                    models.Q(("state__in", ["weighed", "shipped", "void"]), _negated=True),
                    _connector="OR",
                ),
                name="nothing_leaves_while_outside",
            ),
        ),
        migrations.AddField(
            model_name="craterule",
            name="sku",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="crate_rule",
                to="catalog.sku",
            ),
        ),
        migrations.AddField(
            model_name="cratetimes",
            name="warehouse",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="cratetrip",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="crate",
            name="trip",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="crates",
                to="fulfilment.cratetrip",
            ),
        ),
        migrations.AddField(
            model_name="freightline",
            name="parcel",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fulfilment.parcel"
            ),
        ),
        migrations.AddField(
            model_name="freightrun",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="freightline",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="fulfilment.freightrun"
            ),
        ),
        migrations.AddField(
            model_name="freightstation",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="oddweight",
            name="cause_sku",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.sku",
            ),
        ),
        migrations.AddField(
            model_name="oddweight",
            name="packaging",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.sku",
            ),
        ),
        migrations.AddField(
            model_name="oddweight",
            name="parcel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="odd_weights", to="fulfilment.parcel"
            ),
        ),
        migrations.AddField(
            model_name="packuse",
            name="parcel",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="packed_in",
                to="fulfilment.parcel",
            ),
        ),
        migrations.AddField(
            model_name="packuse",
            name="sku",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"
            ),
        ),
        migrations.AddIndex(
            model_name="skuweight",
            index=models.Index(fields=["changed_at", "sku"], name="sku_weight_changed"),
        ),
        migrations.AddConstraint(
            model_name="skuweight",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pieces", 0), ("samples", 0), ("sum_g", 0), ("sum_sq", 0)),
                    models.Q(("pieces__gte", 1), ("samples__gt", 0), ("sum_g__gt", 0)),
                    _connector="OR",
                ),
                name="sku_weight_of_samples",
            ),
        ),
        migrations.AddConstraint(
            model_name="skuweight",
            constraint=models.CheckConstraint(
                condition=models.Q(("taught_g__isnull", True), ("taught_g__gt", 0), _connector="OR"),
                name="sku_weight_taught",
            ),
        ),
        migrations.AddConstraint(
            model_name="weighrule",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="weigh_rule_is_one"),
        ),
        migrations.AddConstraint(
            model_name="weighrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("floor_g__gt", 0), ("min_samples__gte", 2), ("sigmas__gt", 0)),
                name="weigh_rule_sensible",
            ),
        ),
        migrations.AddField(
            model_name="weightsample",
            name="parcel",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="weight_sample", to="fulfilment.parcel"
            ),
        ),
        migrations.AddField(
            model_name="weightsample",
            name="sku",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.sku"
            ),
        ),
        migrations.AddConstraint(
            model_name="craterule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("label", ""), _negated=True), fields=("label",), name="crate_label_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="craterule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sku__isnull", True), models.Q(("label", ""), _negated=True)),
                    models.Q(("label", ""), ("sku__isnull", False)),
                    _connector="OR",
                ),
                name="crate_rule_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="cratetimes",
            constraint=models.CheckConstraint(condition=models.Q(("times__len__gt", 0)), name="crate_times_some"),
        ),
        migrations.AddIndex(
            model_name="cratetrip",
            index=models.Index(fields=["out_at", "id"], name="crate_trip_by_day"),
        ),
        migrations.AddConstraint(
            model_name="cratetrip",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_by", ""), _negated=True), name="crate_trip_signed"
            ),
        ),
        migrations.AddConstraint(
            model_name="cratetrip",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("out_at"))), name="crate_trip_due_later"
            ),
        ),
        migrations.AddIndex(
            model_name="crate",
            index=models.Index(fields=["state", "due_at", "parcel"], name="crate_by_state"),
        ),
        migrations.AddIndex(
            model_name="crate",
            index=models.Index(fields=["marked_at", "parcel"], name="crate_by_day"),
        ),
        migrations.AddConstraint(
            model_name="crate",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["needed", "out", "back", "dropped"])), name="crate_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="crate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "out"), _negated=True),
                    models.Q(("due_at__isnull", False), ("trip__isnull", False)),
                    _connector="OR",
                ),
                name="crate_out_with_trip",
            ),
        ),
        migrations.AddConstraint(
            model_name="crate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "back"), _negated=True),
                    models.Q(("back_at__isnull", False), models.Q(("back_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="crate_back_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="crate",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                name="crate_cost_not_negative",
            ),
        ),
        migrations.AddIndex(
            model_name="freightrun",
            index=models.Index(fields=["state", "listed_at", "id"], name="freight_run_by_state"),
        ),
        migrations.AddIndex(
            model_name="freightrun",
            index=models.Index(fields=["listed_at", "id"], name="freight_run_by_day"),
        ),
        migrations.AddConstraint(
            model_name="freightrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["listed", "signed"])), name="freight_run_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="freightrun",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("driver", ""), _negated=True), models.Q(("plate", ""), _negated=True)),
                name="freight_run_has_driver",
            ),
        ),
        migrations.AddConstraint(
            model_name="freightrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    models.Q(("signed_at__isnull", False), models.Q(("signed_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="freight_run_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="freightline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_off", False)), fields=("parcel",), name="freight_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="freightline",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_off", False), models.Q(("off_reason", ""), _negated=True), _connector="OR"),
                name="freight_line_off_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="freightline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("receipt", ""), models.Q(("is_off", False), ("receipt_at__isnull", False)), _connector="OR"
                ),
                name="freight_receipt_of_what_went",
            ),
        ),
        migrations.AddConstraint(
            model_name="freightstation",
            constraint=models.UniqueConstraint(fields=("warehouse", "carrier"), name="freight_station_once"),
        ),
        migrations.AddIndex(
            model_name="oddweight",
            index=models.Index(fields=["state", "at", "id"], name="odd_weight_by_state"),
        ),
        migrations.AddIndex(
            model_name="oddweight",
            index=models.Index(fields=["at", "id"], name="odd_weight_by_day"),
        ),
        migrations.AddConstraint(
            model_name="oddweight",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("parcel",), name="odd_weight_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="oddweight",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "accepted", "reopened", "settled"])),
                name="odd_weight_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="oddweight",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", ["missing", "extra", "box", "no_box", "empty", "unknown"])),
                name="odd_weight_cause_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="oddweight",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="odd_weight_closed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="oddweight",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="odd_weight_accepted_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="packuse",
            index=models.Index(fields=["content", "-id"], name="pack_use_by_content"),
        ),
        migrations.AddIndex(
            model_name="packuse",
            index=models.Index(fields=["at", "id"], name="pack_use_by_day"),
        ),
        migrations.AddIndex(
            model_name="packuse",
            index=models.Index(condition=models.Q(("is_booked", False)), fields=["at", "id"], name="pack_use_unbooked"),
        ),
        migrations.AddConstraint(
            model_name="packuse",
            constraint=models.UniqueConstraint(fields=("parcel", "sku"), name="pack_use_once"),
        ),
        migrations.AddIndex(
            model_name="weightsample",
            index=models.Index(fields=["sku", "-at"], name="weight_sample_by_sku"),
        ),
        migrations.AddConstraint(
            model_name="weightsample",
            constraint=models.CheckConstraint(
                condition=models.Q(("grams__gt", 0), ("pieces__gt", 0)), name="weight_sample_weighs_something"
            ),
        ),
        *(migrations.RunSQL(guard_steps_sql(table, steps)) for table, steps in STEPS.items()),
        migrations.RunSQL(guard_steps_sql("fulfilment_crate", CRATE_STEPS).replace("OLD.id", "OLD.parcel_id")),
        *(migrations.RunSQL(number_sequence_sql(series)) for series in SERIES),
    ]

"""How parcels leave: manifests, crates and freight, what carriers collected, sheets between shifts."""

import django.contrib.postgres.fields
from django.db import migrations, models

from zhanggui.fulfilment.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("fulfilment", "0005_incidents")]
    operations = [
        migrations.CreateModel(
            "Manifest",
            [
                ID,
                ("number", models.CharField(max_length=24, unique=True)),
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("carrier", models.CharField(max_length=32)),
                ("state", models.CharField(choices=[("open", "Being scanned"), ("closed", "Closed"),
                    ("left", "Left with the van")], default="open", max_length=8)),
                ("pickup", models.CharField(blank=True, help_text="Which coming of the van, such as 16:00.",
                    max_length=40)),
                ("counts_from", models.DateTimeField(help_text="What was shipped since belongs on it.")),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=80)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, max_length=80)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("left_by", models.CharField(blank=True, max_length=80)),
                ("driver", models.CharField(blank=True, max_length=40)),
                ("plate", models.CharField(blank=True, max_length=20)),
                ("listed", models.PositiveIntegerField(default=0)),
                ("scanned", models.PositiveIntegerField(default=0)),
                ("shipped", models.PositiveIntegerField(default=0)),
                ("explained", models.PositiveIntegerField(default=0)),
                ("prints", models.PositiveSmallIntegerField(default=0)),
                ("reopenings", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "id"], name="manifest_by_state"),
                    models.Index(fields=["warehouse", "carrier", "-id"], name="manifest_by_carrier"),
                    models.Index(fields=["opened_at", "id"], name="manifest_by_opened"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "closed", "left"])),
                        name="manifest_state_known"),
                    models.UniqueConstraint(condition=models.Q(("state", "open")), fields=("warehouse", "carrier"),
                        name="manifest_open_once"),
                    models.CheckConstraint(condition=models.Q(("state", "open"),
                        models.Q(("listed", models.F("scanned")), ("shipped", models.F("scanned"))),
                        ("explained__gt", 0), _connector="OR"), name="manifest_closes_complete"),
                    models.CheckConstraint(condition=models.Q(("state", "open"), ("closed_at__isnull", False),
                        _connector="OR"), name="manifest_closed_by_someone"),
                ],
            },
        ),
        migrations.CreateModel(
            "ManifestParcel",
            [
                ID,
                ("manifest", models.ForeignKey(on_delete=models.PROTECT, related_name="parcels",
                    to="fulfilment.manifest")),
                ("parcel", models.OneToOneField(on_delete=models.PROTECT, related_name="manifested",
                    to="fulfilment.parcel")),
                ("scanned_at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=80)),
                ("station", models.CharField(blank=True, max_length=40)),
                ("client_id", models.UUIDField(blank=True, help_text="Made by the station, one for each pull.",
                    null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["scanned_at"], name="manifest_parcel_scanned"),
                ],
            },
        ),
        migrations.CreateModel(
            "ManifestDifference",
            [
                ID,
                ("manifest", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="differences",
                    to="fulfilment.manifest")),
                ("parcel", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="fulfilment.parcel")),
                ("kind", models.CharField(choices=[("not_scanned", "Weighed, not scanned"),
                    ("unlisted", "Shipped, not scanned"), ("not_shipped", "Scanned, not shipped"),
                    ("stopped", "Scanned, but stopped"), ("void", "Scanned, but void")], max_length=12)),
                ("reason", models.CharField(max_length=200)),
                ("answered_at", models.DateTimeField()),
                ("answered_by", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("manifest", "parcel"), name="manifest_difference_once"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["not_scanned", "unlisted", "not_shipped",
                        "stopped", "void"])), name="manifest_difference_known"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True),
                        name="manifest_difference_has_reason"),
                ],
            },
        ),
        migrations.CreateModel(
            "CrateRule",
            [
                ID,
                ("sku", models.OneToOneField(blank=True, null=True, on_delete=models.CASCADE,
                    related_name="crate_rule", to="catalog.sku")),
                ("label", models.CharField(blank=True, max_length=30)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("label", ""), _negated=True), fields=("label",),
                        name="crate_label_once"),
                    models.CheckConstraint(condition=models.Q(models.Q(("sku__isnull", True),
                        models.Q(("label", ""), _negated=True)), models.Q(("label", ""), ("sku__isnull", False)),
                        _connector="OR"), name="crate_rule_of_one"),
                ],
            },
        ),
        migrations.CreateModel(
            "CrateTimes",
            [
                ID,
                ("warehouse", models.OneToOneField(on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("times", django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(), size=None)),
            ],
            options={
                "verbose_name_plural": "crate times",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("times__len__gt", 0)), name="crate_times_some"),
                ],
            },
        ),
        migrations.CreateModel(
            "CrateTrip",
            [
                ID,
                ("number", models.CharField(max_length=24, unique=True)),
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("given_by", models.CharField(max_length=80)),
                ("taken_by", models.CharField(max_length=80)),
                ("out_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["out_at", "id"], name="crate_trip_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("taken_by", ""), _negated=True),
                        name="crate_trip_signed"),
                    models.CheckConstraint(condition=models.Q(("due_at__gt", models.F("out_at"))),
                        name="crate_trip_due_later"),
                ],
            },
        ),
        migrations.CreateModel(
            "Crate",
            [
                ("parcel", models.OneToOneField(on_delete=models.PROTECT, primary_key=True, related_name="crate",
                    serialize=False, to="fulfilment.parcel")),
                ("state", models.CharField(choices=[("needed", "Crate needed"), ("out", "Out at the crate maker"),
                    ("back", "Back in its crate"), ("dropped", "No crate after all")], default="needed",
                    max_length=8)),
                ("why", models.CharField(max_length=200)),
                ("marked_at", models.DateTimeField()),
                ("marked_by", models.CharField(max_length=80)),
                ("trip", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="crates",
                    to="fulfilment.cratetrip")),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("back_at", models.DateTimeField(blank=True, null=True)),
                ("back_by", models.CharField(blank=True, help_text="Who of ours took it in.", max_length=80)),
                ("cost", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "due_at", "parcel"], name="crate_by_state"),
                    models.Index(fields=["marked_at", "parcel"], name="crate_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["needed", "out", "back", "dropped"])),
                        name="crate_state_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "out"), _negated=True),
                        models.Q(("due_at__isnull", False), ("trip__isnull", False)), _connector="OR"),
                        name="crate_out_with_trip"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "back"), _negated=True),
                        models.Q(("back_at__isnull", False), models.Q(("back_by", ""), _negated=True)),
                        _connector="OR"), name="crate_back_signed"),
                    models.CheckConstraint(condition=models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                        name="crate_cost_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            "FreightStation",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("carrier", models.CharField(max_length=32)),
                ("ready_by", models.TimeField(help_text="When the list must be ready.")),
                ("address", models.CharField(blank=True, max_length=200)),
                ("is_on", models.BooleanField(db_default=True, default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "carrier"), name="freight_station_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "FreightRun",
            [
                ID,
                ("number", models.CharField(max_length=24, unique=True)),
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("carrier", models.CharField(max_length=32)),
                ("state", models.CharField(choices=[("listed", "On the list"), ("signed", "Driver has signed")],
                    default="listed", max_length=8)),
                ("driver", models.CharField(max_length=80)),
                ("plate", models.CharField(max_length=20)),
                ("phone_masked", models.CharField(blank=True, max_length=40)),
                ("phone_sealed", models.BinaryField(db_default=b"", default=b"")),
                ("listed_at", models.DateTimeField()),
                ("listed_by", models.CharField(max_length=80)),
                ("ready_by", models.DateTimeField(help_text="When it should have been ready.")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("signed_by", models.CharField(blank=True,
                    help_text="Who of ours gave the goods; the driver signs on paper.", max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "listed_at", "id"], name="freight_run_by_state"),
                    models.Index(fields=["listed_at", "id"], name="freight_run_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["listed", "signed"])),
                        name="freight_run_state_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("driver", ""), _negated=True),
                        models.Q(("plate", ""), _negated=True)), name="freight_run_has_driver"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "signed"), _negated=True),
                        models.Q(("signed_at__isnull", False), models.Q(("signed_by", ""), _negated=True)),
                        _connector="OR"), name="freight_run_signed"),
                ],
            },
        ),
        migrations.CreateModel(
            "FreightLine",
            [
                ID,
                ("run", models.ForeignKey(on_delete=models.PROTECT, related_name="lines",
                    to="fulfilment.freightrun")),
                ("parcel", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="fulfilment.parcel")),
                ("is_off", models.BooleanField(default=False, help_text="Taken off the list: it did not go.")),
                ("off_reason", models.CharField(blank=True, max_length=300)),
                ("receipt", models.CharField(blank=True, max_length=40)),
                ("receipt_at", models.DateTimeField(blank=True, null=True)),
                ("receipt_by", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("is_off", False)), fields=("parcel",),
                        name="freight_line_once"),
                    models.CheckConstraint(condition=models.Q(("is_off", False),
                        models.Q(("off_reason", ""), _negated=True), _connector="OR"),
                        name="freight_line_off_for_a_reason"),
                    models.CheckConstraint(condition=models.Q(("receipt", ""),
                        models.Q(("is_off", False), ("receipt_at__isnull", False)), _connector="OR"),
                        name="freight_receipt_of_what_went"),
                ],
            },
        ),
        migrations.CreateModel(
            "CollectedCount",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("carrier", models.CharField(max_length=32)),
                ("day", models.DateField()),
                ("parcels", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "warehouse", "carrier"), name="collected_count_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "Collected",
            [
                ID,
                ("waybill", models.CharField(max_length=40, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                ("warehouse", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("collected_at", models.DateTimeField()),
                ("source", models.CharField(choices=[("file", "Carrier's list"), ("tracking", "Tracking")],
                    max_length=8)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["collected_at"], include=("warehouse", "carrier"),
                        name="collected_by_moment"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("source__in", ["file", "tracking"])),
                        name="collected_source_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "ShiftSheet",
            [
                ID,
                ("number", models.CharField(max_length=24, unique=True)),
                ("warehouse", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="people.warehouse")),
                ("state", models.CharField(choices=[("written", "To sign"), ("given", "Signed by who leaves"),
                    ("taken", "Signed by both")], default="written", max_length=8)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("items", models.JSONField()),
                ("open_items", models.PositiveIntegerField()),
                ("written_at", models.DateTimeField()),
                ("written_by", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                ("given_by", models.CharField(blank=True, max_length=80)),
                ("given_by_id", models.BigIntegerField(blank=True, null=True)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("taken_by", models.CharField(blank=True, max_length=80)),
                ("taken_by_id", models.BigIntegerField(blank=True, null=True)),
                ("taken_note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "id"], name="shift_sheet_by_state"),
                    models.Index(fields=["written_at", "id"], name="shift_sheet_by_written"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["written", "given", "taken"])),
                        name="shift_sheet_state_known"),
                    models.CheckConstraint(condition=models.Q(("state", "written"),
                        models.Q(("given_at__isnull", False), models.Q(("given_by", ""), _negated=True)),
                        _connector="OR"), name="shift_sheet_given_by_someone"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "taken"), _negated=True),
                        models.Q(("taken_at__isnull", False),
                        models.Q(("taken_by_id", models.F("given_by_id")), _negated=True)), _connector="OR"),
                        name="shift_sheet_taken_by_another"),
                ],
            },
        ),
    ]
# fmt: on

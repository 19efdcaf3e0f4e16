"""Hand-over: manifests, what carriers say they collected, work by the hour, sheets between shifts."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

STEPS = {
    "fulfilment_manifest": {"open": {"closed"}, "closed": {"open", "left"}},
    "fulfilment_shiftsheet": {"written": {"given"}, "given": {"taken"}},
}

# Whoever puts a parcel on a manifest, or takes one off, finds it open and keeps it so until the end of the transaction.
GUARD_ENTRIES = """
CREATE FUNCTION fulfilment_manifest_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT m.number INTO closed FROM (
            SELECT o.number, o.state FROM fulfilment_manifest o
            WHERE o.id IN (SELECT manifest_id FROM fresh) ORDER BY o.id FOR SHARE) m WHERE m.state <> 'open' LIMIT 1;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT m.number INTO closed FROM (
            SELECT o.number, o.state FROM fulfilment_manifest o
            WHERE o.id IN (SELECT manifest_id FROM gone) ORDER BY o.id FOR SHARE) m WHERE m.state <> 'open' LIMIT 1;
    ELSE
        SELECT m.number INTO closed FROM (
            SELECT o.number, o.state FROM fulfilment_manifest o
            WHERE o.id IN (SELECT manifest_id FROM fresh UNION SELECT manifest_id FROM gone)
            ORDER BY o.id FOR SHARE) m WHERE m.state <> 'open' LIMIT 1;
    END IF;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'manifest % is not open', closed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'manifest_entries_while_open';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fulfilment_manifest_parcel_put AFTER INSERT ON fulfilment_manifestparcel
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION fulfilment_manifest_entries();
CREATE TRIGGER fulfilment_manifest_parcel_moved AFTER UPDATE ON fulfilment_manifestparcel
    REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION fulfilment_manifest_entries();
CREATE TRIGGER fulfilment_manifest_parcel_taken AFTER DELETE ON fulfilment_manifestparcel
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION fulfilment_manifest_entries();

-- What both have signed stays as it is.
CREATE FUNCTION fulfilment_shift_sheet_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'shift sheet % is signed', OLD.number
        USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_sheet_kept';
END $$;
CREATE TRIGGER fulfilment_shift_sheet_kept BEFORE UPDATE ON fulfilment_shiftsheet
    FOR EACH ROW WHEN (OLD.state = 'taken' OR OLD.items IS DISTINCT FROM NEW.items)
    EXECUTE FUNCTION fulfilment_shift_sheet_kept();
CREATE TRIGGER fulfilment_shift_sheet_stays BEFORE DELETE ON fulfilment_shiftsheet
    FOR EACH ROW EXECUTE FUNCTION fulfilment_shift_sheet_kept();
"""
DROP_GUARD_ENTRIES = """
DROP FUNCTION fulfilment_manifest_entries CASCADE;
DROP FUNCTION fulfilment_shift_sheet_kept CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_dimensions"),
        ("fulfilment", "0006_wave_strategies"),
        ("orders", "0005_buyer_history"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Collected",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("waybill", models.CharField(max_length=40, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                ("collected_at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(choices=[("file", "Carrier's list"), ("tracking", "Tracking")], max_length=8),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CollectedCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=32)),
                ("day", models.DateField()),
                ("parcels", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Manifest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Being scanned"), ("closed", "Closed"), ("left", "Left with the van")],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "pickup",
                    models.CharField(blank=True, help_text="Which coming of the van, such as 16:00.", max_length=40),
                ),
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
        ),
        migrations.CreateModel(
            name="ManifestDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("not_scanned", "Weighed, not scanned"),
                            ("unlisted", "Shipped, not scanned"),
                            ("not_shipped", "Scanned, not shipped"),
                            ("stopped", "Scanned, but stopped"),
                            ("void", "Scanned, but void"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("answered_at", models.DateTimeField()),
                ("answered_by", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="ManifestParcel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scanned_at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=80)),
                ("station", models.CharField(blank=True, max_length=40)),
                (
                    "client_id",
                    models.UUIDField(
                        blank=True, help_text="Made by the station, one for each pull.", null=True, unique=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShiftSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("written", "To sign"),
                            ("given", "Signed by who leaves"),
                            ("taken", "Signed by both"),
                        ],
                        default="written",
                        max_length=8,
                    ),
                ),
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
        ),
        migrations.CreateModel(
            name="WorkHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("print", "Print"),
                            ("pick", "Pick"),
                            ("verify", "Verify"),
                            ("weigh", "Weigh"),
                            ("ship", "Hand over"),
                        ],
                        max_length=8,
                    ),
                ),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=80)),
                ("station", models.CharField(blank=True, max_length=40)),
                ("deeds", models.PositiveIntegerField(help_text="Scans, or parcels where there is one deed for each.")),
                ("errors", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField()),
                ("pieces", models.PositiveIntegerField()),
                ("busy_s", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="WorkSummed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="parcel",
            name="parcel_by_shipped",
        ),
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(
                condition=models.Q(("state", "shipped")),
                fields=["shipped_at", "id"],
                include=("warehouse", "carrier"),
                name="parcel_by_shipped",
            ),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="scan_by_moment", pages_per_range=16
            ),
        ),
        migrations.AddField(
            model_name="collected",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.warehouse",
            ),
        ),
        migrations.AddField(
            model_name="collectedcount",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="manifest",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="manifestdifference",
            name="manifest",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="differences",
                to="fulfilment.manifest",
            ),
        ),
        migrations.AddField(
            model_name="manifestdifference",
            name="parcel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fulfilment.parcel"
            ),
        ),
        migrations.AddField(
            model_name="manifestparcel",
            name="manifest",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="parcels", to="fulfilment.manifest"
            ),
        ),
        migrations.AddField(
            model_name="manifestparcel",
            name="parcel",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="manifested", to="fulfilment.parcel"
            ),
        ),
        migrations.AddField(
            model_name="shiftsheet",
            name="warehouse",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="workhour",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddIndex(
            model_name="collected",
            index=models.Index(fields=["collected_at"], include=("warehouse", "carrier"), name="collected_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="collected",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["file", "tracking"])), name="collected_source_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectedcount",
            constraint=models.UniqueConstraint(fields=("day", "warehouse", "carrier"), name="collected_count_once"),
        ),
        migrations.AddIndex(
            model_name="manifest",
            index=models.Index(fields=["state", "id"], name="manifest_by_state"),
        ),
        migrations.AddIndex(
            model_name="manifest",
            index=models.Index(fields=["warehouse", "carrier", "-id"], name="manifest_by_carrier"),
        ),
        migrations.AddIndex(
            model_name="manifest",
            index=models.Index(fields=["opened_at", "id"], name="manifest_by_opened"),
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "closed", "left"])), name="manifest_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("warehouse", "carrier"), name="manifest_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(("listed", models.F("scanned")), ("shipped", models.F("scanned"))),
                    ("explained__gt", 0),
                    _connector="OR",
                ),
                name="manifest_closes_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "open"), ("closed_at__isnull", False), _connector="OR"),
                name="manifest_closed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="manifestdifference",
            constraint=models.UniqueConstraint(fields=("manifest", "parcel"), name="manifest_difference_once"),
        ),
        migrations.AddConstraint(
            model_name="manifestdifference",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["not_scanned", "unlisted", "not_shipped", "stopped", "void"])),
                name="manifest_difference_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="manifestdifference",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="manifest_difference_has_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="manifestparcel",
            index=models.Index(fields=["scanned_at"], name="manifest_parcel_scanned"),
        ),
        migrations.AddIndex(
            model_name="shiftsheet",
            index=models.Index(fields=["state", "id"], name="shift_sheet_by_state"),
        ),
        migrations.AddIndex(
            model_name="shiftsheet",
            index=models.Index(fields=["written_at", "id"], name="shift_sheet_by_written"),
        ),
        migrations.AddConstraint(
            model_name="shiftsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["written", "given", "taken"])), name="shift_sheet_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "written"),
                    models.Q(("given_at__isnull", False), models.Q(("given_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="shift_sheet_given_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "taken"), _negated=True),
                    models.Q(
                        ("taken_at__isnull", False), models.Q(("taken_by_id", models.F("given_by_id")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="shift_sheet_taken_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="workhour",
            constraint=models.UniqueConstraint(
                fields=("hour", "warehouse", "post", "actor", "station"), name="work_hour_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="workhour",
            constraint=models.CheckConstraint(
                condition=models.Q(("post__in", ["print", "pick", "verify", "weigh", "ship"])),
                name="work_hour_post_known",
            ),
        ),
        *(
            migrations.RunSQL(guard_steps_sql(table, steps), f"DROP FUNCTION {table}_guard_steps CASCADE")
            for table, steps in STEPS.items()
        ),
        migrations.RunSQL(GUARD_ENTRIES, DROP_GUARD_ENTRIES),
        *(
            migrations.RunSQL(number_sequence_sql(kind), f"DROP SEQUENCE {kind}_number_seq")
            for kind in ("manifest", "shift_sheet")
        ),
    ]

"""Incidents of the floor with their pictures, and pieces of stopped parcels scanned back into their bins."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zhanggui.kernel.guards import guard_truncate_sql
from zhanggui.kernel.steps import guard_steps_sql

STEPS = {"open": {"asked", "resolved"}, "asked": {"resolved"}}
APPEND_ONLY = """
CREATE TRIGGER fulfilment_putback_append_only BEFORE UPDATE OR DELETE ON fulfilment_putback
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_dimensions"),
        ("fulfilment", "0012_print_batches"),
        ("inventory", "0006_bundles_own_nothing"),
        ("orders", "0008_questions"),
        ("people", "0002_signing_in_and_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("wrong_barcode", "Barcode does not match"),
                            ("already_scanned", "Already scanned"),
                            ("too_many", "Quantity differs"),
                            ("stopped", "Stopped parcel on the floor"),
                            ("void", "Void label in use"),
                            ("weight", "Weight outside the band"),
                            ("hand_over", "Hand-over refused"),
                            ("waybill", "Waybill refused"),
                            ("torn_label", "Label not torn up"),
                            ("short_pick", "Short pick"),
                            ("extra_piece", "Extra piece at the wall"),
                            ("basket", "Lies in the stop basket too long"),
                            ("uncounted", "Put back without scans"),
                            ("missing", "Goods missing"),
                            ("damaged", "Goods damaged"),
                            ("wrong_step", "Not ready for this step"),
                            ("reported", "Reported by hand"),
                            ("other", "Refused at a station"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("asked", "Service asked"), ("resolved", "Resolved")],
                        db_default="open",
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="What was scanned.", max_length=64
                    ),
                ),
                ("template", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("data", models.JSONField(db_default={}, default=dict)),
                (
                    "words",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="What a person wrote.", max_length=300
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="The station, or the job.", max_length=24
                    ),
                ),
                ("table", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("times", models.PositiveIntegerField(db_default=1, default=1)),
                ("opened_by", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("assigned_at", models.DateTimeField(null=True)),
                (
                    "resolution",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not settled yet"),
                            ("went_on", "Went on by itself"),
                            ("corrected", "Corrected on the floor"),
                            ("relabelled", "Label printed anew"),
                            ("stock", "Stock counted or corrected"),
                            ("stopped", "Parcel stopped"),
                            ("carrier", "Settled with the carrier"),
                            ("service", "As service answered"),
                            ("nothing", "Nothing was wrong"),
                        ],
                        db_default="",
                        default="",
                        max_length=12,
                    ),
                ),
                ("resolution_note", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("resolved_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("resolved_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="IncidentPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                ("taken_by", models.CharField(max_length=80)),
                ("taken_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PutBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(unique=True)),
                ("pieces", models.PositiveIntegerField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=80)),
                ("station", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(
                condition=models.Q(("state", "stopped")), fields=["stopped_at", "id"], name="parcel_stopped"
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="location",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inventory.location",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="owner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="parcel",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="incidents", to="fulfilment.parcel"
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="question",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.question",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="sku",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.sku",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="incidentphoto",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="fulfilment.incident"
            ),
        ),
        migrations.AddField(
            model_name="putback",
            name="pick",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="put_backs", to="fulfilment.pick"
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("state", "resolved"), _negated=True),
                fields=["warehouse", "due_at", "id"],
                name="incident_open",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["opened_at", "id"], name="incident_by_time"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["state", "due_at", "id"], name="incident_queue"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "resolved"), _negated=True),
                fields=("cause", "subject"),
                name="incident_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "asked", "resolved"])), name="incident_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cause__in",
                        [
                            "wrong_barcode",
                            "already_scanned",
                            "too_many",
                            "stopped",
                            "void",
                            "weight",
                            "hand_over",
                            "waybill",
                            "torn_label",
                            "short_pick",
                            "extra_piece",
                            "basket",
                            "uncounted",
                            "missing",
                            "damaged",
                            "wrong_step",
                            "reported",
                            "other",
                        ],
                    )
                ),
                name="incident_cause_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "resolution__in",
                        ["", "went_on", "corrected", "relabelled", "stock", "stopped", "carrier", "service", "nothing"],
                    )
                ),
                name="incident_resolution_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("resolved_at__isnull", False),
                        ("state", "resolved"),
                        models.Q(("resolution", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "resolved"), _negated=True),
                        ("resolution", ""),
                        ("resolved_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="incident_ends_with_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "asked"), _negated=True), ("question__isnull", False), _connector="OR"
                ),
                name="incident_asked_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="putback",
            constraint=models.CheckConstraint(condition=models.Q(("pieces__gt", 0)), name="put_back_pieces_positive"),
        ),
        migrations.RunSQL(guard_steps_sql("fulfilment_incident", STEPS)),
        migrations.RunSQL(APPEND_ONLY),
        migrations.RunSQL(guard_truncate_sql("fulfilment_putback")),
    ]

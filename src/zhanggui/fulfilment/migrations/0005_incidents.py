"""What goes wrong on the floor, and the work that is done there."""

from django.conf import settings
from django.db import migrations, models

from zhanggui.fulfilment.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("fulfilment", "0004_stations")]
    operations = [
        migrations.CreateModel(
            "Incident",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("cause", models.CharField(choices=[("wrong_barcode", "Barcode does not match"),
                    ("already_scanned", "Already scanned"), ("too_many", "Quantity differs"),
                    ("stopped", "Stopped parcel on the floor"), ("void", "Void label in use"),
                    ("weight", "Weight outside the band"), ("hand_over", "Hand-over refused"),
                    ("waybill", "Waybill refused"), ("torn_label", "Label not torn up"), ("short_pick", "Short pick"),
                    ("extra_piece", "Extra piece at the wall"), ("basket", "Lies in the stop basket too long"),
                    ("uncounted", "Put back without scans"), ("missing", "Goods missing"),
                    ("damaged", "Goods damaged"), ("wrong_step", "Not ready for this step"),
                    ("reported", "Reported by hand"), ("other", "Refused at a station")], max_length=16)),
                ("subject", models.CharField(max_length=80)),
                ("state", models.CharField(choices=[("open", "Open"), ("asked", "Service asked"),
                    ("resolved", "Resolved")], db_default="open", default="open", max_length=8)),
                ("parcel", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="incidents",
                    to="fulfilment.parcel")),
                ("shop", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="+",
                    to="people.shop")),
                ("sku", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="+",
                    to="catalog.sku")),
                ("location", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="+",
                    to="inventory.location")),
                ("code", models.CharField(blank=True, db_default="", default="", help_text="What was scanned.",
                    max_length=64)),
                ("template", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("data", models.JSONField(db_default={}, default=dict)),
                ("words", models.CharField(blank=True, db_default="", default="", help_text="What a person wrote.",
                    max_length=300)),
                ("step", models.CharField(blank=True, db_default="", default="", help_text="The station, or the job.",
                    max_length=24)),
                ("table", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("scan_id", models.UUIDField(help_text="The last pull that was refused.", null=True)),
                ("times", models.PositiveIntegerField(db_default=1, default=1)),
                ("opened_by", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("owner", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+",
                    to=settings.AUTH_USER_MODEL)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("question", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="+",
                    to="orders.question")),
                ("resolution", models.CharField(blank=True, choices=[("", "Not settled yet"),
                    ("went_on", "Went on by itself"), ("corrected", "Corrected on the floor"),
                    ("relabelled", "Label printed anew"), ("stock", "Stock counted or corrected"),
                    ("stopped", "Parcel stopped"), ("carrier", "Settled with the carrier"),
                    ("service", "As service answered"), ("nothing", "Nothing was wrong")], db_default="", default="",
                    max_length=12)),
                ("resolution_note", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("resolved_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("resolved_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "resolved"), _negated=True),
                        fields=["warehouse", "due_at", "id"], include=("shop", "cause"), name="incident_open"),
                    models.Index(fields=["opened_at", "id"], include=("warehouse", "shop", "cause"),
                        name="incident_by_time"),
                    models.Index(fields=["state", "due_at", "id"], include=("warehouse", "shop"),
                        name="incident_queue"),
                    models.Index(condition=models.Q(("scan_id__isnull", False)), fields=["scan_id"],
                        name="incident_by_pull"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "resolved"), _negated=True),
                        fields=("cause", "subject"), name="incident_open_once"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "asked", "resolved"])),
                        name="incident_state_known"),
                    models.CheckConstraint(condition=models.Q(("cause__in", ["wrong_barcode", "already_scanned",
                        "too_many", "stopped", "void", "weight", "hand_over", "waybill", "torn_label", "short_pick",
                        "extra_piece", "basket", "uncounted", "missing", "damaged", "wrong_step", "reported",
                        "other"])), name="incident_cause_known"),
                    models.CheckConstraint(condition=models.Q(("resolution__in", ["", "went_on", "corrected",
                        "relabelled", "stock", "stopped", "carrier", "service", "nothing"])),
                        name="incident_resolution_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("resolved_at__isnull", False),
                        ("state", "resolved"), models.Q(("resolution", ""), _negated=True)),
                        models.Q(models.Q(("state", "resolved"), _negated=True), ("resolution", ""),
                        ("resolved_at__isnull", True)), _connector="OR"), name="incident_ends_with_words"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "asked"), _negated=True),
                        ("question__isnull", False), _connector="OR"), name="incident_asked_something"),
                ],
            },
        ),
        migrations.CreateModel(
            "IncidentPhoto",
            [
                ID,
                ("incident", models.ForeignKey(on_delete=models.PROTECT, related_name="photos",
                    to="fulfilment.incident")),
                ("sealed", models.BinaryField()),
                ("taken_by", models.CharField(max_length=80)),
                ("taken_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "WorkHour",
            [
                ID,
                ("hour", models.DateTimeField()),
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("post", models.CharField(choices=[("print", "Print"), ("pick", "Pick"), ("sort", "Sort"),
                    ("verify", "Verify"), ("weigh", "Weigh"), ("ship", "Hand over")], max_length=8)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=80)),
                ("station", models.CharField(blank=True, max_length=40)),
                ("deeds",
                    models.PositiveIntegerField(help_text="Scans, or parcels where there is one deed for each.")),
                ("errors", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField()),
                ("pieces", models.PositiveIntegerField()),
                ("busy_s", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("hour", "warehouse", "post", "actor_id", "actor", "station"),
                        name="work_hour_once", nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(("post__in", ["print", "pick", "sort", "verify",
                        "weigh", "ship"])), name="work_hour_post_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "WorkSummed",
            [
                ID,
                ("until", models.DateTimeField()),
            ],
        ),
    ]
# fmt: on

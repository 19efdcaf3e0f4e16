"""Who empties the stop basket without scans signs for it with a second person: on the list of overrides."""

from django.db import migrations, models
from django.db.models import Q

CAUSES = [
    ("wrong_barcode", "Barcode does not match"), ("already_scanned", "Already scanned"),
    ("too_many", "Quantity differs"), ("stopped", "Stopped parcel on the floor"), ("void", "Void label in use"),
    ("weight", "Weight outside the band"), ("hand_over", "Hand-over refused"), ("waybill", "Waybill refused"),
    ("torn_label", "Label not torn up"), ("short_pick", "Short pick"), ("extra_piece", "Extra piece at the wall"),
    ("basket", "Lies in the stop basket too long"), ("missing", "Goods missing"), ("damaged", "Goods damaged"),
    ("wrong_step", "Not ready for this step"), ("reported", "Reported by hand"), ("other", "Refused at a station"),
]  # fmt: skip
KINDS = [
    ("by_hand", "Verified by hand"), ("weight", "Odd weight accepted"), ("lost", "Given up as lost"),
    ("unscanned", "Put back without scans"),
]  # fmt: skip
OWN = {"by_hand": "scan", "weight": "odd_weight", "lost": "put_back", "unscanned": "put_back"}
OF_ITS_KIND = Q()
for kind, own in OWN.items():
    OF_ITS_KIND |= Q(kind=kind, **{f"{name}__isnull": name != own for name in sorted(set(OWN.values()))})
# What was put back without scans was told by incidents of that cause.
TOLD = "UPDATE fulfilment_incident SET cause = 'reported' WHERE cause = 'uncounted'"


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0009_sendings")]

    operations = [
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        migrations.RemoveConstraint("incident", "incident_cause_known"),
        migrations.RemoveConstraint("override", "override_kind_known"),
        migrations.RemoveConstraint("override", "override_of_its_kind"),
        migrations.AlterField("incident", "cause", models.CharField(choices=CAUSES, max_length=16)),
        migrations.AlterField(
            "override",
            "kind",
            models.CharField(choices=KINDS, db_default="by_hand", default="by_hand", max_length=10),
        ),
        migrations.AddConstraint(
            "incident",
            models.CheckConstraint(condition=Q(cause__in=[cause for cause, _ in CAUSES]), name="incident_cause_known"),
        ),
        migrations.AddConstraint(
            "override",
            models.CheckConstraint(condition=Q(kind__in=list(OWN)), name="override_kind_known"),
        ),
        migrations.AddConstraint(
            "override", models.CheckConstraint(condition=OF_ITS_KIND, name="override_of_its_kind")
        ),
    ]

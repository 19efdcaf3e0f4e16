from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What the lists and the heads of the stations count, counted by index."""

    dependencies = [("fulfilment", "0002_guards")]

    operations = [
        migrations.AddIndex("parcel", models.Index(fields=["id"], name="parcel_void", condition=Q(state="void"))),
        migrations.AddIndex(
            "scan",
            models.Index(fields=["at", "actor_id"], name="scan_complete", condition=Q(result="parcel_done")),
        ),
    ]

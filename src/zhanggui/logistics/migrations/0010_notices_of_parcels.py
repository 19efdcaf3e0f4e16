"""Notices are found by the waybill, and parcels on their way are counted by warehouse."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("logistics", "0009_scope_kept"),
    ]

    operations = [
        migrations.AddIndex("buyernotice", models.Index(fields=["parcel"], name="buyer_notice_of_parcel")),
        migrations.AddIndex("track", models.Index(fields=["warehouse", "stage"], name="track_of_warehouse")),
    ]

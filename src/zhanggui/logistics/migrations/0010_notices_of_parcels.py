"""Notices are found by the waybill."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("logistics", "0009_scope_kept"),
    ]

    operations = [
        migrations.AddIndex("buyernotice", models.Index(fields=["parcel"], name="buyer_notice_of_parcel")),
    ]

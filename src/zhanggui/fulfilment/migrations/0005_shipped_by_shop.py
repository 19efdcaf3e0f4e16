from django.db import migrations, models


class Migration(migrations.Migration):
    """What has left is listed and counted per shop and warehouse; a parcel enters these indexes once, when it leaves."""

    dependencies = [("fulfilment", "0004_scan_sent_twice")]

    operations = [
        migrations.RemoveIndex("parcel", "parcel_by_shipped"),
        migrations.AddIndex(
            "parcel",
            models.Index(
                fields=["shipped_at", "id"],
                name="parcel_by_shipped",
                include=["warehouse"],
                condition=models.Q(state="shipped"),
            ),
        ),
        migrations.AddIndex(
            "parcel",
            models.Index(
                fields=["shop", "shipped_at", "id"],
                name="parcel_shop_shipped",
                include=["warehouse"],
                condition=models.Q(state="shipped"),
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE fulfilment_parcelline SET (fillfactor = 50)",
            "ALTER TABLE fulfilment_parcelline RESET (fillfactor)",
        ),
    ]

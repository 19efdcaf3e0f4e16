"""A parcel whose box was opened knows which of its scans were made before, and its lots are scanned anew."""

from pathlib import Path

from django.db import migrations, models

FUNCTION = (Path(__file__).parent.parent / "sql" / "verify_scan_opened.sql").read_text()
# When a box was opened, its scans so far made up exactly the pieces that are to be scanned anew.
OPENED = """
UPDATE fulfilment_parcel p SET last_scan_before = opened.scan_id
FROM (
    SELECT parcel_id, max(id) AS scan_id FROM (
        SELECT s.id, s.parcel_id, q.units_rechecked,
               sum(s.verified_after - s.verified_before) OVER (PARTITION BY s.parcel_id ORDER BY s.id) AS pieces
        FROM fulfilment_parcel q JOIN fulfilment_scan s ON s.parcel_id = q.id AND s.waybill = q.waybill
        WHERE q.units_rechecked > 0
    ) so_far
    WHERE pieces = units_rechecked GROUP BY parcel_id
) opened
WHERE opened.parcel_id = p.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0014_paper_templates"),
    ]

    operations = [
        migrations.AddField(
            model_name="parcel",
            name="last_scan_before",
            field=models.BigIntegerField(
                db_default=0, default=0, help_text="The last scan made before its box was opened."
            ),
        ),
        migrations.RunSQL(OPENED),
        migrations.RunSQL(FUNCTION),
    ]

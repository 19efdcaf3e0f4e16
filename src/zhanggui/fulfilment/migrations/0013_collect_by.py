from django.db import migrations, models

_FILL = """
UPDATE fulfilment_parcel p SET collect_by = s.collect_by
FROM (
    SELECT l.parcel_id, min(o.collect_by) AS collect_by
    FROM fulfilment_parcelline l
    JOIN orders_orderline ol ON ol.id = l.order_line_id
    JOIN orders_order o ON o.id = ol.order_id
    JOIN fulfilment_parcel p ON p.id = l.parcel_id
    WHERE p.state IN ('planned', 'waved', 'printed', 'picked', 'verified', 'weighed', 'stopped')
    GROUP BY l.parcel_id) s
WHERE p.id = s.parcel_id
"""


class Migration(migrations.Migration):
    """Parcels on their way know when their carrier must have scanned them."""

    dependencies = [("fulfilment", "0012_intercepts"), ("orders", "0018_cut_off_carriers")]
    operations = [
        migrations.AddField(
            "parcel",
            "collect_by",
            models.DateTimeField(
                blank=True, null=True, help_text="When the carrier must have scanned it at the latest."
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]

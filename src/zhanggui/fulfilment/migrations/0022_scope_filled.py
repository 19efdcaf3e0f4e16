"""Fills whose incidents, intercepts, waves and print jobs on record are, some at a time: each chunk is kept."""

from django.db import migrations

CHUNK = 20_000
FILLS = {
    "fulfilment_intercept": (
        "UPDATE fulfilment_intercept i SET shop_id = p.shop_id, warehouse_id = p.warehouse_id "
        "FROM fulfilment_parcel p WHERE p.id = i.parcel_id AND i.warehouse_id IS NULL AND i.id > %s AND i.id <= %s"
    ),
    "fulfilment_incident": (
        "UPDATE fulfilment_incident i SET shop_id = p.shop_id FROM fulfilment_parcel p "
        "WHERE p.id = i.parcel_id AND i.shop_id IS NULL AND i.id > %s AND i.id <= %s"
    ),
    "fulfilment_wave": (
        "UPDATE fulfilment_wave w SET shop_ids = s.shops FROM ("
        "SELECT wave_id, array_agg(DISTINCT shop_id) AS shops FROM fulfilment_parcel "
        "WHERE wave_id > %s AND wave_id <= %s GROUP BY wave_id) s WHERE w.id = s.wave_id"
    ),
    "fulfilment_printjob": (
        "UPDATE fulfilment_printjob j SET shop_ids = s.shops, warehouse_ids = s.houses FROM ("
        "SELECT d.job_id, array_agg(DISTINCT p.shop_id) AS shops, array_agg(DISTINCT p.warehouse_id) AS houses "
        "FROM fulfilment_printdocument d JOIN fulfilment_parcel p ON p.id = d.parcel_id "
        "WHERE d.job_id > %s AND d.job_id <= %s GROUP BY d.job_id) s WHERE j.id = s.job_id"
    ),
}


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for table, sql in FILLS.items():
            cursor.execute(f"SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM {table}")
            first, last = cursor.fetchone()
            for start in range(first - 1, last, CHUNK):
                cursor.execute(sql, [start, start + CHUNK])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("fulfilment", "0021_scope_columns"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""Fills the shop and warehouse of what is on record, some at a time: each chunk is kept, and a second run goes on."""

from django.db import migrations

CHUNK = 20_000
FILLS = {
    "logistics_track": (
        "UPDATE logistics_track t SET shop_id = p.shop_id, warehouse_id = p.warehouse_id FROM fulfilment_parcel p "
        "WHERE p.id = t.parcel_id AND t.warehouse_id IS NULL AND t.id > %s AND t.id <= %s"
    ),
    "logistics_anomaly": (
        "UPDATE logistics_anomaly a SET shop_id = t.shop_id, warehouse_id = t.warehouse_id FROM logistics_track t "
        "WHERE t.id = a.track_id AND a.warehouse_id IS NULL AND a.id > %s AND a.id <= %s"
    ),
    "logistics_buyernotice": (
        "UPDATE logistics_buyernotice n SET shop_id = o.shop_id FROM orders_order o "
        "WHERE o.id = n.order_id AND n.shop_id IS NULL AND n.id > %s AND n.id <= %s"
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
        ("fulfilment", "0001_tables"),
        ("logistics", "0007_scope_columns"),
        ("orders", "0001_tables"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

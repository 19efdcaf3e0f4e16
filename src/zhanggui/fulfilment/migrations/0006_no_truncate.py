from django.db import migrations

from zhanggui.kernel.guards import guard_truncate_sql


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0005_shipped_by_shop"), ("kernel", "0002_no_truncate")]
    operations = [
        migrations.RunSQL(
            guard_truncate_sql("fulfilment_scan"),
            "DROP TRIGGER IF EXISTS fulfilment_scan_no_truncate ON fulfilment_scan",
        ),
    ]

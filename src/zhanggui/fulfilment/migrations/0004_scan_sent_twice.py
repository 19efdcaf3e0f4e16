"""The verifying scan: a pull sent twice at once is remembered once, whatever its waybill."""

from pathlib import Path

from django.db import migrations

VERIFY_SCAN = (Path(__file__).parent.parent / "sql" / "verify_scan_0004.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0003_list_indexes")]
    operations = [migrations.RunSQL(VERIFY_SCAN, migrations.RunSQL.noop)]

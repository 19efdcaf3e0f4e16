"""The verifying scan refuses a parcel whose order is to be stopped, and remembers what it said."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
DROP = "DROP FUNCTION fulfilment_verify_scan"


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0006_no_truncate"), ("orders", "0005_stop_reason")]
    operations = [
        migrations.AddField(
            "scan",
            "detail",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="What a refusal said besides, to say it again.",
                max_length=200,
            ),
        ),
        migrations.RunSQL(
            [DROP, (SQL / "verify_scan_0007.sql").read_text()], [DROP, (SQL / "verify_scan_0004.sql").read_text()]
        ),
    ]

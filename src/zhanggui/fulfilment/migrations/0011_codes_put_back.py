"""A piece with a code of its own goes back once, and counts in the warehouse where it lies only."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0010_signed_baskets")]

    operations = [
        migrations.AddField(
            "putback",
            "code",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The unique code of the piece, if it has one.",
                max_length=64,
            ),
        ),
        *(migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in ("sort_scan", "verify_scan")),
    ]

"""A unique code whose piece is not in stock finds no cell at put walls."""

from pathlib import Path

from django.db import migrations

SORT_SCAN = (Path(__file__).parent.parent / "sql" / "sort_scan_coded.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0026_codes_at_walls")]

    operations = [migrations.RunSQL(SORT_SCAN)]

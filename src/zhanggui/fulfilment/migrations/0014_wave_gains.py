"""A wave learns from its picks whose parcels it fetches."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0013_codes_at_walls")]

    operations = [migrations.RunSQL((SQL / "wave_gains.sql").read_text())]

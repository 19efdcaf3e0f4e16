"""A piece with a code of its own lies at one wall."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0012_goods_of_code")]

    operations = [
        migrations.AddIndex("sort", models.Index(fields=["barcode"], name="sort_by_barcode")),
        migrations.RunSQL((SQL / "sort_scan.sql").read_text()),
    ]

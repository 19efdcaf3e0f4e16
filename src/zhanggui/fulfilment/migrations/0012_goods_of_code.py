"""What a code on goods stands for is asked of one function, by all that scan."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
CHANGED = ("goods_of_code", "sort_scan", "verify_scan", "verify_item")


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0011_codes_put_back")]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in CHANGED]

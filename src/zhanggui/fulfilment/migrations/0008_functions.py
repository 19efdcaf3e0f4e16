"""Scans that are one statement, and what is written or kept whoever writes it: each function in a file of `sql`."""

from pathlib import Path

from django.db import migrations

from zhanggui.fulfilment.migrations._folded import FOLDED

SQL = Path(__file__).parent.parent / "sql"
FUNCTIONS = (
    "scope", "manifest_entries", "shift_sheet_kept", "oddweight_signed",
    "goods_of_code", "sort_scan", "verify_scan", "awaits_item", "verify_item",
)  # fmt: skip


class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("fulfilment", "0007_promises")]
    # RunSQL without parameters takes the text as it is; %ROWTYPE stays untouched.
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in FUNCTIONS]

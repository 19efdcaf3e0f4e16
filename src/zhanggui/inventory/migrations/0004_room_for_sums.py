from django.db import migrations


class Migration(migrations.Migration):
    """Sums are updated all day, their keys never: with room on its page an update writes no index."""

    dependencies = [("inventory", "0003_moves_by_day")]

    operations = [
        migrations.RunSQL(f"ALTER TABLE {table} SET (fillfactor = 50)", f"ALTER TABLE {table} RESET (fillfactor)")
        for table in ("inventory_availability", "inventory_balance")
    ]

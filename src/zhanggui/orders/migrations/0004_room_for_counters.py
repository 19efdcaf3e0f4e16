from django.db import migrations


class Migration(migrations.Migration):
    """A line is updated four times in its life, and only its counters: with room on its page no index hears of it."""

    dependencies = [("orders", "0003_desk_indexes")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE orders_orderline SET (fillfactor = 50)", "ALTER TABLE orders_orderline RESET (fillfactor)"
        ),
    ]

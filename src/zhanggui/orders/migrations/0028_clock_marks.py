from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0027_rehearsed_in_place")]
    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE orders_ordersnapshot
                ADD COLUMN progress smallint, ADD COLUMN clock_stands boolean, ADD COLUMN runs_out timestamptz
            """,
            """
            ALTER TABLE orders_ordersnapshot DROP COLUMN progress, DROP COLUMN clock_stands, DROP COLUMN runs_out
            """,
        ),
    ]

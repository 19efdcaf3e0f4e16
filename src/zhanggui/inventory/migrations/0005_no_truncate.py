from django.db import migrations

from zhanggui.kernel.guards import guard_truncate_sql


class Migration(migrations.Migration):
    dependencies = [("inventory", "0004_room_for_sums"), ("kernel", "0002_no_truncate")]
    operations = [
        migrations.RunSQL(
            guard_truncate_sql("inventory_move"), "DROP TRIGGER IF EXISTS inventory_move_no_truncate ON inventory_move"
        ),
    ]

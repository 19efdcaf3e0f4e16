"""What was agreed to with a buyer may be taken back; then the request waits again."""

from django.db import migrations

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {"open": {"agreed", "refused", "withdrawn"}, "agreed": {"open"}, "refused": set(), "withdrawn": set()}


class Migration(migrations.Migration):
    dependencies = [("orders", "0028_clock_marks")]
    operations = [
        migrations.RunSQL(guard_steps_sql("orders_changerequest", STEPS), migrations.RunSQL.noop),
    ]

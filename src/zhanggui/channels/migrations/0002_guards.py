"""Links and notices take only their steps."""

from django.db import migrations

from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
LINK_STEPS = {
    "working": {"paused", "expired"},
    "paused": {"working", "expired"},
    "expired": {"working", "paused"},
}
NOTICE_STEPS = {"queued": {"told", "refused"}, "refused": {"queued"}}


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial")]
    operations = [
        migrations.RunSQL(
            guard_steps_sql("channels_shoplink", LINK_STEPS), "DROP FUNCTION channels_shoplink_guard_steps CASCADE"
        ),
        migrations.RunSQL(
            guard_steps_sql("channels_notice", NOTICE_STEPS), "DROP FUNCTION channels_notice_guard_steps CASCADE"
        ),
    ]

"""Links and notices take only their steps."""

from django.db import migrations

from zhanggui.channels.states import LINK_STEPS, NOTICE_STEPS
from zhanggui.kernel.steps import guard_steps_sql


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

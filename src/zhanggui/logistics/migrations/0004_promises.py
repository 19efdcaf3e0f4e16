"""What the database itself defends: steps, and that what is on its way is of the shop and warehouse of its parcel."""

from pathlib import Path

from django.db import migrations

from zhanggui.kernel.steps import guard_steps_sql
from zhanggui.logistics.migrations._folded import FOLDED

# As the tables are now: a later change of one comes with a migration of its own.
STEPS = {
    "logistics_waybillrequest": {
        "waiting": {"asked", "refused", "cancelled"},
        "asked": {"waiting", "given", "refused", "to_cancel", "cancelled"},
        "refused": {"waiting", "cancelled"},
        "given": {"to_cancel", "cancelled"},
        "to_cancel": {"to_recover", "cancelled"},
        "to_recover": {"to_cancel", "cancelled", "given_up"},
    },
    "logistics_anomaly": {"open": {"resolved", "passed"}},
    "logistics_buyernotice": {
        "waiting": {"sending", "dry", "skipped"},
        "sending": {"sent", "failed", "waiting"},
        "failed": {"waiting"},
    },
}
SCOPE = (Path(__file__).parent.parent / "sql" / "scope.sql").read_text()


class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("logistics", "0003_notices")]
    operations = [
        *(migrations.RunSQL(guard_steps_sql(table, steps)) for table, steps in STEPS.items()),
        migrations.RunSQL(SCOPE),
    ]

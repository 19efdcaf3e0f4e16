"""Sheets and bins take only their steps and have numbers; scans are neither changed nor deleted."""

from django.db import migrations

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the tables were then: a later change of one comes with a migration of its own.
STEPS = {
    "counting_countsheet": {"open": {"ended"}},
    "counting_countbin": {
        "to_count": {"counting", "left_out"},
        "counting": {"to_count", "recount", "differs", "agreed", "left_out"},
        "recount": {"recounting"},
        "recounting": {"recount", "differs", "agreed"},
        "differs": {"posted", "recount"},
    },
}
SCANS = """
CREATE TRIGGER counting_countscan_append_only BEFORE UPDATE OR DELETE ON counting_countscan
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("counting", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        *(
            migrations.RunSQL(guard_steps_sql(table, steps), f"DROP FUNCTION {table}_guard_steps CASCADE")
            for table, steps in STEPS.items()
        ),
        migrations.RunSQL(number_sequence_sql("count_sheet"), "DROP SEQUENCE IF EXISTS count_sheet_number_seq"),
        migrations.RunSQL(SCANS, "DROP TRIGGER counting_countscan_append_only ON counting_countscan"),
    ]

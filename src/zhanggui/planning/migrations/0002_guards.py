"""Plans and suggestions take only their steps; a year of sales is read from the index alone; plans have numbers."""

from django.db import migrations

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the tables were then: a later change of them comes with a migration of its own.
PLAN_STEPS = {"running": {"done"}, "done": set()}
SUGGESTION_STEPS = {
    "proposed": {"approved", "dropped", "replaced"},
    "enough": {"proposed", "replaced"},
    "approved": {"ordered", "proposed", "dropped"},
    "dropped": {"proposed", "replaced"},
    "ordered": set(),
    "replaced": set(),
}
COVERING = """
ALTER TABLE planning_salesday DROP CONSTRAINT planning_salesday_pkey;
ALTER TABLE planning_salesday ADD CONSTRAINT planning_salesday_pkey
    PRIMARY KEY (warehouse_id, sku_id, day) INCLUDE (quantity);
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        migrations.RunSQL(COVERING, migrations.RunSQL.noop),
        migrations.RunSQL(
            guard_steps_sql("planning_plan", PLAN_STEPS), "DROP FUNCTION planning_plan_guard_steps CASCADE"
        ),
        migrations.RunSQL(
            guard_steps_sql("planning_suggestion", SUGGESTION_STEPS),
            "DROP FUNCTION planning_suggestion_guard_steps CASCADE",
        ),
        migrations.RunSQL(number_sequence_sql("plan"), "DROP SEQUENCE plan_number_seq"),
    ]

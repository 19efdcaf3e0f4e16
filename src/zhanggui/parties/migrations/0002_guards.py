"""Suppliers take only their steps; events are neither changed nor deleted."""

from django.db import migrations

from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
SUPPLIER_STEPS = {
    "applied": {"documents"},
    "documents": {"visit", "approved"},
    "visit": {"sample_test", "approved"},
    "sample_test": {"third_party", "approved"},
    "third_party": {"approved"},
    "approved": {"paused"},
    "paused": {"approved"},
}
EVENTS = """
CREATE TRIGGER parties_supplierevent_append_only BEFORE UPDATE OR DELETE ON parties_supplierevent
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        migrations.RunSQL(
            guard_steps_sql("parties_supplier", SUPPLIER_STEPS), "DROP FUNCTION parties_supplier_guard_steps CASCADE"
        ),
        migrations.RunSQL(EVENTS, "DROP TRIGGER parties_supplierevent_append_only ON parties_supplierevent"),
    ]

"""Lines and adjustments cannot be rewritten; a batch changes only by getting its entry."""

from django.db import migrations

from zhanggui.kernel.guards import guard_truncate_sql

APPEND_ONLY = """
CREATE TRIGGER costing_costline_append_only BEFORE UPDATE OR DELETE ON costing_costline
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
CREATE TRIGGER costing_adjustment_append_only BEFORE UPDATE OR DELETE ON costing_adjustment
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
CREATE TRIGGER costing_methodchange_append_only BEFORE UPDATE OR DELETE ON costing_methodchange
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
CREATE TRIGGER costing_costbatch_append_only BEFORE DELETE ON costing_costbatch
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
CREATE TRIGGER costing_costbatch_posted_once BEFORE UPDATE ON costing_costbatch
    FOR EACH ROW WHEN (OLD.entry_id IS NOT NULL OR (OLD.kind, OLD.booked_on, OLD.value, OLD.beside, OLD.lines)
                       IS DISTINCT FROM (NEW.kind, NEW.booked_on, NEW.value, NEW.beside, NEW.lines))
    EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("costing", "0001_initial"), ("kernel", "0002_no_truncate")]

    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER costing_costline_append_only ON costing_costline; "
            "DROP TRIGGER costing_adjustment_append_only ON costing_adjustment; "
            "DROP TRIGGER costing_methodchange_append_only ON costing_methodchange; "
            "DROP TRIGGER costing_costbatch_append_only ON costing_costbatch; "
            "DROP TRIGGER costing_costbatch_posted_once ON costing_costbatch",
        ),
        migrations.RunSQL(
            guard_truncate_sql("costing_costline"), "DROP TRIGGER costing_costline_no_truncate ON costing_costline"
        ),
        migrations.RunSQL(
            guard_truncate_sql("costing_adjustment"),
            "DROP TRIGGER costing_adjustment_no_truncate ON costing_adjustment",
        ),
    ]

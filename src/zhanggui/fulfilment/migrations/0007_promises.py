"""What the database itself defends: steps, ledgers that only grow, numbers never given twice."""

from django.db import migrations

from zhanggui.fulfilment.migrations._folded import FOLDED
from zhanggui.kernel.guards import guard_truncate_sql
from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the tables are now: a later change of one comes with a migration of its own.
STEPS: dict[str, dict[str, set[str]]] = {
    "fulfilment_parcel": {
        "planned": {"waved", "void", "merged"},
        "waved": {"printed", "planned", "void"},
        "printed": {"picked", "stopped", "planned"},
        "picked": {"verified", "stopped"},
        "verified": {"weighed", "stopped", "picked"},
        "weighed": {"shipped", "stopped", "picked"},
        "stopped": {"void"},
        "shipped": {"weighed"},
        "merged": {"planned", "void"},
    },
    "fulfilment_wave": {"open": {"printed", "cancelled"}, "printed": {"picked", "cancelled"}},
    "fulfilment_pick": {
        "to_pick": {"taken", "picked", "cancelled"},
        "taken": {"picked", "cancelled"},
        "picked": {"put_back"},
    },
    "fulfilment_wall": {"open": {"closed"}, "closed": {"open"}},
    "fulfilment_voidlabel": {
        "to_cancel": {"cancelled", "to_recover", "settled"},
        "to_recover": {"cancelled", "settled"},
    },
    "fulfilment_intercept": {
        "open": {"asked", "accepted", "refused", "returned", "delivered"},
        "asked": {"accepted", "refused", "returned", "delivered"},
        "accepted": {"refused", "returned", "delivered"},
        "refused": {"asked", "accepted", "returned", "delivered"},
    },
    "fulfilment_incident": {"open": {"asked", "resolved"}, "asked": {"resolved"}},
    "fulfilment_printbatch": {"open": {"closed"}},
    "fulfilment_printjob": {"open": {"done"}, "done": {"open"}},
    "fulfilment_printdocument": {
        "waiting": {"sent", "dropped", "printed"},
        "sent": {"printed", "failed", "unknown", "waiting", "dropped"},
        "failed": {"printed", "waiting", "dropped"},
        "unknown": {"printed", "failed", "waiting", "dropped"},
        "printed": {"waiting"},
    },
    "fulfilment_oddweight": {"open": {"accepted", "reopened", "settled"}},
    "fulfilment_freightrun": {"listed": {"signed"}},
    "fulfilment_manifest": {"open": {"closed"}, "closed": {"open", "left"}},
    "fulfilment_shiftsheet": {"written": {"given"}, "given": {"taken"}},
}
# A crate has the key of its parcel.
CRATE = {"needed": {"out", "dropped"}, "out": {"back"}, "back": {"out"}, "dropped": {"needed"}}
LEDGERS = ("fulfilment_scan", "fulfilment_sort", "fulfilment_putback", "fulfilment_override")
"""Neither changed nor deleted."""
SERIES = ("parcel", "wave", "manifest", "shift_sheet", "crate_trip", "freight_run")
# Counters of a line change at every station: with room on its page no index hears of it.
ROOM = "ALTER TABLE fulfilment_parcelline SET (fillfactor = 50)"
TEST_CARRIER = "CREATE SEQUENCE testcarrier_waybill_seq"


def append_only_sql(table: str) -> str:
    """Rows of the table are neither changed nor deleted."""
    return f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("fulfilment", "0006_leaving")]
    operations = [
        *(migrations.RunSQL(guard_steps_sql(table, steps)) for table, steps in STEPS.items()),
        migrations.RunSQL(guard_steps_sql("fulfilment_crate", CRATE).replace("OLD.id", "OLD.parcel_id")),
        *(migrations.RunSQL(append_only_sql(table)) for table in LEDGERS),
        *(migrations.RunSQL(guard_truncate_sql(table)) for table in LEDGERS),
        *(migrations.RunSQL(number_sequence_sql(series)) for series in SERIES),
        migrations.RunSQL(ROOM),
        migrations.RunSQL(TEST_CARRIER),
    ]

"""What the database itself defends: steps, scans that only grow, the verifying scan, numbers never given twice."""

from pathlib import Path

from django.db import migrations

from zhanggui.kernel.guards import guard_truncate_sql
from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

REPLACED = [
    ("fulfilment", "0001_initial"),
    ("fulfilment", "0002_guards"),
    ("fulfilment", "0003_list_indexes"),
    ("fulfilment", "0004_scan_sent_twice"),
    ("fulfilment", "0005_shipped_by_shop"),
    ("fulfilment", "0006_no_truncate"),
    ("fulfilment", "0007_stations_read_orders"),
    ("fulfilment", "0008_taken_back"),
    ("fulfilment", "0009_merge_and_split"),
    ("fulfilment", "0010_choices"),
    ("fulfilment", "0011_torn_labels"),
    ("fulfilment", "0012_intercepts"),
    ("fulfilment", "0013_collect_by"),
    ("fulfilment", "0014_reach"),
    ("fulfilment", "0015_orders_on_labels"),
    ("fulfilment", "0016_cash_to_collect"),
    ("fulfilment", "0017_intercept_levels"),
    ("fulfilment", "0018_volume_above_weight"),
]  # fmt: skip

# As the tables are now: a later change of one comes with a migration of its own.
STEPS = {
    "fulfilment_parcel": {
        "planned": {"waved", "void", "merged"},
        "waved": {"printed", "planned", "void"},
        "printed": {"picked", "stopped"},
        "picked": {"verified", "stopped"},
        "verified": {"weighed", "stopped", "picked"},
        "weighed": {"shipped", "stopped", "picked"},
        "stopped": {"void"},
        "shipped": {"weighed"},
        "merged": {"planned", "void"},
    },
    "fulfilment_wave": {"open": {"printed", "cancelled"}, "printed": {"picked"}},
    "fulfilment_pick": {"to_pick": {"picked", "cancelled"}, "picked": {"put_back"}},
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
}
SERIES = ("parcel", "wave")

# RunSQL without parameters takes the text as it is; %ROWTYPE stays untouched.
VERIFY_SCAN = (Path(__file__).parent.parent / "sql" / "verify_scan_0002.sql").read_text()
SCANS = """
CREATE TRIGGER fulfilment_scan_append_only BEFORE UPDATE OR DELETE ON fulfilment_scan
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""
# Counters of a line change at every station: with room on its page no index hears of it.
ROOM = "ALTER TABLE fulfilment_parcelline SET (fillfactor = 50)"
TEST_CARRIER = "CREATE SEQUENCE testcarrier_waybill_seq"


class Migration(migrations.Migration):
    replaces = REPLACED
    dependencies = [("fulfilment", "0001_tables"), ("kernel", "0003_partitions_no_truncate")]
    operations = [
        *(migrations.RunSQL(guard_steps_sql(table, steps)) for table, steps in STEPS.items()),
        migrations.RunSQL(SCANS),
        migrations.RunSQL(guard_truncate_sql("fulfilment_scan")),
        migrations.RunSQL(ROOM),
        migrations.RunSQL(VERIFY_SCAN),
        *(migrations.RunSQL(number_sequence_sql(series)) for series in SERIES),
        migrations.RunSQL(TEST_CARRIER),
    ]

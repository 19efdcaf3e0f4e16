"""Steps guarded by the database, scans append-only, the verifying scan as one function, numbers."""

from pathlib import Path

from django.db import migrations

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
PARCEL_STEPS = {
    "planned": {"waved", "void"},
    "waved": {"printed", "planned", "void"},
    "printed": {"picked", "stopped"},
    "picked": {"verified", "stopped"},
    "verified": {"weighed", "stopped"},
    "weighed": {"shipped", "stopped"},
    "stopped": {"void"},
}
WAVE_STEPS = {"open": {"printed", "cancelled"}, "printed": {"picked"}}
PICK_STEPS = {"to_pick": {"picked", "cancelled"}, "picked": {"put_back"}}

VERIFY_SCAN = (Path(__file__).parent.parent / "sql" / "verify_scan_0002.sql").read_text()
SCANS = """
CREATE TRIGGER fulfilment_scan_append_only BEFORE UPDATE OR DELETE ON fulfilment_scan
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        migrations.RunSQL(
            guard_steps_sql("fulfilment_parcel", PARCEL_STEPS), "DROP FUNCTION fulfilment_parcel_guard_steps CASCADE"
        ),
        migrations.RunSQL(
            guard_steps_sql("fulfilment_wave", WAVE_STEPS), "DROP FUNCTION fulfilment_wave_guard_steps CASCADE"
        ),
        migrations.RunSQL(
            guard_steps_sql("fulfilment_pick", PICK_STEPS), "DROP FUNCTION fulfilment_pick_guard_steps CASCADE"
        ),
        migrations.RunSQL(SCANS, "DROP TRIGGER fulfilment_scan_append_only ON fulfilment_scan"),
        # RunSQL without parameters takes the text as it is; %ROWTYPE stays untouched.
        migrations.RunSQL(VERIFY_SCAN, "DROP FUNCTION fulfilment_verify_scan"),
        migrations.RunSQL(number_sequence_sql("parcel"), "DROP SEQUENCE parcel_number_seq"),
        migrations.RunSQL(number_sequence_sql("wave"), "DROP SEQUENCE wave_number_seq"),
        migrations.RunSQL("CREATE SEQUENCE testcarrier_waybill_seq", "DROP SEQUENCE testcarrier_waybill_seq"),
    ]

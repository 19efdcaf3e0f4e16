"""Documents take only their steps and have numbers; no piece is invoiced that was not received."""

from django.db import migrations

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the tables were then: a later change of one comes with a migration of its own.
STEPS = {
    "invoicing_supplierinvoice": {
        "differs": {"matched", "refused"},
        "matched": {"differs", "approved", "refused"},
        "approved": set(),
        "refused": set(),
    },
    "invoicing_paymentrequest": {
        "asked": {"approved", "refused"},
        "approved": {"paid"},
        "paid": set(),
        "refused": set(),
    },
}
NUMBERS = ("supplier_invoice", "payment_request")
COUNTED = """
CREATE FUNCTION invoicing_never_more_than_received() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.taken > (SELECT received FROM purchasing_purchaseline WHERE id = NEW.purchase_line_id)
       AND (TG_OP = 'INSERT' OR NEW.taken > OLD.taken) THEN
        RAISE EXCEPTION 'purchase line %: % pieces invoiced, fewer received', NEW.purchase_line_id, NEW.taken
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoiced_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invoicing_never_more_than_received BEFORE INSERT OR UPDATE ON invoicing_invoicedcount
    FOR EACH ROW EXECUTE FUNCTION invoicing_never_more_than_received();
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        *(
            migrations.RunSQL(guard_steps_sql(table, steps), f"DROP FUNCTION {table}_guard_steps CASCADE")
            for table, steps in STEPS.items()
        ),
        *(
            migrations.RunSQL(number_sequence_sql(kind), f"DROP SEQUENCE IF EXISTS {kind}_number_seq")
            for kind in NUMBERS
        ),
        migrations.RunSQL(COUNTED, "DROP FUNCTION invoicing_never_more_than_received CASCADE"),
    ]

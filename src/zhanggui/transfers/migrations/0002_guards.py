"""Transfers and their cases take only their steps and have numbers."""

from django.db import migrations

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the tables were then: a later change of one comes with a migration of its own.
STEPS = {
    "transfers_transfer": {
        "requested": {"approved", "cancelled"},
        "approved": {"sent", "cancelled"},
        "sent": {"arrived"},
    },
    "transfers_transfercase": {"open": {"decided"}},
}


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        *(
            migrations.RunSQL(guard_steps_sql(table, steps), f"DROP FUNCTION {table}_guard_steps CASCADE")
            for table, steps in STEPS.items()
        ),
        migrations.RunSQL(number_sequence_sql("transfer"), "DROP SEQUENCE IF EXISTS transfer_number_seq"),
    ]

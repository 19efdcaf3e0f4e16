"""Purchase orders take only their steps, and have numbers of their own."""

from django.db import migrations

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
PURCHASE_STEPS = {
    "draft": {"to_approve", "approved", "cancelled"},
    "to_approve": {"approved", "draft", "cancelled"},
    "approved": {"sent", "part_received", "received", "closed", "cancelled"},
    "sent": {"confirmed", "part_received", "received", "closed", "cancelled"},
    "confirmed": {"part_received", "received", "closed", "cancelled"},
    "part_received": {"received", "closed", "confirmed"},
    "received": {"part_received", "confirmed"},
    "closed": set(),
    "cancelled": set(),
}


class Migration(migrations.Migration):
    dependencies = [("purchasing", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        migrations.RunSQL(
            guard_steps_sql("purchasing_purchaseorder", PURCHASE_STEPS),
            "DROP FUNCTION purchasing_purchaseorder_guard_steps CASCADE",
        ),
        migrations.RunSQL(number_sequence_sql("purchase"), "DROP SEQUENCE purchase_number_seq"),
    ]

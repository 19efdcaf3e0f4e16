"""What is left of a printed parcel may be planned again: its account has to give it another number."""

from django.db import migrations

from zhanggui.kernel.steps import guard_steps_sql

STEPS: dict[str, set[str]] = {
    "planned": {"waved", "void", "merged"},
    "waved": {"printed", "planned", "void"},
    "printed": {"picked", "stopped", "planned"},
    "picked": {"verified", "stopped"},
    "verified": {"weighed", "stopped", "picked"},
    "weighed": {"shipped", "stopped", "picked"},
    "stopped": {"void"},
    "shipped": {"weighed"},
    "void": set(),
    "merged": {"planned", "void"},
}


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0024_work_of_accounts"),
    ]

    operations = [
        migrations.RunSQL(guard_steps_sql("fulfilment_parcel", STEPS)),
    ]

"""A piece with a code of its own can be lost."""

from django.db import migrations, models
from django.db.models import Q

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {
    "in_stock": {"in_parcel", "lost"},
    "in_parcel": {"in_stock", "shipped", "lost"},
    "shipped": {"in_parcel", "returned"},
    "returned": {"in_stock"},
}
STATES = [
    ("in_stock", "In stock"), ("in_parcel", "In a parcel"), ("shipped", "Shipped"), ("returned", "Returned"),
    ("lost", "Lost"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("inventory", "0009_guards_of_codes")]

    operations = [
        migrations.RemoveConstraint("uniquecode", "unique_code_state_known"),
        migrations.AlterField(
            "uniquecode", "state", models.CharField(choices=STATES, default="in_stock", max_length=9)
        ),
        migrations.AddConstraint(
            "uniquecode",
            models.CheckConstraint(
                condition=Q(state__in=[state for state, _ in STATES]), name="unique_code_state_known"
            ),
        ),
        migrations.RunSQL(guard_steps_sql("inventory_uniquecode", STEPS)),
    ]

"""Put walls."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {"open": {"closed"}, "closed": {"open"}}


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0003_numbering"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(help_text="As it is written, and barcoded, on the wall.", max_length=16)),
                ("name", models.CharField(blank=True, max_length=40)),
                ("rows", models.PositiveSmallIntegerField()),
                ("columns", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(choices=[("open", "In use"), ("closed", "Closed")], default="open", max_length=8),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "code"), name="wall_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="wall_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("columns__gt", 0), ("rows__gt", 0)), name="wall_has_cells"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            guard_steps_sql("fulfilment_wall", STEPS), "DROP FUNCTION fulfilment_wall_guard_steps CASCADE"
        ),
    ]

"""Print batches, and the days on which a warehouse prints at other times."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {"open": {"closed"}}


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0011_verifying"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=32)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Batch open"), ("closed", "Batch closed")], default="open", max_length=8
                    ),
                ),
                ("printed", models.PositiveIntegerField(default=0, help_text="Parcels printed when it was closed.")),
                (
                    "missing",
                    models.PositiveIntegerField(default=0, help_text="Parcels that went over to the next batch."),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, max_length=80)),
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
                "verbose_name_plural": "print batches",
            },
        ),
        migrations.CreateModel(
            name="BatchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="fulfilment.parcel"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="fulfilment.printbatch",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batch entries",
            },
        ),
        migrations.CreateModel(
            name="PrintDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("carrier", models.CharField(blank=True, max_length=32)),
                (
                    "times",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TimeField(),
                        blank=True,
                        default=list,
                        help_text="In the company's zone.",
                        size=None,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=80)),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.UniqueConstraint(fields=("warehouse", "due_at", "carrier"), name="print_batch_once"),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "closed"])), name="print_batch_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="batchentry",
            constraint=models.UniqueConstraint(fields=("batch", "parcel"), name="batch_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="batchentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reason", "")), fields=("parcel",), name="one_batch_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="printday",
            constraint=models.UniqueConstraint(fields=("warehouse", "on", "carrier"), name="print_day_once"),
        ),
        migrations.RunSQL(
            guard_steps_sql("fulfilment_printbatch", STEPS), "DROP FUNCTION fulfilment_printbatch_guard_steps CASCADE"
        ),
    ]

"""What printers were given and what came out; a label is proven to be out before its wave is picked."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

PRINT_STEPS = {
    "waiting": {"sent", "dropped", "printed"},
    "sent": {"printed", "failed", "unknown", "waiting", "dropped"},
    "failed": {"printed", "waiting", "dropped"},
    "unknown": {"printed", "failed", "waiting", "dropped"},
    "printed": {"waiting"},
    "dropped": set(),
}
JOB_STEPS = {"open": {"done"}, "done": {"open"}}
# What was printed before anybody asked for proof counts as proven.
PROVEN = "UPDATE fulfilment_parcel SET label_proven_at = printed_at WHERE printed_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0008_scales_and_outside"),
    ]

    operations = [
        migrations.AddField(
            model_name="parcel",
            name="label_proven_at",
            field=models.DateTimeField(
                blank=True, help_text="When the printer's program, or a person, said that the label is out.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="parcel",
            name="printed_at",
            field=models.DateTimeField(blank=True, help_text="When its label was given to a printer.", null=True),
        ),
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="Begins the name of each task at the printer.", max_length=16, unique=True
                    ),
                ),
                ("component", models.CharField(blank=True, default="", max_length=24)),
                (
                    "table",
                    models.CharField(
                        blank=True, default="", help_text="Where it was sent to a printer last.", max_length=40
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Being printed"), ("done", "All out")], default="open", max_length=8
                    ),
                ),
                ("labels", models.PositiveIntegerField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-id"], name="print_job_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done"])), name="print_job_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("state", "done")),
                            models.Q(models.Q(("state", "done"), _negated=True), ("done_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="print_job_done_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TablePrinter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(help_text="As the browsers there call it.", max_length=40)),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("label", "Waybill labels"),
                            ("list", "Pick lists and sort sheets"),
                            ("note", "Delivery notes"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "way",
                    models.CharField(help_text="browser, clodop, or the print component of a platform.", max_length=24),
                ),
                (
                    "printer",
                    models.CharField(
                        blank=True, default="", help_text="Empty: the program's usual one.", max_length=120
                    ),
                ),
                (
                    "offset_x",
                    models.DecimalField(
                        decimal_places=1, default=0, help_text="Millimetres to the right.", max_digits=4
                    ),
                ),
                (
                    "offset_y",
                    models.DecimalField(decimal_places=1, default=0, help_text="Millimetres down.", max_digits=4),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "paper", "way"), name="table_printer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("table", ""), _negated=True), name="table_printer_has_table"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paper__in", ["label", "list", "note"])), name="table_printer_paper_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField()),
                ("waybill", models.CharField(max_length=40)),
                ("print_number", models.PositiveSmallIntegerField(help_text="Which print of this waybill it is.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To send"),
                            ("sent", "Sent to the printer"),
                            ("printed", "Label is out"),
                            ("failed", "Not printed"),
                            ("unknown", "Not known"),
                            ("dropped", "Left out"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("printer", models.CharField(blank=True, default="", max_length=120)),
                (
                    "words",
                    models.CharField(
                        blank=True, default="", help_text="What the printer's program said.", max_length=300
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fulfilment.parcel"
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="fulfilment.printjob",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("job", "sequence"), name="print_document_sequence_once"),
                    models.UniqueConstraint(fields=("waybill", "print_number"), name="print_document_print_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "sent", "failed", "unknown"))),
                        fields=("parcel",),
                        name="print_document_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "sent", "printed", "failed", "unknown", "dropped"])
                        ),
                        name="print_document_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("print_number__gt", 0), ("sequence__gt", 0)), name="print_document_counted"
                    ),
                ],
            },
        ),
        migrations.RunSQL(guard_steps_sql("fulfilment_printdocument", PRINT_STEPS)),
        migrations.RunSQL(guard_steps_sql("fulfilment_printjob", JOB_STEPS)),
        migrations.RunSQL(PROVEN, migrations.RunSQL.noop),
    ]

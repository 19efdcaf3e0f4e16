"""Papers: batches by the clock, jobs of printers, templates."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from zhanggui.fulfilment.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("fulfilment", "0002_parcels")]
    operations = [
        migrations.CreateModel(
            "PrintDay",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("on", models.DateField()),
                ("carrier", models.CharField(blank=True, max_length=32)),
                ("times", django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(), blank=True,
                    default=list, help_text="In the company's zone.", size=None)),
                ("note", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "on", "carrier"), name="print_day_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "PrintBatch",
            [
                ID,
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("carrier", models.CharField(max_length=32)),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(choices=[("open", "Batch open"), ("closed", "Batch closed")],
                    default="open", max_length=8)),
                ("printed", models.PositiveIntegerField(default=0, help_text="Parcels printed when it was closed.")),
                ("missing", models.PositiveIntegerField(default=0,
                    help_text="Parcels that went over to the next batch.")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "verbose_name_plural": "print batches",
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "due_at", "carrier"), name="print_batch_once"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "closed"])),
                        name="print_batch_state_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "BatchEntry",
            [
                ID,
                ("batch", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="entries",
                    to="fulfilment.printbatch")),
                ("parcel", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="fulfilment.parcel")),
                ("entered_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name_plural": "batch entries",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "parcel"), name="batch_entry_once"),
                    models.UniqueConstraint(condition=models.Q(("reason", "")), fields=("parcel",),
                        name="one_batch_at_a_time"),
                ],
            },
        ),
        migrations.CreateModel(
            "TablePrinter",
            [
                ID,
                ("table", models.CharField(help_text="As the browsers there call it.", max_length=40)),
                ("paper", models.CharField(choices=[("label", "Waybill labels"),
                    ("list", "Pick lists and sort sheets"), ("note", "Delivery notes")], max_length=8)),
                ("way", models.CharField(help_text="browser, clodop, or the print component of a platform.",
                    max_length=24)),
                ("printer", models.CharField(blank=True, default="", help_text="Empty: the program's usual one.",
                    max_length=120)),
                ("offset_x", models.DecimalField(decimal_places=1, default=0, help_text="Millimetres to the right.",
                    max_digits=4)),
                ("offset_y", models.DecimalField(decimal_places=1, default=0, help_text="Millimetres down.",
                    max_digits=4)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "paper", "way"), name="table_printer_once"),
                    models.CheckConstraint(condition=models.Q(("table", ""), _negated=True),
                        name="table_printer_has_table"),
                    models.CheckConstraint(condition=models.Q(("paper__in", ["label", "list", "note"])),
                        name="table_printer_paper_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "PrintJob",
            [
                ID,
                ("key", models.CharField(help_text="Begins the name of each task at the printer.", max_length=16,
                    unique=True)),
                ("component", models.CharField(blank=True, default="", max_length=24)),
                ("wave", models.ForeignKey(blank=True, db_index=False,
                    help_text="Its labels come one by one, each with an item of this wave, at the table.", null=True,
                    on_delete=models.PROTECT, related_name="+", to="fulfilment.wave")),
                ("table", models.CharField(blank=True, default="", help_text="Where it was sent to a printer last.",
                    max_length=40)),
                ("state", models.CharField(choices=[("open", "Being printed"), ("done", "All out")], default="open",
                    max_length=8)),
                ("shop_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(),
                    blank=True, db_default=[], default=list, editable=False, size=None)),
                ("warehouse_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(),
                    blank=True, db_default=[], default=list, editable=False, size=None)),
                ("labels", models.PositiveIntegerField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-id"], name="print_job_by_state"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["shop_ids"],
                        name="print_job_of_shops"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["warehouse_ids"],
                        name="print_job_of_warehouses"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "done"])),
                        name="print_job_state_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("done_at__isnull", False), ("state", "done")),
                        models.Q(models.Q(("state", "done"), _negated=True), ("done_at__isnull", True)),
                        _connector="OR"), name="print_job_done_at"),
                    models.UniqueConstraint(condition=models.Q(("wave__isnull", False)),
                        fields=("wave", "table", "component"), name="print_job_of_table_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "PrintDocument",
            [
                ID,
                ("job", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="documents",
                    to="fulfilment.printjob")),
                ("parcel", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="fulfilment.parcel")),
                ("sequence", models.PositiveIntegerField()),
                ("waybill", models.CharField(max_length=40)),
                ("print_number", models.PositiveSmallIntegerField(help_text="Which print of this waybill it is.")),
                ("state", models.CharField(choices=[("waiting", "To send"), ("sent", "Sent to the printer"),
                    ("printed", "Label is out"), ("failed", "Not printed"), ("unknown", "Not known"),
                    ("dropped", "Left out")], default="waiting", max_length=8)),
                ("printer", models.CharField(blank=True, default="", max_length=120)),
                ("words", models.CharField(blank=True, default="", help_text="What the printer's program said.",
                    max_length=300)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("job", "sequence"), name="print_document_sequence_once"),
                    models.UniqueConstraint(fields=("waybill", "print_number"), name="print_document_print_once"),
                    models.UniqueConstraint(condition=models.Q(("state__in", ("waiting", "sent", "failed", "unknown"))),
                        fields=("parcel",), name="print_document_open_once"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["waiting", "sent", "printed", "failed",
                        "unknown", "dropped"])), name="print_document_state_known"),
                    models.CheckConstraint(condition=models.Q(("print_number__gt", 0), ("sequence__gt", 0)),
                        name="print_document_counted"),
                ],
            },
        ),
        migrations.CreateModel(
            "SavedTemplate",
            [
                ID,
                ("paper", models.CharField(choices=[("note", "Delivery note"), ("list", "Pick list"),
                    ("sort", "Second-sort sheet"), ("hand", "Hand-over sheet"), ("label", "Own label and its slip")],
                    max_length=8)),
                ("warehouse", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+",
                    to="people.warehouse")),
                ("shop", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+",
                    to="people.shop")),
                ("version", models.PositiveIntegerField()),
                ("is_current", models.BooleanField(default=True)),
                ("template", models.JSONField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("paper", "warehouse", "shop", "version"),
                        name="template_version_once", nulls_distinct=False),
                    models.UniqueConstraint(condition=models.Q(("is_current", True)),
                        fields=("paper", "warehouse", "shop"), name="template_current_once", nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(("paper__in", ["note", "list", "sort", "hand", "label"])),
                        name="template_paper_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "PaperLogo",
            [
                ID,
                ("digest", models.CharField(help_text="SHA-256 of the picture: the same one is kept once.",
                    max_length=64, unique=True)),
                ("picture", models.BinaryField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length("picture"), 1500000),
                        name="paper_logo_small"),
                ],
            },
        ),
        migrations.CreateModel(
            "NotePause",
            [
                ID,
                ("shop", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+",
                    to="people.shop")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("reason", models.CharField(max_length=100)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="note_pause_days"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True),
                        name="note_pause_reason"),
                ],
            },
        ),
    ]
# fmt: on

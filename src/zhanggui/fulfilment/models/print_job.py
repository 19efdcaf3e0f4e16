"""What was given to printers, label by label, and what became of it; and the printers of each table."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.models.wave import Wave
from zhanggui.fulfilment.states import JOB_STEPS, PRINT_STEPS, UNPROVEN, JobState, PaperKind, PrintState
from zhanggui.kernel.actor import Actor

OPEN_NOW = Q(state__in=UNPROVEN)


class TablePrinter(models.Model):
    """Which printer prints a kind of paper at a table, through which program (`way`)."""

    table = models.CharField(max_length=40, help_text="As the browsers there call it.")
    paper = models.CharField(max_length=8, choices=PaperKind.choices)
    way = models.CharField(max_length=24, help_text="browser, clodop, or the print component of a platform.")
    printer = models.CharField(max_length=120, blank=True, default="", help_text="Empty: the program's usual one.")
    offset_x = models.DecimalField(max_digits=4, decimal_places=1, default=0, help_text="Millimetres to the right.")
    offset_y = models.DecimalField(max_digits=4, decimal_places=1, default=0, help_text="Millimetres down.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "paper", "way"], name="table_printer_once"),
            models.CheckConstraint(condition=~Q(table=""), name="table_printer_has_table"),
            models.CheckConstraint(condition=Q(paper__in=PaperKind.values), name="table_printer_paper_known"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.printer}".strip()


class PrintJobQuerySet(models.QuerySet["PrintJob"]):
    def visible_to(self, actor: Actor) -> "PrintJobQuerySet":
        """Jobs with a label of one of the actor's warehouses, and with one of their shops."""
        rows = self if actor.warehouse_ids is None else self.filter(warehouse_ids__overlap=sorted(actor.warehouse_ids))
        return rows if actor.shop_ids is None else rows.filter(shop_ids__overlap=sorted(actor.shop_ids))


class PrintJob(models.Model):
    """Labels for one printer in the order they come out. `component` is whose program must print them: the platform's
    that gave the numbers; empty: labels of our own. `shop_ids` and `warehouse_ids` are written by the database: of the
    parcels whose labels are in it."""

    STEPS = JOB_STEPS

    key = models.CharField(max_length=16, unique=True, help_text="Begins the name of each task at the printer.")
    component = models.CharField(max_length=24, blank=True, default="")
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text="Its labels come one by one, each with an item of this wave, at the table.",
    )  # fmt: skip
    table = models.CharField(max_length=40, blank=True, default="", help_text="Where it was sent to a printer last.")
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.OPEN)
    shop_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False)
    warehouse_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False)
    labels = models.PositiveIntegerField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="print_job_state_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.DONE, done_at__isnull=False)
                | (~Q(state=JobState.DONE) & Q(done_at__isnull=True)),
                name="print_job_done_at",
            ),
            models.UniqueConstraint(
                fields=["wave", "table", "component"], condition=Q(wave__isnull=False), name="print_job_of_table_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="print_job_by_state"),
            GinIndex(fields=["shop_ids"], name="print_job_of_shops", fastupdate=False),
            GinIndex(fields=["warehouse_ids"], name="print_job_of_warehouses", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PrintDocument(models.Model):
    """One label of a job. `sequence` stands on the label; each print of a waybill is given to a printer once."""

    STEPS = PRINT_STEPS

    job = models.ForeignKey(PrintJob, on_delete=models.CASCADE, related_name="documents", db_index=False)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    waybill = models.CharField(max_length=40)
    print_number = models.PositiveSmallIntegerField(help_text="Which print of this waybill it is.")
    state = models.CharField(max_length=8, choices=PrintState.choices, default=PrintState.WAITING)
    printer = models.CharField(max_length=120, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="", help_text="What the printer's program said.")
    sent_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "sequence"], name="print_document_sequence_once"),
            models.UniqueConstraint(fields=["waybill", "print_number"], name="print_document_print_once"),
            models.UniqueConstraint(fields=["parcel"], condition=OPEN_NOW, name="print_document_open_once"),
            models.CheckConstraint(condition=Q(state__in=PrintState.values), name="print_document_state_known"),
            models.CheckConstraint(condition=Q(print_number__gt=0, sequence__gt=0), name="print_document_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.waybill} {self.print_number}"

    @property
    def task(self) -> str:
        """The name of this print at the printer's program: another one for each print, never used again."""
        return f"{self.job.key}-{self.sequence}-{self.print_number}"

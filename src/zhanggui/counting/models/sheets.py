"""Bins to be counted together, what the book said when the count was opened, and what was found."""

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.counting.states import (
    BIN_STEPS,
    SHEET_STEPS,
    UNDECIDED,
    BinState,
    CountKind,
    SheetState,
)
from zhanggui.inventory.models import Location
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse


class CountSheetQuerySet(models.QuerySet["CountSheet"]):
    def visible_to(self, actor: Actor) -> "CountSheetQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class CountSheet(models.Model):
    """Bins of one warehouse that are counted together 盘点单.

    `snapshot_after` is the last move on record when the contents of its bins were written down: what came later is
    replayed on top.
    """

    STEPS = SHEET_STEPS

    number = models.CharField(max_length=24, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=CountKind.choices)
    words = models.CharField(max_length=120, default="", blank=True)
    state = models.CharField(max_length=8, choices=SheetState.choices, default=SheetState.OPEN)
    bins = models.PositiveIntegerField(help_text="How many it began with.")
    snapshot_after = models.BigIntegerField()
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CountSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="count_sheet_state_known"),
            models.CheckConstraint(condition=Q(kind__in=CountKind.values), name="count_sheet_kind_known"),
            models.CheckConstraint(
                condition=Q(state=SheetState.OPEN, ended_at__isnull=True)
                | Q(state=SheetState.ENDED, ended_at__isnull=False),
                name="count_sheet_ended_at",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "opened_at", "id"], name="count_sheet_by_state"),
            models.Index(fields=["kind", "opened_at", "id"], name="count_sheet_by_kind"),
            models.Index(fields=["warehouse", "opened_at", "id"], name="count_sheet_by_warehouse"),
            models.Index(fields=["opened_at", "id"], name="count_sheet_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class CountBinQuerySet(models.QuerySet["CountBin"]):
    def visible_to(self, actor: Actor) -> "CountBinQuerySet":
        return self if actor.warehouse_ids is None else self.filter(sheet__warehouse_id__in=actor.warehouse_ids)


class CountBin(models.Model):
    """One bin of a sheet. `round` says how many counts it has had, the one in hand included.

    `counter` is who has it in hand, or who counted it last; `counted_after` the last move on record at that moment.
    """

    STEPS = BIN_STEPS

    sheet = models.ForeignKey(CountSheet, on_delete=models.PROTECT, related_name="count_bins", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    walk_order = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=BinState.choices, default=BinState.TO_COUNT)
    round = models.PositiveSmallIntegerField(default=0)
    counter = models.CharField(max_length=80, default="", blank=True)
    counter_user_id = models.BigIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    counted_after = models.BigIntegerField(null=True, blank=True)
    is_empty = models.BooleanField(default=False, help_text="The last count found nothing in it.")
    reason = models.CharField(max_length=200, default="", blank=True, help_text="Why it is counted again.")
    decided_by = models.CharField(max_length=80, default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CountBinQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "location"], name="count_bin_once"),
            models.UniqueConstraint(
                fields=["location"], condition=Q(state__in=UNDECIDED), name="count_bin_in_one_count"
            ),
            models.CheckConstraint(condition=Q(state__in=BinState.values), name="count_bin_state_known"),
            models.CheckConstraint(
                condition=Q(state=BinState.POSTED, decided_at__isnull=False)
                | ~Q(state=BinState.POSTED) & Q(decided_at__isnull=True),
                name="count_bin_decided_at",
            ),
        ]
        indexes = [
            models.Index(fields=["sheet", "state", "walk_order", "id"], name="count_bin_by_sheet"),
            models.Index(fields=["state", "walk_order", "id"], name="count_bin_by_state"),
            models.Index(fields=["location", "counted_at"], name="count_bin_by_location"),
            models.Index(fields=["walk_order", "id"], name="count_bin_by_walk"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.location_id}"


class CountLine(models.Model):
    """A SKU and lot in a bin: what the book said when the count was opened (`snapshot`), and at the moment it was
    counted (`book`), and what was counted.

    `later` are the pieces that came (or, below zero, went) between that moment and the moment the count was entered.
    `first_book` and `first_counted` are what the first count said, when there was another one.
    """

    bin = models.ForeignKey(CountBin, on_delete=models.PROTECT, related_name="lines", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    snapshot = models.IntegerField()
    book = models.IntegerField(null=True, blank=True)
    later = models.IntegerField(default=0)
    counted = models.IntegerField(null=True, blank=True)
    first_book = models.IntegerField(null=True, blank=True)
    first_counted = models.IntegerField(null=True, blank=True)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=4, default=0, help_text="When it was counted.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bin", "sku", "lot"], name="count_line_once"),
            models.CheckConstraint(condition=Q(counted__isnull=True) | Q(counted__gte=0), name="counted_not_negative"),
            models.CheckConstraint(
                condition=Q(book__isnull=True, counted__isnull=True) | Q(book__isnull=False, counted__isnull=False),
                name="counted_against_book",
            ),
        ]
        indexes = [
            models.Index(fields=["sku", "id"], name="count_line_by_sku"),
            models.Index(fields=["id"], name="count_line_off", condition=~Q(counted=F("book"))),
        ]

    def __str__(self) -> str:
        return f"{self.bin_id}: {self.sku_id} {self.lot}"

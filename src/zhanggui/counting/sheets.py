"""The sheet of a count: how far it is, how exact the book was, and what was found."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.queries import SEE_COST
from zhanggui.counting.desks import (
    BIN_TONES,
    SEE_DIFFERENCES,
    SHEET_TONES,
    CountSheetDesk,
    known_differences,
    progress_of,
)
from zhanggui.counting.models import CountBin, CountSheet
from zhanggui.counting.states import BinState, CountKind, SheetState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of

MOST_LINES = 200


def head_of(sheet: CountSheet, actor: Actor) -> Mapping[str, Any]:
    progress = progress_of(sheet)
    counted = progress["agreed"] + progress["posted"] + progress["differs"]
    exact = f"{progress['agreed'] * 100 / counted:.1f} %" if counted else ""
    return progress | {
        "warehouse": sheet.warehouse.name,
        "kind": sheet.kind,
        "words": sheet.words,
        "bins": sheet.bins,
        "counted": counted,
        "exact": exact if actor.may(SEE_DIFFERENCES) else "",
        "opened_by": sheet.opened_by,
        "opened_at": sheet.opened_at,
    }


def bins_of(sheet: CountSheet, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = CountBin.objects.filter(sheet=sheet).order_by("walk_order", "pk")
    return list(rows.values("location__code", "state", "round", "counter", "counted_at")[:MOST_LINES])


def differences_of(sheet: CountSheet, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Of bins that nobody has to count any more, for who may see them."""
    if not actor.may(SEE_DIFFERENCES):
        return []
    rows = known_differences().filter(bin__sheet=sheet).order_by("bin__walk_order", "pk")
    fields = ("bin__location__code", "sku__code", "sku__product__name", "lot", "book", "counted", "unit_cost")
    return [
        row | {"off": f"{row['counted'] - row['book']:+d}", "worth": (row["counted"] - row["book"]) * row["unit_cost"]}
        for row in rows.values(*fields)[:MOST_LINES]
    ]


class CountSheetSheet(Sheet):
    desk = CountSheetDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("warehouse", _("Warehouse")),
                Column("kind", _("Kind"), "state", states=CountKind),
                Column("words", _("Note")),
                Column("bins", _("Bins"), "quantity"),
                Column("left", _("To count"), "quantity"),
                Column("counted", _("Counted bins"), "quantity"),
                Column("exact", _("Bins that agreed")),
                Column("opened_by", _("Opened by"), "person"),
                Column("opened_at", _("Opened at"), "moment"),
            ],
            read=head_of,
        ),
        Lines(
            _("Count differences"),
            [
                Column("place", _("Bin"), field="bin__location__code"),
                Column("code", _("Merchant code"), field="sku__code"),
                Column("product", _("Goods"), field="sku__product__name"),
                Column("lot", _("Lot")),
                Column("book", _("By the book"), "quantity"),
                Column("counted", _("Pieces counted"), "quantity"),
                Column("off", _("Difference")),
                Column("worth", _("Worth"), "money", grant=SEE_COST),
            ],
            read=differences_of,
            empty=_("No difference so far."),
        ),
        Lines(
            _("Bins of counts"),
            [
                Column("place", _("Bin"), field="location__code"),
                Column("state", _("State"), "state", states=BinState, tones=BIN_TONES),
                Column("round", _("Counts taken"), "quantity"),
                Column("counter", _("Counted by"), "person"),
                Column("counted_at", _("Counted at"), "moment"),
            ],
            read=bins_of,
        ),
    ]

    def badges(self, sheet: CountSheet, actor: Actor) -> Sequence[Badge]:
        return [Badge(SheetState(sheet.state).label, SHEET_TONES[sheet.state])]

    def timeline(self, sheet: CountSheet, actor: Actor) -> Sequence[Event]:
        return timeline_of([("count_sheet", [sheet.pk])])

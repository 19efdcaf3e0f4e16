"""The desks of counting: the counts, their bins, and what was found. No difference is shown of a bin that somebody
still has to count."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.queries import SEE_COST
from zhanggui.counting.flows.approve_differences import approve_differences
from zhanggui.counting.flows.end_counts import end_counts
from zhanggui.counting.flows.hand_back_bins import hand_back_bins
from zhanggui.counting.flows.recount_bins import recount_bins
from zhanggui.counting.forms import ApproveForm, EndForm, RecountForm
from zhanggui.counting.models import CountBin, CountLine, CountSheet
from zhanggui.counting.states import FINISHED, IN_HAND, UNDECIDED, UNSEEN, WAITING, BinState, CountKind, SheetState
from zhanggui.inventory.forms import warehouses_of
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page, Tab
from zhanggui.ui.desk.columns import Tone

BIN_TONES: dict[str, Tone] = {
    "to_count": "neutral", "counting": "info", "recount": "warn", "recounting": "info",
    "differs": "bad", "agreed": "good", "posted": "good", "left_out": "muted",
}  # fmt: skip
SHEET_TONES: dict[str, Tone] = {"open": "info", "ended": "good"}
SEE_DIFFERENCES = "see_differences"


class CountSheetDesk(Desk):
    name = "counts"
    title = _("Stock counts")
    grant = "see_counts"
    model = CountSheet
    icon = "clipboard-check"
    document = "number"
    sort = "-opened_at"
    pages = [
        Page(_("New count"), "counting:open_counts", "open_counts", "plus"),
        Page(_("Limits of counts"), "counting:numbers", "set_count_numbers", "adjustments"),
    ]
    search = ("number",)
    search_hint = _("Number of the count")
    empty = _("No count stands here. “New count” opens one.")
    tabs = [
        Tab("open", SheetState.OPEN.label, Q(state=SheetState.OPEN), "info"),
        Tab("ended", SheetState.ENDED.label, Q(state=SheetState.ENDED), "good"),
    ]
    columns = [
        Column("number", _("Count"), link=True, width=150, frozen=True, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=130, sortable=False),
        Column("kind", _("Kind"), "state", states=CountKind, width=110, sortable=False),
        Column("words", _("Note"), width=200, sortable=False),
        Column("bins", _("Bins"), "quantity", width=80, sortable=False),
        Column("counted", _("Counted bins"), "quantity", by_page=True, width=90),
        Column("waiting", _("Difference to approve"), "quantity", by_page=True, width=110),
        Column("opened_by", _("Opened by"), "person", width=110, sortable=False),
        Column("opened_at", _("Opened at"), "moment", width=120),
        Column("ended_at", _("Ended at"), "moment", width=120, sortable=False),
    ]
    filters = [ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of)]
    actions = [
        Action(
            "end_counts", _("End early"), end_counts, "sheet_ids", icon="player-stop", form=EndForm,
            tabs=("open",), on_sheet=Q(state=SheetState.OPEN),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[CountSheet]:
        return CountSheet.objects.visible_to(actor)

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        bins = CountBin.objects.filter(sheet_id__among=set(ids)).values_list("sheet_id")
        sums = bins.annotate(
            counted=Count("pk", filter=Q(state__in=(*FINISHED, BinState.DIFFERS))),
            waiting=Count("pk", filter=Q(state=BinState.DIFFERS)),
        ).order_by()
        return {pk: {"counted": counted, "waiting": waiting} for pk, counted, waiting in sums}


class CountBinDesk(Desk):
    """The bins of counts on their way: to be counted, in hand, to be approved, done."""

    name = "count-bins"
    title = _("Bins of counts")
    grant = "see_counts"
    model = CountBin
    icon = "clipboard-list"
    document = "pk"
    has_sheet = False
    sort = "walk_order"
    search = ("location__code", "sheet__number")
    search_hint = _("Bin / number of the count")
    tabs = [
        Tab("waiting", _("To count"), Q(state__in=WAITING), "warn"),
        Tab("in_hand", _("In hand"), Q(state__in=IN_HAND), "info"),
        Tab("differs", BinState.DIFFERS.label, Q(state=BinState.DIFFERS), "bad"),
        Tab("done", _("Counted"), Q(state__in=FINISHED), "good"),
        Tab("left_out", BinState.LEFT_OUT.label, Q(state=BinState.LEFT_OUT), "muted"),
    ]
    columns = [
        Column("place", _("Bin"), field="location__code", width=110, frozen=True, sortable=False),
        Column("number", _("Count"), field="sheet__number", width=150, sortable=False),
        Column("warehouse", _("Warehouse"), field="sheet__warehouse__name", width=130, sortable=False),
        Column("state", _("State"), "state", states=BinState, tones=BIN_TONES, width=130, sortable=False),
        Column("round", _("Counts taken"), "quantity", width=90, sortable=False),
        Column("counter", _("Counted by"), "person", width=110, sortable=False),
        Column("counted_at", _("Counted at"), "moment", width=120, sortable=False),
        Column("more", _("Pieces more"), "quantity", by_page=True, grant=SEE_DIFFERENCES, width=90),
        Column("fewer", _("Pieces fewer"), "quantity", by_page=True, grant=SEE_DIFFERENCES, width=90),
        Column("reason", _("Counted again because"), width=180, sortable=False),
        Column("decided_by", _("Approved by"), "person", width=110, sortable=False),
        Column("walk_order", _("Walk order"), "quantity", width=80),
    ]
    actions = [
        Action(
            "approve_differences", _("Approve"), approve_differences, "bin_ids", icon="check", look="primary",
            key="a", form=ApproveForm, tabs=("differs",),
        ),
        Action(
            "recount_bins", _("Count again"), recount_bins, "bin_ids", icon="refresh", form=RecountForm,
            tabs=("differs",),
        ),
        Action("hand_back_bins", _("Hand back"), hand_back_bins, "bin_ids", icon="arrow-back-up", tabs=("in_hand",)),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[CountBin]:
        return CountBin.objects.visible_to(actor)

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        if not actor.may(SEE_DIFFERENCES):
            return {}
        lines = known_differences().filter(bin_id__among=set(ids)).values_list("bin_id")
        off = F("counted") - F("book")
        sums = lines.annotate(more=Sum(off, filter=Q(counted__gt=F("book"))), off=Sum(off)).order_by()
        return {pk: {"more": more or 0, "fewer": (more or 0) - total} for pk, more, total in sums}


def known_differences() -> QuerySet[CountLine]:
    """Lines that are off, of bins that nobody has to count any more."""
    lines = CountLine.objects.filter(~Q(counted=F("book")), counted__isnull=False)
    return lines.exclude(bin__state__in=UNSEEN)


class CountDifferenceDesk(Desk):
    """What was found other than the book said."""

    name = "count-differences"
    title = _("Count differences")
    grant = SEE_DIFFERENCES
    model = CountLine
    icon = "scale-outline"
    document = "pk"
    has_sheet = False
    sort = "-pk"
    search = ("sku__code", "bin__sheet__number")
    search_hint = _("Merchant code / number of the count")
    tabs = [
        Tab("open", BinState.DIFFERS.label, Q(bin__state=BinState.DIFFERS), "bad"),
        Tab("posted", BinState.POSTED.label, Q(bin__state=BinState.POSTED), "good"),
    ]
    columns = [
        Column("place", _("Bin"), field="bin__location__code", width=110, frozen=True, sortable=False),
        Column("number", _("Count"), field="bin__sheet__number", width=150, sortable=False),
        Column("code", _("Merchant code"), field="sku__code", width=150, sortable=False),
        Column("product", _("Goods"), field="sku__product__name", width=220, sortable=False),
        Column("lot", _("Lot"), width=90, sortable=False),
        Column("book", _("By the book"), "quantity", width=90, sortable=False),
        Column("counted", _("Pieces counted"), "quantity", width=90, sortable=False),
        Column("first_counted", _("First count"), "quantity", width=90, sortable=False),
        Column(
            "off", _("Difference"), value=lambda row: f"{row['counted'] - row['book']:+d}", needs=("counted", "book"),
            width=90,
        ),
        Column(
            "worth", _("Worth"), "money", value=lambda row: (row["counted"] - row["book"]) * row["unit_cost"],
            needs=("counted", "book", "unit_cost"), grant=SEE_COST, width=100,
        ),
        Column("counter", _("Counted by"), "person", field="bin__counter", width=110, sortable=False),
        Column("counted_at", _("Counted at"), "moment", field="bin__counted_at", width=120, sortable=False),
        Column("decided_by", _("Approved by"), "person", field="bin__decided_by", width=110, sortable=False),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[CountLine]:
        rows = known_differences()
        return rows if actor.warehouse_ids is None else rows.filter(bin__sheet__warehouse_id__in=actor.warehouse_ids)


def progress_of(sheet: CountSheet) -> dict[str, int]:
    """How far the count is, and how many of the counted bins agreed at once."""
    bins = CountBin.objects.filter(sheet=sheet)
    return bins.aggregate(
        left=Count("pk", filter=Q(state__in=UNSEEN)),
        undecided=Count("pk", filter=Q(state__in=UNDECIDED)),
        differs=Count("pk", filter=Q(state=BinState.DIFFERS)),
        posted=Count("pk", filter=Q(state=BinState.POSTED)),
        agreed=Count("pk", filter=Q(state=BinState.AGREED)),
        left_out=Count("pk", filter=Q(state=BinState.LEFT_OUT)),
    )

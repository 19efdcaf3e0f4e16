"""The desks of stock control: what is short or lies too long, and how old what lies here is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.queries import SEE_COST
from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
from zhanggui.control.models import StockFigure
from zhanggui.control.states import Signal
from zhanggui.inventory.forms import warehouses_of
from zhanggui.inventory.models import Availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

SEE_STOCK = "see_stock"
SIGNAL_TONES: dict[str, Tone] = {
    "out": "bad", "short": "bad", "low": "warn", "fine": "good", "slow": "warn", "dead": "muted",
}  # fmt: skip
OVERVIEW = Page(_("Stock at a glance"), "stock_control", SEE_STOCK, "chart-bar")
CLASSES = [("a", "A"), ("b", "B"), ("c", "C")]
EVENNESS = [("x", "X"), ("y", "Y"), ("z", "Z")]


def sum_again(*, figure_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """`sum_stock_figures` as the desk asks it: the warehouses of these rows. The rows stay, with the figures of now."""
    rows = StockFigure.objects.visible_to(actor).filter(pk__among=set(figure_ids))
    sum_stock_figures(warehouse_ids=sorted(set(rows.values_list("warehouse_id", flat=True))), actor=actor, at=at)
    return Outcome(done=list(figure_ids))


def stock_links(ids: Sequence[int]) -> Mapping[int, list[dict[str, str]]]:
    """By figure, the way to the stock sheet: its bins, its card, and every document that holds pieces."""
    keys = {(row[1], row[2]): row[0] for row in StockFigure.objects.filter(pk__among=set(ids)).values_list(
        "pk", "warehouse_id", "sku_id"
    )}  # fmt: skip
    stock = Availability.objects.filter(sku_id__among={sku_id for _, sku_id in keys})
    found = {}
    for pk, warehouse_id, sku_id, code in stock.values_list("pk", "warehouse_id", "sku_id", "sku__code"):
        if figure_id := keys.get((warehouse_id, sku_id)):
            found[figure_id] = [{"label": code, "href": f"/sheet/stock/{pk}/"}]
    return found


class FigureDesk(Desk):
    """What both desks share: whose rows they are, and the way from a row to its stock."""

    grant = SEE_STOCK
    model = StockFigure
    document = "pk"
    has_sheet = False
    pages = [OVERVIEW]
    search = ("sku__code", "sku__code__startswith")
    search_hint = _("Merchant code")
    empty = _("Nothing here. The figures are worked out by night, or with “Work out again” on the overview.")
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        ChoiceFilter("abc", _("Class by value"), choices=CLASSES),
        ChoiceFilter("xyz", _("Class by evenness"), choices=EVENNESS),
    ]
    actions = [
        Action("sum_stock_figures", _("Work out again"), sum_again, "figure_ids", icon="refresh"),
    ]

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        links = stock_links(ids)
        return {pk: {"code": links.get(pk, [])} for pk in ids}


CODE = Column("code", _("Merchant code"), "links", by_page=True, width=150, frozen=True)
PRODUCT = Column("product", _("Goods"), field="sku__product__name", width=220)
SPEC = Column("spec", _("Specification"), field="sku__spec", width=130, sortable=False)
WAREHOUSE = Column("warehouse", _("Warehouse"), field="warehouse__name", width=100)
ON_HAND = Column("on_hand", _("On hand"), "quantity", width=90, sortable=False)
VALUE = Column("value", _("Value"), "money", grant=SEE_COST, width=120, sortable=False)
ABC = Column("abc", _("Class by value"), value=lambda row: row["abc"].upper(), needs=("abc",), width=86)
XYZ = Column("xyz", _("Class by evenness"), value=lambda row: row["xyz"].upper(), needs=("xyz",), width=86)


class StockSignalDesk(FigureDesk):
    name = "stock-signals"
    title = _("Stock warnings")
    icon = "alert-triangle"
    tabs = [
        *(
            Tab(signal.value, signal.label, Q(signal=signal), tone=SIGNAL_TONES[signal.value])
            for signal in Signal
            if signal != Signal.FINE
        ),
        Tab("fine", Signal.FINE.label, Q(signal=Signal.FINE), tone="good"),
        Tab("all", _("All"), tone="neutral"),
    ]
    columns = [
        CODE, PRODUCT, SPEC, WAREHOUSE,
        Column("signal", _("Signal"), "state", states=Signal, tones=SIGNAL_TONES, width=110, sortable=False),
        ON_HAND,
        Column("free", _("Free"), "quantity", width=80, sortable=False),
        Column("cover_days", _("Days it lasts"), "quantity", width=100, sortable=False),
        Column("lead_days", _("Days to deliver"), "quantity", width=100, sortable=False),
        Column("safety", _("Safety stock"), "quantity", width=96, sortable=False),
        Column("sold_month", _("Sold in 30 days"), "quantity", width=110, sortable=False),
        Column("sold_quarter", _("Sold in 90 days"), "quantity", width=110, sortable=False),
        Column("turns", _("Turns a year"), "quantity", width=96, sortable=False),
        Column("sold_on", _("Last sold"), "day", width=104, sortable=False),
        ABC, XYZ, VALUE,
        Column("summed_at", _("As of"), "moment", width=120, sortable=False),
    ]  # fmt: skip


class StockAgeDesk(FigureDesk):
    name = "stock-ages"
    title = _("Age of stock")
    icon = "calendar-time"
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("age_30", _("Up to 30 days"), Q(age_30__gt=0), tone="good"),
        Tab("age_60", _("31 to 60 days"), Q(age_60__gt=0)),
        Tab("age_90", _("61 to 90 days"), Q(age_90__gt=0)),
        Tab("age_180", _("91 to 180 days"), Q(age_180__gt=0), tone="warn"),
        Tab("age_older", _("Over 180 days"), Q(age_older__gt=0), tone="bad"),
        Tab("expired", _("Expired"), Q(expired__gt=0), tone="bad"),
        Tab("ends_30", _("Ends in 30 days"), Q(ends_30__gt=0), tone="bad"),
        Tab("ends_90", _("In 31 to 90 days"), Q(ends_90__gt=0), tone="warn"),
    ]
    columns = [
        CODE, PRODUCT, SPEC, WAREHOUSE, ON_HAND,
        Column("age_30", _("Up to 30 days"), "quantity", width=100, sortable=False),
        Column("age_60", _("31 to 60 days"), "quantity", width=100, sortable=False),
        Column("age_90", _("61 to 90 days"), "quantity", width=100, sortable=False),
        Column("age_180", _("91 to 180 days"), "quantity", width=104, sortable=False),
        Column("age_older", _("Over 180 days"), "quantity", width=104, sortable=False),
        Column("oldest_on", _("Oldest came"), "day", width=104, sortable=False),
        Column("expired", _("Expired"), "quantity", width=84, sortable=False),
        Column("ends_30", _("Ends in 30 days"), "quantity", width=100, sortable=False),
        Column("ends_90", _("In 31 to 90 days"), "quantity", width=110, sortable=False),
        ABC, XYZ, VALUE,
        Column("summed_at", _("As of"), "moment", width=120, sortable=False),
    ]  # fmt: skip

"""The desks of what stock is worth. Whoever sees costs sees those of the whole company."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.costing.flows.revalue_stock import revalue_stock
from zhanggui.costing.forms import FreightForm, PriceForm, RevalueForm
from zhanggui.costing.models import CostBatch, CostLine, StockValue
from zhanggui.costing.receipt_rows import land_on_lines, price_lines
from zhanggui.costing.rules.adjusting import Revaluation
from zhanggui.costing.states import LineKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.ui.desk import Action, Column, DateFilter, Desk, Page, Tab, TextFilter

ON_A_DAY = Page(_("Stock value on a day"), "values_on_day", SEE_COST, "calendar")


def entry_link(number: int | None) -> list[dict[str, str]]:
    """Where it stands in the books; whoever may not see them is told so there."""
    return [{"label": str(number), "href": f"/sheet/entries/{number}/"}] if number else []


def line_entry(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return entry_link(row["batch__entry_id"])


def batch_entry(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return entry_link(row["entry_id"])


def day_about(row: Mapping[str, Any]) -> date:
    """Of what changed value alone, the day it is about; it counts on the day it was said."""
    day: date = row["adjustment__happened_on"] or row["happened_on"]
    return day


def card_link(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Whoever sees changes of value sees cost cards."""
    return [{"label": row["sku__code"], "href": f"/sheet/stock-values/{row['sku__stock_value__pk']}/"}]


def revalue_rows(
    *,
    value_ids: Sequence[int],
    unit_cost: Decimal,
    reason: str,
    about: date | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    """`revalue_stock` as the desk asks it: by the rows shown, all at one cost."""
    skus = dict(StockValue.objects.filter(pk__among=set(value_ids)).values_list("pk", "sku_id"))
    asked = [Revaluation(sku_id, unit_cost) for sku_id in skus.values()]
    outcome = revalue_stock(revaluations=asked, reason=reason, about=about, actor=actor, at=at)
    rows = {sku_id: pk for pk, sku_id in skus.items()}
    return Outcome(
        done=[rows[sku_id] for sku_id in outcome.done],
        refused={rows[sku_id]: refusal for sku_id, refusal in outcome.refused.items()}
        | not_found("SKU", value_ids, skus),
    )


class StockValueDesk(Desk):
    name = "stock-values"
    title = _("Stock value")
    grant = SEE_COST
    model = StockValue
    icon = "coins"
    document = "code"
    pages = [ON_A_DAY, Page(_("How stock is valued"), "cost_method", "choose_method", "settings")]
    sort = "sku_id"
    search = ("sku__code", "sku__code__startswith", "sku__barcodes__code")
    search_hint = _("Merchant code / barcode")
    empty = _("Nothing was valued yet. What moves is valued every five minutes.")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("there", _("In stock"), Q(quantity__gt=0)),
        Tab("free", _("Without a cost"), Q(quantity__gt=0, value=0), tone="warn"),
    ]
    columns = [
        Column("code", _("Merchant code"), link=True, width=150, frozen=True),
        Column("product", _("Goods"), field="sku__product__name", width=230, sortable=False),
        Column("spec", _("Specification"), field="sku__spec", width=130, sortable=False),
        Column("quantity", pgettext_lazy("costing", "Pieces"), "quantity", width=100, sortable=False),
        Column("last_cost", _("Cost of one piece"), "money", grant=SEE_COST, width=120, sortable=False),
        Column("value", pgettext_lazy("costing", "Value"), "money", grant=SEE_COST, width=130, sortable=False),
    ]
    filters = [TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True)]
    actions = [
        Action(
            "revalue_stock", _("Revalue"), revalue_rows, "value_ids", icon="adjustments", form=RevalueForm,
            on_sheet=Q(quantity__gt=0),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[StockValue]:
        return StockValue.objects.annotate(code=F("sku__code"))


class CostLineDesk(Desk):
    """Every change of the value of stock, and the entry that has it in the books."""

    name = "cost-lines"
    title = _("Changes of stock value")
    grant = SEE_COST
    model = CostLine
    icon = "list-details"
    document = "pk"
    has_sheet = False
    sort = "-pk"
    search = ("sku__code",)
    search_hint = _("Merchant code")
    empty = _("Nothing was valued yet. What moves is valued every five minutes.")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("receipts", _("Purchases"), Q(kind=LineKind.RECEIPT)),
    ]
    actions = [
        Action(
            "add_landed_costs", _("Add freight"), land_on_lines, "line_ids", icon="truck", form=FreightForm,
            tabs=("receipts",),
        ),
        Action(
            "correct_prices", _("Correct the price"), price_lines, "line_ids", icon="receipt", form=PriceForm,
            tabs=("receipts",),
        ),
    ]  # fmt: skip
    columns = [
        Column("booked_on", _("Booked on"), "day", width=104, sortable=False, frozen=True),
        Column(
            "happened_on",
            _("Happened on"),
            "day",
            value=day_about,
            needs=("happened_on", "adjustment__happened_on"),
            width=104,
            sortable=False,
        ),
        Column(
            "code",
            _("Merchant code"),
            "links",
            value=card_link,
            needs=("sku__code", "sku__stock_value__pk"),
            width=150,
            sortable=False,
        ),
        Column("kind", _("Change"), "state", states=LineKind, width=130, sortable=False),
        Column("quantity", pgettext_lazy("costing", "Pieces"), "quantity", width=90, sortable=False),
        Column("value", pgettext_lazy("costing", "Value"), "money", grant=SEE_COST, width=120, sortable=False),
        Column("beside", _("For pieces gone"), "money", grant=SEE_COST, width=120, sortable=False),
        Column("quantity_after", _("Pieces after"), "quantity", width=100, sortable=False),
        Column("value_after", _("Value after"), "money", grant=SEE_COST, width=120, sortable=False),
        Column(
            "entry", _("Entry number"), "links", value=line_entry, needs=("batch__entry_id",), width=100, sortable=False
        ),
    ]
    filters = [
        TextFilter("batch", _("Batch of changes"), field="batch_id"),
        TextFilter("sku", _("Merchant code"), field="sku__code"),
        DateFilter("booked_on", _("Booked on"), of_days=True),
    ]

    def visible(self, actor: Actor) -> QuerySet[CostLine]:
        return CostLine.objects.all()


class CostBatchDesk(Desk):
    """Changes written together: what an entry of the books stands for."""

    name = "cost-batches"
    title = _("Batches of changes")
    grant = SEE_COST
    model = CostBatch
    icon = "stack-2"
    document = "pk"
    sort = "-pk"
    search = ("pk",)
    search_hint = _("Number of the batch")
    empty = _("Nothing was valued yet. What moves is valued every five minutes.")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("unposted", _("Not posted"), Q(entry__isnull=True) & ~Q(value=0, beside=0), tone="warn"),
    ]
    columns = [
        Column("pk", _("Number of the batch"), link=True, width=110, frozen=True),
        Column("booked_on", _("Booked on"), "day", width=104, sortable=False),
        Column("kind", _("Change"), "state", states=LineKind, width=150, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=150, sortable=False),
        Column("lines", _("Changes"), "quantity", width=100, sortable=False),
        Column("value", pgettext_lazy("costing", "Value"), "money", grant=SEE_COST, width=130, sortable=False),
        Column("beside", _("For pieces gone"), "money", grant=SEE_COST, width=130, sortable=False),
        Column("entry", _("Entry number"), "links", value=batch_entry, needs=("entry_id",), width=110, sortable=False),
    ]
    filters = [DateFilter("booked_on", _("Booked on"), of_days=True)]

    def visible(self, actor: Actor) -> QuerySet[CostBatch]:
        return CostBatch.objects.all()

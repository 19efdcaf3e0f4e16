"""The desks of what stock is worth. Whoever sees costs sees those of the whole company."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.queries import SEE_COST
from zhanggui.costing.flows.revalue_stock import revalue_stock
from zhanggui.costing.forms import RevalueForm
from zhanggui.costing.models import CostLine, StockValue
from zhanggui.costing.rules.adjusting import Revaluation
from zhanggui.costing.states import LineKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.ui.desk import Action, Column, DateFilter, Desk, Tab, TextFilter


def revalue_rows(
    *, value_ids: Sequence[int], unit_cost: Decimal, reason: str, actor: Actor, at: datetime
) -> Outcome[int]:
    """`revalue_stock` as the desk asks it: by the rows shown, all at one cost."""
    skus = dict(StockValue.objects.filter(pk__among=set(value_ids)).values_list("pk", "sku_id"))
    asked = [Revaluation(sku_id, unit_cost) for sku_id in skus.values()]
    outcome = revalue_stock(revaluations=asked, reason=reason, actor=actor, at=at)
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
        Column("quantity", _("Pieces"), "quantity", width=100, sortable=False),
        Column("last_cost", _("Cost of one piece"), "money", grant=SEE_COST, width=120, sortable=False),
        Column("value", _("Value"), "money", grant=SEE_COST, width=130, sortable=False),
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
    tabs = [Tab("all", _("All"), tone="neutral")]
    columns = [
        Column("booked_on", _("Booked on"), "day", width=104, sortable=False, frozen=True),
        Column("happened_on", _("Happened on"), "day", width=104, sortable=False),
        Column("code", _("Merchant code"), field="sku__code", width=150, sortable=False),
        Column("kind", _("Change"), "state", states=LineKind, width=130, sortable=False),
        Column("quantity", _("Pieces"), "quantity", width=90, sortable=False),
        Column("value", _("Value"), "money", grant=SEE_COST, width=120, sortable=False),
        Column("beside", _("For pieces gone"), "money", grant=SEE_COST, width=120, sortable=False),
        Column("quantity_after", _("Pieces after"), "quantity", width=100, sortable=False),
        Column("value_after", _("Value after"), "money", grant=SEE_COST, width=120, sortable=False),
        Column("entry", _("Entry number"), field="batch__entry_id", width=100, sortable=False),
    ]
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code"),
        DateFilter("booked_on", _("Booked on"), of_days=True),
    ]

    def visible(self, actor: Actor) -> QuerySet[CostLine]:
        return CostLine.objects.all()

"""The desks of planning: what to buy, what is expected, and the plans that said so."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.parties.models import Supplier
from zhanggui.planning.asking import edit_alike
from zhanggui.planning.flows.approve_suggestions import approve_suggestions
from zhanggui.planning.flows.drop_suggestions import drop_suggestions
from zhanggui.planning.flows.order_suggestions import order_suggestions
from zhanggui.planning.flows.reopen_suggestions import reopen_suggestions
from zhanggui.planning.forms import QuantityForm, ReasonForm, warehouses_of
from zhanggui.planning.models import Forecast, Plan, Suggestion
from zhanggui.planning.states import Abc, Method, PlanState, SuggestionState, Xyz
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.desk.seen import Watched

SEE_PLANS, SEE_COST = "see_plans", "see_cost"
STATE_TONES: dict[str, Tone] = {
    "proposed": "info", "enough": "muted", "approved": "good", "dropped": "muted", "ordered": "good",
    "replaced": "muted",
}  # fmt: skip
ABC_TONES: dict[str, Tone] = {"a": "good", "b": "info", "c": "muted"}
NEW_PLAN = Page(_("New plan"), "planning:new_plan", "start_plans", "calculator")
NUMBERS = Page(_("How it is planned"), "planning:numbers", "set_uplifts", "adjustments")
IMPORT = Page(_("Import sales"), "planning:import_sales", "import_sales", "file-import")
PROPOSED, APPROVED = SuggestionState.PROPOSED.value, SuggestionState.APPROVED.value


def from_inputs(name: str, title: Any, *, width: int = 84, shown: bool = True) -> Column:
    """A figure the suggestion follows from."""
    return Column(
        name, title, "quantity", value=lambda row: _figure(row["inputs"].get(name, 0)), needs=("inputs",), width=width,
        shown=shown,
    )  # fmt: skip


def _figure(kept: int | str) -> int | Decimal:
    """Exact numbers are kept as text."""
    return Decimal(kept) if isinstance(kept, str) else kept


def amount_of(row: Mapping[str, Any]) -> Decimal | None:
    return None if row["unit_price"] is None else row["unit_price"] * row["quantity"]


def suppliers_of(actor: Actor) -> list[tuple[str, str]]:
    if not actor.may("see_suppliers"):
        return []
    rows = Supplier.objects.order_by("code").values_list("pk", "code", "name")[:500]
    return [(str(pk), f"{code} {name}") for pk, code, name in rows]


class SuggestionDesk(Desk):
    name = "suggestions"
    title = _("Purchase suggestions")
    grant = SEE_PLANS
    model = Suggestion
    icon = "shopping-cart-plus"
    document = "code"
    sort = "days_left"
    search = ("sku__code", "sku__code__startswith")
    search_hint = _("Merchant code")
    empty = _("Nothing is suggested here. “New plan” works out what a warehouse should buy.")
    pages = [NEW_PLAN, NUMBERS]
    watched = [Watched("quantity", _("Quantity to order"))]
    tabs = [
        Tab("proposed", SuggestionState.PROPOSED.label, Q(state=PROPOSED), tone="info"),
        Tab("urgent", _("Urgent"), Q(state=PROPOSED, is_urgent=True), tone="bad"),
        *(
            Tab(state.value, state.label, Q(state=state), tone=STATE_TONES[state.value])
            for state in (SuggestionState.APPROVED, SuggestionState.ORDERED, SuggestionState.ENOUGH)
        ),
        Tab("dropped", SuggestionState.DROPPED.label, Q(state=SuggestionState.DROPPED)),
    ]
    columns = [
        Column("code", _("Merchant code"), link=True, width=120, frozen=True, sortable=False),
        Column("goods", _("Goods"), field="sku__product__name", width=150, sortable=False),
        Column("spec", _("Specification"), field="sku__spec", width=86, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=84, sortable=False),
        Column("abc", "ABC", "state", states=Abc, tones=ABC_TONES, width=54, sortable=False),
        Column("xyz", "XYZ", "state", states=Xyz, width=54, sortable=False),
        Column("days_left", _("Days until out"), "quantity", width=92),
        Column("suggested", pgettext_lazy("quantity", "Suggested"), "quantity", width=84, sortable=False),
        Column("quantity", _("Quantity to order"), "quantity", width=92, sortable=False),
        Column("supplier", _("Supplier"), field="supplier__name", width=140, sortable=False),
        from_inputs("demand", _("Expected demand")),
        from_inputs("on_hand", _("On hand")),
        from_inputs("on_order", _("On order")),
        from_inputs("coming", _("From other warehouses"), shown=False),
        from_inputs("claimed", _("Claimed")),
        from_inputs("short", _("Waited for")),
        from_inputs("lead_days", _("Days to deliver")),
        Column("unit_price", _("Unit price"), "money", grant=SEE_COST, width=90, sortable=False),
        Column("amount", _("Amount"), "money", value=amount_of, needs=("unit_price", "quantity"), grant=SEE_COST),
        Column("plan", pgettext_lazy("purchase", "Plan"), field="plan__number", width=130, sortable=False, shown=False),
        Column("state", _("State"), "state", states=SuggestionState, tones=STATE_TONES, width=110, sortable=False,
               shown=False),
        Column("changed_by", _("Changed by"), "person", width=110, sortable=False, shown=False),
    ]  # fmt: skip
    filters = [
        TextFilter("code", _("Merchant code"), field="sku__code", prefix=True),
        ChoiceFilter("abc", "ABC", choices=Abc.choices),
        ChoiceFilter("supplier", _("Supplier"), field="supplier_id", choices=suppliers_of),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
    ]
    actions = [
        Action(
            "approve_suggestions", pgettext_lazy("suggestion", "Approve"), approve_suggestions, "suggestion_ids",
            key="a", icon="check", look="primary", tabs=("proposed", "urgent"), on_sheet=Q(state=PROPOSED),
            undo="reopen_suggestions",
        ),
        Action(
            "edit_suggestions", _("Change the quantity"), edit_alike, "suggestion_ids", key="e", icon="pencil",
            form=QuantityForm, tabs=("proposed", "urgent", "enough"), on_sheet=Q(state__in=["proposed", "enough"]),
        ),
        Action(
            "drop_suggestions", pgettext_lazy("suggestion", "Drop"), drop_suggestions, "suggestion_ids", icon="x",
            form=ReasonForm, tabs=("proposed", "urgent", "approved"), on_sheet=Q(state__in=[PROPOSED, APPROVED]),
        ),
        Action(
            "order_suggestions", _("Draft purchase orders"), order_suggestions, "suggestion_ids", key="o",
            icon="file-invoice", look="primary", tabs=("approved",), on_sheet=Q(state=APPROVED),
        ),
        Action(
            "reopen_suggestions", _("Propose again"), reopen_suggestions, "suggestion_ids", icon="arrow-back-up",
            tabs=("approved", "dropped"), on_sheet=Q(state__in=["approved", "dropped"]),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Suggestion.objects.visible_to(actor).annotate(code=F("sku__code"))


class PlanDesk(Desk):
    name = "plans"
    title = _("Purchase plans")
    grant = SEE_PLANS
    model = Plan
    icon = "calculator"
    pages = [NEW_PLAN, NUMBERS, IMPORT]
    search = ("number",)
    search_hint = _("Number")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("running", PlanState.RUNNING.label, Q(state=PlanState.RUNNING), tone="warn"),
        Tab("done", PlanState.DONE.label, Q(state=PlanState.DONE), tone="good"),
    ]
    columns = [
        Column("number", _("Number"), link=True, width=140, frozen=True),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=130, sortable=False),
        Column("planned_on", _("Planned from"), "day", width=110, sortable=False),
        Column(
            "state", _("State"), "state", states=PlanState, tones={"running": "warn", "done": "good"}, width=110,
            sortable=False,
        ),
        Column(
            "progress", _("SKUs looked at"), "progress", value=lambda row: (row["looked"], row["total"]),
            needs=("looked", "total"), width=170,
        ),
        Column("suggested", _("SKUs to buy"), "quantity", width=100, sortable=False),
        Column("worse", _("Worse than naive"), "quantity", width=120, sortable=False),
        Column("asked_by", _("Asked by"), "person", width=110, sortable=False),
        Column("asked_at", _("Asked at"), "moment", width=130, sortable=False),
    ]  # fmt: skip
    filters = [ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of)]


class ForecastDesk(Desk):
    name = "forecasts"
    title = _("Sales forecasts")
    grant = SEE_PLANS
    model = Forecast
    icon = "chart-line"
    document = "code"
    search = ("sku__code", "sku__code__startswith")
    search_hint = _("Merchant code")
    empty = _("Nothing is forecast yet. “New plan” forecasts every SKU that sold.")
    pages = [NEW_PLAN, NUMBERS, IMPORT]
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("worse", _("Worse than naive"), Q(is_worse=True), tone="bad"),
        *(Tab(method.value, method.label, Q(method=method)) for method in Method),
    ]
    columns = [
        Column("code", _("Merchant code"), link=True, width=140, frozen=True, sortable=False),
        Column("goods", _("Goods"), field="sku__product__name", width=230, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
        Column("method", _("Method"), "state", states=Method, width=130, sortable=False),
        Column("error", _("Error a week"), "quantity", width=100, sortable=False),
        Column("naive_error", _("Naive error a week"), "quantity", width=120, sortable=False),
        Column("is_worse", _("Worse than naive"), "flag", width=110, sortable=False),
        Column(
            "next_week", _("A week ahead"), "quantity", value=lambda row: row["weekly"][0], needs=("weekly",), width=110
        ),
        Column("sigma", _("Deviation a day"), "quantity", width=110, sortable=False),
        Column("made_on", _("Forecast made on"), "day", width=110, sortable=False),
    ]
    filters = [
        TextFilter("code", _("Merchant code"), field="sku__code", prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
    ]

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Forecast.objects.visible_to(actor).annotate(code=F("sku__code"))

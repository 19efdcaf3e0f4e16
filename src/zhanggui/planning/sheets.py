"""The sheets of planning: a suggestion with all it follows from, a plan with its progress, a forecast with its test."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.planning.desks import SEE_COST, STATE_TONES, ForecastDesk, PlanDesk, SuggestionDesk
from zhanggui.planning.models import Forecast, Plan, Suggestion
from zhanggui.planning.queries import ORDERED_FOR
from zhanggui.planning.rules.numbers import numbers_from
from zhanggui.planning.rules.safety import z_of
from zhanggui.planning.rules.suggesting import inputs_from, suggest
from zhanggui.planning.states import FestivalKind, Method, PlanState, SuggestionState
from zhanggui.purchasing.models import PurchaseLine
from zhanggui.purchasing.states import PurchaseState
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Badge, Fields, Lines, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def formula_of(row: Suggestion, actor: Actor) -> Mapping[str, Any]:
    """The stored figures, and what the rule makes of them now."""
    inputs = inputs_from(row.inputs)
    found = suggest(inputs)
    until = row.plan.planned_on + timedelta(days=inputs.lead_days + inputs.review_days)
    return {
        "inputs": inputs, "found": found, "z": z_of(inputs.service_percent), "row": row,
        "days": inputs.lead_days + inputs.review_days, "until": until,
        "velocity": Decimal(row.inputs["velocity"]), "velocity_days": row.inputs["velocity_days"],
        "method": Method(row.inputs["method"]).label, "is_same": found.quantity == row.suggested,
        "uplifts": [(FestivalKind(kind).label, times) for kind, times in row.inputs["uplifts"].items()],
    }  # fmt: skip


def head_of(row: Suggestion, actor: Actor) -> Mapping[str, Any]:
    return {
        "sku": row.sku.code, "goods": row.sku.product.name, "warehouse": row.warehouse.name,
        "supplier": row.supplier.name if row.supplier else "", "class": f"{row.abc}{row.xyz}".upper(),
        "suggested": row.suggested, "quantity": row.quantity, "days_left": row.days_left,
        "unit_price": row.unit_price, "plan": row.plan.number,
        "amount": None if row.unit_price is None else row.unit_price * row.quantity,
    }  # fmt: skip


def chart_address(row: Suggestion | Forecast, actor: Actor) -> Mapping[str, Any] | None:
    """Where the picture of this SKU is read; None: it was never forecast."""
    found = Forecast.objects.filter(warehouse_id=row.warehouse_id, sku_id=row.sku_id).values_list("pk", flat=True)
    pk = found.first()
    return None if pk is None else {"address": reverse("planning:chart", args=[pk])}


def order_of(row: Suggestion, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """The line of a purchase order it was put on."""
    lines = PurchaseLine.objects.filter(cause=ORDERED_FOR, cause_id=row.pk)
    shown = lines.values("order_id", "ordered", "received", "wanted_on", "order__number", state=F("order__state"))
    return [
        {**line, "number": sheet_link("purchases", line["order_id"], line["order__number"], actor)} for line in shown
    ]


class SuggestionSheet(Sheet):
    desk = SuggestionDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("sku", _("Merchant code")),
                Column("goods", _("Goods")),
                Column("warehouse", _("Warehouse")),
                Column("class", _("Class")),
                Column("days_left", _("Days until out"), "quantity"),
                Column("suggested", pgettext_lazy("quantity", "Suggested"), "quantity"),
                Column("quantity", _("Quantity to order"), "quantity"),
                Column("supplier", _("Supplier")),
                Column("unit_price", _("Unit price"), "money", grant=SEE_COST),
                Column("amount", _("Amount"), "money", grant=SEE_COST),
                Column("plan", pgettext_lazy("purchase", "Plan")),
            ],
            read=head_of,
        ),
        Partial(_("Where the number comes from"), "planning/formula.html", read=formula_of),
        Lines(
            _("Purchase order"),
            [
                Column("number", _("Number"), "links"),
                Column("state", _("State"), "state", states=PurchaseState),
                Column("ordered", pgettext_lazy("purchase", "Ordered"), "quantity"),
                Column("received", pgettext_lazy("pieces", "Received"), "quantity"),
                Column("wanted_on", _("Wanted for"), "day"),
            ],
            read=order_of,
            empty=_("It is on no purchase order."),
        ),
        Partial(_("Sales and forecast"), "planning/chart.html", read=chart_address),
    ]

    def badges(self, row: Suggestion, actor: Actor) -> Sequence[Badge]:
        badges = [Badge(SuggestionState(row.state).label, STATE_TONES[row.state])]
        return [*badges, Badge(_("Urgent"), "bad")] if row.is_urgent else badges

    def timeline(self, row: Suggestion, actor: Actor) -> Sequence[Event]:
        return timeline_of([("suggestion", [row.pk])])


def plan_of(plan: Plan, actor: Actor) -> Mapping[str, Any]:
    return {"plan": plan, "share": 100 * plan.looked // plan.total if plan.total else 0, "is_running": is_running(plan)}


def is_running(plan: Plan) -> bool:
    return plan.state == PlanState.RUNNING


def numbers_of(plan: Plan, actor: Actor) -> Mapping[str, Any]:
    return asdict(numbers_from(plan.numbers))


def festivals_of_plan(plan: Plan, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return [{"festival": FestivalKind(kind).label, **one} for kind, one in (plan.uplifts or {}).items()]


class PlanSheet(Sheet):
    desk = PlanDesk
    sections = [
        Partial(_("Progress"), "planning/progress.html", read=plan_of),
        Fields(
            _("How it was planned"),
            [
                Column("review_days", _("Days between two plans"), "quantity"),
                Column("lead_days", _("Days to deliver"), "quantity"),
                Column("service_a", _("Service level of A (%)"), "quantity"),
                Column("service_b", _("Service level of B (%)"), "quantity"),
                Column("service_c", _("Service level of C (%)"), "quantity"),
            ],
            read=numbers_of,
        ),
        Lines(
            _("Festivals"),
            [
                Column("festival", _("Festival")),
                Column("learned", _("Times as much, by history")),
                Column("used", _("Times as much, as planned")),
            ],
            read=festivals_of_plan,
            empty=_("None is counted with: history holds no whole festival yet, or it is still being looked through."),
        ),
    ]

    def badges(self, plan: Plan, actor: Actor) -> Sequence[Badge]:
        return [Badge(PlanState(plan.state).label, "warn" if is_running(plan) else "good")]

    def timeline(self, plan: Plan, actor: Actor) -> Sequence[Event]:
        return timeline_of([("plan", [plan.pk])])


def test_of(forecast: Forecast, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Each method, the one that was chosen marked; those that did best where it was chosen come first."""
    tested = sorted(forecast.errors.items(), key=lambda each: each[1][0])
    return [
        {"method": Method(name).label, "choosing": choosing, "last": last, "is_chosen": name == forecast.method}
        for name, (choosing, last) in tested
    ]


def verdict_of(forecast: Forecast, actor: Actor) -> Mapping[str, Any]:
    return {"forecast": forecast, "method": Method(forecast.method).label, "address": reverse(
        "planning:chart", args=[forecast.pk])}  # fmt: skip


class ForecastSheet(Sheet):
    desk = ForecastDesk
    sections = [
        Partial(_("Back-test"), "planning/verdict.html", read=verdict_of),
        Partial(_("Sales and forecast"), "planning/chart.html", read=verdict_of),
        Lines(
            _("Errors of a week, in pieces"),
            [
                Column("method", _("Method")),
                Column("is_chosen", _("Chosen"), "flag"),
                Column("choosing", _("Over the twelve weeks it was chosen by"), "quantity"),
                Column("last", _("Over the last four weeks"), "quantity"),
            ],
            read=test_of,
            empty=_("Its history is too short to test: twenty weeks are needed."),
        ),
    ]

    def badges(self, forecast: Forecast, actor: Actor) -> Sequence[Badge]:
        return [Badge(_("Worse than naive"), "bad")] if forecast.is_worse else []

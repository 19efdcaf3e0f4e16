"""One stretch of a plan: forecasts and suggestions of some thousand SKUs of a warehouse."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from zhanggui.catalog.models import Sku
from zhanggui.planning.history import first_day, sales_of
from zhanggui.planning.models import Plan, SkuClass
from zhanggui.planning.offers import offers_of
from zhanggui.planning.rules.backtest import NAMES
from zhanggui.planning.rules.choosing import Offer, choose_offer
from zhanggui.planning.rules.festivals import festivals_between
from zhanggui.planning.rules.forecasting import DAYS_AHEAD, Outlook, Past, days_until_out, expected_in, foresee
from zhanggui.planning.rules.numbers import Numbers, numbers_from
from zhanggui.planning.rules.suggesting import Inputs, suggest
from zhanggui.planning.states import SuggestionState
from zhanggui.planning.stock import Stock, stock_of

STRETCH = 5_000
VELOCITY_DAYS = 28
NOBODY = Offer(0, Decimal(0), 0, 1, 1, None)
SUGGESTION_COLUMNS = (
    "plan_id", "warehouse_id", "sku_id", "supplier_id", "abc", "xyz", "inputs", "suggested", "quantity", "days_left",
    "is_urgent", "unit_price", "state", "changed_by",
)  # fmt: skip
FORECAST_COLUMNS = (
    "warehouse_id", "sku_id", "made_on", "method", "error", "naive_error", "is_worse", "errors", "weekly", "profile",
    "uplifts", "sigma",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows to write, in the order of the SKUs."""

    sku_ids: list[int]
    forecasts: list[tuple[Any, ...]]
    suggestions: list[tuple[Any, ...]]
    suggested: int
    worse: int


def next_stretch(plan: Plan) -> Stretch:
    """The SKUs after the one looked at last, worked out. Empty when there are none."""
    classes = SkuClass.objects.filter(warehouse_id=plan.warehouse_id, sku_id__gt=plan.last_id, sku__is_active=True)
    rows = list(classes.order_by("sku_id").values_list("sku_id", "abc", "xyz")[:STRETCH])
    sku_ids = [sku_id for sku_id, _, _ in rows]
    if not rows:
        return Stretch([], [], [], 0, 0)
    outlook, velocity = _foreseen(plan, sku_ids)
    work = _Work(plan, sku_ids, outlook, velocity)
    suggestions = [work.suggestion(place, abc, xyz) for place, (_, abc, xyz) in enumerate(rows)]
    forecasts = [work.forecast(place) for place in range(len(rows))]
    proposed = sum(row[SUGGESTION_COLUMNS.index("state")] == SuggestionState.PROPOSED for row in suggestions)
    worse = sum(row[FORECAST_COLUMNS.index("is_worse")] for row in forecasts)
    return Stretch(sku_ids, forecasts, suggestions, proposed, worse)


def _foreseen(plan: Plan, sku_ids: Sequence[int]) -> tuple[Outlook, list[str]]:
    """What is expected, and the mean of the last days."""
    sold = sales_of(sku_ids, warehouse_id=plan.warehouse_id, today=plan.planned_on)
    learned, said = company_uplifts(plan)
    weekdays = np.array(plan.company["weekdays"])
    past = Past(sold, first_day(plan.planned_on), learned, weekdays, said)
    return foresee(past), [f"{mean:.2f}" for mean in sold[:, -VELOCITY_DAYS:].mean(axis=1)]


def company_uplifts(plan: Plan) -> tuple[dict[str, float], dict[str, float]]:
    """What history says of each festival, and where the buyer said otherwise."""
    kept: Mapping[str, Mapping[str, str | None]] = plan.uplifts or {}
    learned = {kind: float(one["learned"]) for kind, one in kept.items() if one["learned"] is not None}
    said = {
        kind: float(one["used"])
        for kind, one in kept.items()
        if one["used"] is not None and one["used"] != one["learned"]
    }
    return learned, said


class _Work:
    """Everything a row is made from, read once for the stretch."""

    def __init__(self, plan: Plan, sku_ids: Sequence[int], outlook: Outlook, velocity: Sequence[str]) -> None:
        self.plan, self.sku_ids, self.outlook, self.velocity = plan, sku_ids, outlook, velocity
        self.numbers: Numbers = numbers_from(plan.numbers)
        codes = dict(Sku.objects.filter(pk__among=set(sku_ids)).values_list("pk", "code"))
        offers = offers_of(codes.values(), day=plan.planned_on, numbers=self.numbers)
        self.offers = {pk: choose_offer(offers.get(code, ())) for pk, code in codes.items()}
        self.stock: Stock = stock_of(sku_ids, warehouse_id=plan.warehouse_id)
        there = [self._free(sku_id) for sku_id in sku_ids]
        self.days_left = days_until_out(outlook.daily, np.array(there, dtype=float))
        last = plan.planned_on + timedelta(days=DAYS_AHEAD - 1)
        self.ahead = {one.kind for one in festivals_between(plan.planned_on, last)}
        self.errors = [[[round(float(x), 2) for x in row] for row in table] for table in (
            outlook.test.chosen_by.T, outlook.test.last.T)]  # fmt: skip

    def _free(self, sku_id: int) -> int:
        stock = self.stock
        return stock.on_hand.get(sku_id, 0) - stock.claimed.get(sku_id, 0) - stock.short.get(sku_id, 0)

    def inputs(self, place: int, abc: str) -> Inputs:
        sku_id, stock, numbers = self.sku_ids[place], self.stock, self.numbers
        offer = self.offers[sku_id] or NOBODY
        lead_days = offer.lead_days if offer.supplier_id else numbers.lead_days
        return Inputs(
            demand=expected_in(self.outlook, place, lead_days + numbers.review_days),
            sigma=Decimal(f"{self.outlook.sigma[place]:.3f}"),
            lead_days=lead_days,
            review_days=numbers.review_days,
            service_percent=numbers.service(abc),
            on_hand=stock.on_hand.get(sku_id, 0),
            on_order=stock.on_order.get(sku_id, 0),
            approved=stock.approved.get(sku_id, 0),
            claimed=stock.claimed.get(sku_id, 0),
            short=stock.short.get(sku_id, 0),
            pack_size=offer.pack_size,
            least_quantity=offer.least_quantity,
            coming=stock.coming.get(sku_id, 0),
        )

    def suggestion(self, place: int, abc: str, xyz: str) -> tuple[Any, ...]:
        sku_id, offer = self.sku_ids[place], self.offers[self.sku_ids[place]]
        inputs = self.inputs(place, abc)
        quantity = suggest(inputs).quantity
        days = int(self.days_left[place])
        kept = inputs.as_json() | {
            "velocity": self.velocity[place],
            "velocity_days": VELOCITY_DAYS,
            "method": self.outlook.method(place),
            "uplifts": self.uplifts(place),
        }
        state = SuggestionState.PROPOSED if quantity else SuggestionState.ENOUGH
        return (
            self.plan.pk, self.plan.warehouse_id, sku_id, offer.supplier_id if offer else None, abc, xyz, _json(kept),
            quantity, quantity, days if days < DAYS_AHEAD else None, bool(quantity and days < inputs.lead_days),
            offer.price if offer else None, state.value, "",
        )  # fmt: skip

    def uplifts(self, place: int) -> dict[str, str]:
        """Of the festivals to come."""
        return {kind: f"{each[place]:.2f}" for kind, each in self.outlook.uplifts.items() if kind in self.ahead}

    def forecast(self, place: int) -> tuple[Any, ...]:
        test, outlook = self.outlook.test, self.outlook
        method = outlook.method(place)
        chosen, last = self.errors[0][place], self.errors[1][place]
        tested = bool(test.is_tested[place])
        error, naive = (last[NAMES.index(method)], last[0]) if tested else (None, None)
        errors = {name: [chosen[row], last[row]] for row, name in enumerate(NAMES)} if tested else {}
        return (
            self.plan.warehouse_id, self.sku_ids[place], self.plan.planned_on, method, error, naive,
            error is not None and naive is not None and error > naive, _json(errors),
            [f"{week:.2f}" for week in outlook.weekly[place]], [f"{day:.3f}" for day in outlook.profiles[place]],
            _json({kind: f"{each[place]:.2f}" for kind, each in outlook.uplifts.items()}),
            f"{outlook.sigma[place]:.3f}",
        )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value)

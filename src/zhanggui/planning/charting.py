"""A SKU as a picture: what it sold, what is expected, festivals, and how long the stock lasts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from zhanggui.planning.models import Forecast, SalesDay
from zhanggui.planning.rules.festivals import festivals_between
from zhanggui.planning.rules.forecasting import DAYS_AHEAD, WEEK, WEEKS_AHEAD
from zhanggui.planning.rules.uplifts import multipliers
from zhanggui.planning.states import FestivalKind
from zhanggui.planning.stock import stock_of

PAST_DAYS = 400
SHOWN_AHEAD = 90


def chart_of(forecast: Forecast) -> dict[str, Any]:
    """Days, and for each what was sold or is expected, and what would lie there were nothing bought."""
    today = forecast.made_on
    first = today - timedelta(days=PAST_DAYS)
    rows = SalesDay.objects.filter(
        warehouse_id=forecast.warehouse_id, sku_id=forecast.sku_id, day__gte=first, day__lt=today
    )
    sold = dict(rows.values_list("day", "quantity"))
    days = [first + timedelta(days=number) for number in range(PAST_DAYS + SHOWN_AHEAD)]
    begin = min(sold, default=today)
    days = [day for day in days if day >= begin]
    expected = daily_of(forecast)[:SHOWN_AHEAD]
    stock = stock_of([forecast.sku_id], warehouse_id=forecast.warehouse_id)
    there = stock.on_hand.get(forecast.sku_id, 0) - stock.claimed.get(forecast.sku_id, 0)
    left = np.maximum(there - np.cumsum(expected), 0)
    return {
        "days": [day.isoformat() for day in days],
        "sold": [sold.get(day, 0) if day < today else None for day in days],
        "expected": [None if day < today else _round(expected[(day - today).days]) for day in days],
        "left": [None if day < today else _round(left[(day - today).days]) for day in days],
        "today": today.isoformat(),
        "festivals": [_mark(one.kind, one.first, one.last) for one in festivals_between(days[0], days[-1])],
    }


def daily_of(forecast: Forecast) -> np.ndarray:
    """Pieces expected each day from `made_on` on, out of the weeks, weekdays and festivals kept."""
    weekly = np.array([float(week) for week in forecast.weekly[:WEEKS_AHEAD]])
    shape = np.tile([float(day) for day in forecast.profile], WEEKS_AHEAD)
    uplifts: Mapping[str, Any] = {kind: np.array([float(times)]) for kind, times in forecast.uplifts.items()}
    lifted = multipliers(forecast.made_on, DAYS_AHEAD, uplifts, 1)[0]
    daily: np.ndarray = np.repeat(weekly / WEEK, WEEK) * shape * lifted
    return daily


def _mark(kind: str, first: date, last: date) -> dict[str, str]:
    return {"name": str(FestivalKind(kind).label), "first": first.isoformat(), "last": last.isoformat()}


def _round(value: float) -> float:
    return round(float(value), 1)

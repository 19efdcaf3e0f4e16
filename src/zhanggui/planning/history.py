"""Sales of many SKUs as one table of numbers, SKU × day: the database packs the days of each SKU into one value, so
that no row of Python is made of a day."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.planning.rules.methods import Floats

HISTORY_DAYS = 733
"""Two years and what is missing to whole weeks: 104 weeks, and the festivals of two years with days around them."""

_HALF = 32
"""Bits. A packed number is the place of the day above, the pieces below, which may be less than none."""
_SALES = """
SELECT sku_id, string_agg(int8send(((day - %(first)s)::bigint << 32) + quantity), ''::bytea)
FROM planning_salesday
WHERE warehouse_id = %(warehouse)s AND sku_id >= %(least)s AND sku_id <= %(most)s AND day >= %(first)s
  AND day < %(today)s
GROUP BY sku_id
"""
_ALL = """
SELECT day - %(first)s, sum(quantity) FROM planning_salesday
WHERE warehouse_id = %(warehouse)s AND day >= %(first)s AND day < %(today)s GROUP BY day
"""


def first_day(today: date) -> date:
    return today - timedelta(days=HISTORY_DAYS)


def sales_of(sku_ids: Sequence[int], *, warehouse_id: int, today: date) -> Floats:
    """One row for each SKU, in the order given; columns are the days before today."""
    sold = np.zeros((len(sku_ids), HISTORY_DAYS))
    places = {sku_id: place for place, sku_id in enumerate(sku_ids)}
    if not places:
        return sold
    asked = {"warehouse": warehouse_id, "least": min(places), "most": max(places), "first": first_day(today)}
    for sku_id, packed in fetch_rows(_SALES, {**asked, "today": today}):
        if (place := places.get(sku_id)) is not None:
            days, pieces = _unpacked(packed)
            sold[place, days] = pieces
    return sold


def sales_of_all(*, warehouse_id: int, today: date) -> Floats:
    """All SKUs of the warehouse together, by day."""
    sold = np.zeros(HISTORY_DAYS)
    asked = {"warehouse": warehouse_id, "first": first_day(today), "today": today}
    for day, pieces in fetch_rows(_ALL, asked):
        sold[day] = pieces
    return sold


def _unpacked(packed: bytes) -> tuple[np.ndarray, np.ndarray]:
    numbers = np.frombuffer(packed, dtype=">i8").astype(np.int64)
    days = (numbers + (1 << _HALF - 1)) >> _HALF
    return days, numbers - (days << _HALF)

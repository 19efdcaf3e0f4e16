"""Sales of many SKUs as one table of numbers, SKU × day: read by COPY in binary, which no row of Python is made of."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from django.db import connection

from zhanggui.planning.rules.methods import Floats

HISTORY_DAYS = 733
"""Two years and what is missing to whole weeks: 104 weeks, and the festivals of two years with days around them."""

_HEAD = 19
_ROW = np.dtype([("fields", ">i2"), ("a", ">i4"), ("sku", ">i8"), ("b", ">i4"), ("day", ">i4"), ("c", ">i4"),
                 ("quantity", ">i4")])  # fmt: skip
_SALES = """
COPY (
    SELECT sku_id, day - %(first)s::date, quantity FROM planning_salesday
    WHERE warehouse_id = %(warehouse)s AND sku_id >= %(least)s AND sku_id <= %(most)s AND day >= %(first)s
      AND day < %(today)s
) TO STDOUT (FORMAT binary)
"""
_ALL = """
COPY (
    SELECT 0::bigint, day - %(first)s::date, sum(quantity)::int FROM planning_salesday
    WHERE warehouse_id = %(warehouse)s AND day >= %(first)s AND day < %(today)s GROUP BY day
) TO STDOUT (FORMAT binary)
"""


def first_day(today: date) -> date:
    return today - timedelta(days=HISTORY_DAYS)


def sales_of(sku_ids: Sequence[int], *, warehouse_id: int, today: date) -> Floats:
    """One row for each SKU, given in order of their ids; columns are the days before today."""
    sold = np.zeros((len(sku_ids), HISTORY_DAYS))
    if not sku_ids:
        return sold
    asked = {"warehouse": warehouse_id, "least": sku_ids[0], "most": sku_ids[-1], "first": first_day(today)}
    rows = _read(_SALES, {**asked, "today": today})
    ids = np.asarray(sku_ids, dtype=np.int64)
    places = np.minimum(np.searchsorted(ids, rows["sku"]), len(ids) - 1)
    known = ids[places] == rows["sku"]
    sold[places[known], rows["day"][known]] = rows["quantity"][known]
    return sold


def sales_of_all(*, warehouse_id: int, today: date) -> Floats:
    """All SKUs of the warehouse together, by day."""
    rows = _read(_ALL, {"warehouse": warehouse_id, "first": first_day(today), "today": today})
    sold = np.zeros(HISTORY_DAYS)
    sold[rows["day"]] = rows["quantity"]
    return sold


def _read(sql: str, params: dict[str, object]) -> np.ndarray:
    with connection.cursor() as cursor, cursor.copy(sql, params) as copy:
        data = b"".join(copy)
    return np.frombuffer(data, dtype=_ROW, count=(len(data) - _HEAD - 2) // _ROW.itemsize, offset=_HEAD)

"""How many documents each tab holds: one statement, which stops counting at a limit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

LIMIT = 9_999
NARROWED_LIMIT = 2_999
"""What filters leave is found one by one, so counting stops earlier."""


@dataclass(frozen=True, slots=True)
class Count:
    """`more`: there are more than `number`, we stopped counting."""

    number: int
    more: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {"number": self.number, "more": self.more}

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.more else f"{self.number:,}"


def capped_counts(
    sets: Mapping[str, QuerySet[Any]], *, limit: int = LIMIT, limits: Mapping[str, int] | None = None
) -> dict[str, Count]:
    """How many rows each set has, up to `limit` or the limit of its own, in one statement."""
    limits = dict.fromkeys(sets, limit) | dict(limits or {})
    counts = {name: Count(0) for name in sets}
    selects: list[str] = []
    params: list[Any] = []
    for name, rows in sets.items():
        try:
            sql, values = rows.order_by().values("pk")[: limits[name] + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"SELECT %s, count(*) FROM ({sql}) AS counted")
        params += [name, *values]
    if not selects:
        return counts
    with connections[next(iter(sets.values())).db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), params)
        for name, number in cursor.fetchall():
            counts[name] = Count(min(number, limits[name]), more=number > limits[name])
    return counts

"""How much waits in many queues at once: one statement, because the side bar of every page asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST_COUNTED = 10_000
"""A count is shown as 9,999+ from here on."""
_SQL = "…"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many documents wait, and when the first of them must have left."""

    count: int = 0
    first_due: datetime | None = None


def counted_together(
    grouped: Mapping[str, QuerySet[Any, Any]], plain: Mapping[str, QuerySet[Any, Any]]
) -> dict[str, dict[str, Waiting]]:
    """Each of `grouped`, read as (key, count, first due), by its name; the counts of `plain`, capped, under "".

    A set that can hold nothing, like that of somebody who may see no shop, is not asked.
    """
    found: dict[str, dict[str, Waiting]] = {name: {} for name in (*grouped, "")}
    selects: list[str] = []
    params: list[Any] = []
    for name, rows in grouped.items():
        _add(selects, params, f"SELECT %s, part.* FROM ({_SQL}) AS part", name, rows)
    for name, rows in plain.items():
        counted = rows.order_by().values("pk")[:MOST_COUNTED]
        _add(selects, params, f"SELECT '', %s, count(*), NULL::timestamptz FROM ({_SQL}) AS part", name, counted)
    if not selects:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), params)
        for name, key, count, due in cursor.fetchall():
            found[name][key] = Waiting(count, due)
    return found


def _add(selects: list[str], params: list[Any], words: str, name: str, rows: QuerySet[Any, Any]) -> None:
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    selects.append(words.replace(_SQL, sql))
    params += [name, *values]

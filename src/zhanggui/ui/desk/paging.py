"""Pages that cost the same wherever they are: each starts after the last row of the one before.

Empty values sort as PostgreSQL does (last when ascending, first when descending), so that a plain index serves both
directions. A nullable sort field is read in two parts, so a page costs at most two statements; the first page of what
is gathered before it is sorted costs one.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Field, Model, OrderBy, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import is_naive

from zhanggui.ui.desk.refusals import PageLost


@dataclass(frozen=True, slots=True)
class Sort:
    """By a field of the model, or by what is `like` one, and then by its key, both in one direction."""

    field: str
    descending: bool = False
    nullable: bool = False
    like: str = ""

    @property
    def by_key(self) -> bool:
        return self.field == "pk"

    @property
    def order(self) -> tuple[str, ...]:
        sign = "-" if self.descending else ""
        return (f"{sign}pk",) if self.by_key else (f"{sign}{self.field}", f"{sign}pk")

    def __str__(self) -> str:
        return ("-" if self.descending else "") + self.field


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: its sort value and its key."""

    value: Any
    key: Any


def write_place(sort: Sort, place: Place) -> str:
    value = None if place.value is None else _text(place.value)
    packed = json.dumps([str(sort), value, place.key], separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_place(sort: Sort, text: str, model: type[Model]) -> Place:
    """The place `text` names. Raises PageLost when it is damaged or belongs to another order.

    Only what `write_place` would write again is a place, and only with values the database can compare.
    """
    try:
        order, value, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        place = Place(None if value is None else _known(sort, value, model), _readable(model._meta.pk, key))
        if order != str(sort) or write_place(sort, place) != text.rstrip("="):
            raise PageLost
    except (ValueError, TypeError, ArithmeticError, RecursionError, ValidationError):
        raise PageLost from None
    return place


def _known(sort: Sort, value: Any, model: type[Model]) -> Any:
    if sort.by_key:
        raise PageLost
    return _readable(cast("Field[Any, Any]", model._meta.get_field(sort.like or sort.field)), value)


def _readable(field: "Field[Any, Any]", written: Any) -> Any:
    value = field.to_python(written)
    if value is None or "\0" in str(written) or (isinstance(value, Decimal) and not value.is_finite()):
        raise PageLost
    if isinstance(value, datetime) and is_naive(value):
        raise PageLost
    field.get_db_prep_value(value, connection)
    str(value).encode()  # half a character is none
    return value


def page_of(
    rows: QuerySet[Any], *, sort: Sort, after: Place | None, size: int, fields: set[str], gathered: bool = False
) -> tuple[list[dict[str, Any]], Place | None]:
    """The next `size` rows after that place as dictionaries, and the place to go on from (None at the end)."""
    found: list[dict[str, Any]] = []
    for part in _parts(rows, sort, after, gathered=gathered):
        if gathered and not sort.by_key:
            part = part.order_by(*_off_index(sort))
        found += part.values(*({"pk", sort.field} | fields))[: size + 1 - len(found)]
        if len(found) > size:
            break
    if len(found) <= size:
        return found, None
    found = found[:size]
    return found, Place(None if sort.by_key else found[-1][sort.field], found[-1]["pk"])


def _parts(rows: QuerySet[Any], sort: Sort, after: Place | None, *, gathered: bool) -> Iterator[QuerySet[Any]]:
    if not sort.nullable or sort.by_key or (gathered and after is None):
        yield rows.filter(_beyond(sort, after)).order_by(*sort.order)
        return
    empty_parts = [True, False] if sort.descending else [False, True]
    if after is not None:
        empty_parts = empty_parts[empty_parts.index(after.value is None) :]
    for empty in empty_parts:
        beyond = _beyond(sort, after) if after is not None and empty == (after.value is None) else Q()
        part = rows.filter(beyond, **{f"{sort.field}__isnull": empty})
        yield part.order_by(*sort.order)  # the empty value too is named, so that the index of the sort is taken


def _off_index(sort: Sort) -> tuple[OrderBy, OrderBy]:
    """The same order in words no index knows: else the planner may walk a million rows to find a queue of ten."""
    place = Coalesce(F(sort.field), F(sort.field))
    return OrderBy(place, descending=sort.descending), OrderBy(F("pk"), descending=sort.descending)


def _beyond(sort: Sort, after: Place | None) -> Q:
    if after is None:
        return Q()
    side = "lt" if sort.descending else "gt"
    by_key = Q(**{f"pk__{side}": after.key})
    if sort.by_key or after.value is None:
        return by_key
    bound = Q(**{f"{sort.field}__{side}e": after.value})
    return bound & (Q(**{f"{sort.field}__{side}": after.value}) | by_key)


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

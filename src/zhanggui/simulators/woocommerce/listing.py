"""Lists: which rows, in which order, a page at a time with its headers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any, TypeVar

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Sale

from .refusing import bad_parameter
from .words import SHOP_ZONE, STAGES, status_of

Row = TypeVar("Row")
Given = Mapping[str, str]

MOST_PER_PAGE = 100
_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
_KEYS: Mapping[str, Callable[[Sale], Any]] = {
    "date": lambda sale: (sale.placed_at, int(sale.number)),
    "modified": lambda sale: (sale.modified_at, int(sale.number)),
    "id": lambda sale: int(sale.number),
}


@dataclass(frozen=True)
class Paged:
    """One page of a list, and how many rows it has in all."""

    rows: Sequence[Any]
    total: int
    size: int

    @property
    def headers(self) -> dict[str, str]:
        return {"X-WP-Total": str(self.total), "X-WP-TotalPages": str(ceil(self.total / self.size))}


def list_orders(market: Market, given: Given) -> Paged:
    """Bounds are exclusive. Without `status` every order that is not in the bin."""
    wanted = _statuses(given)
    placed, changed = _span(given, ""), _span(given, "modified_")
    order = _KEYS.get(given.get("orderby", "date"))
    if order is None:
        raise bad_parameter("orderby", "orderby is not one of date, id, include, title, slug, modified.")
    found = [
        sale
        for sale in market.changed(*_EVER)
        if (status_of(sale) in wanted if wanted else status_of(sale) != "trash")
        and placed[0] < sale.placed_at < placed[1]
        and changed[0] < sale.modified_at < changed[1]
    ]
    found.sort(key=order, reverse=given.get("order", "desc") != "asc")
    start, size = bounds(given)
    return Paged(market.page(found, start, size), len(found), size)


def paged(rows: Sequence[Row], given: Given) -> Paged:
    start, size = bounds(given)
    return Paged(rows[start : start + size], len(rows), size)


def bounds(given: Given) -> tuple[int, int]:
    """Where the page begins, and its size."""
    page, size = _count(given, "page", 1), _count(given, "per_page", 10)
    if size > MOST_PER_PAGE:
        raise bad_parameter("per_page", "per_page must be between 1 (inclusive) and 100 (inclusive)")
    start = _count(given, "offset", 0) if "offset" in given else (page - 1) * size
    return start, size


def _statuses(given: Given) -> set[str]:
    told = [
        *given.get("status", "any").split(","),
        *(text for name, text in given.items() if name.startswith("status[")),
    ]
    wanted = {text for text in told if text and text != "any"}
    if wanted - STAGES.keys():
        raise bad_parameter("status", "status[0] is not one of any, trash, pending, processing, …")
    return wanted


def _span(given: Given, kind: str) -> tuple[datetime, datetime]:
    is_gmt = given.get("dates_are_gmt", "") in {"true", "1"}
    after, before = given.get(f"{kind}after"), given.get(f"{kind}before")
    return (
        _moment(f"{kind}after", after, is_gmt=is_gmt) if after else _EVER[0],
        _moment(f"{kind}before", before, is_gmt=is_gmt) if before else _EVER[1],
    )


def _moment(name: str, text: str, *, is_gmt: bool) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise bad_parameter(name, "Invalid date.") from wrong
    return at if at.tzinfo else at.replace(tzinfo=UTC if is_gmt else SHOP_ZONE)


def _count(given: Given, name: str, otherwise: int) -> int:
    text = given.get(name, str(otherwise))
    if not text.isdecimal() or (name != "offset" and int(text) < 1):
        raise bad_parameter(name, f"{name} is not of type integer.")
    return int(text)

"""Lists of orders: the words of a search, sorting, and cursors that name a place rather than a page."""

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Sale

from .refusing import Wrong
from .words import Row, connected, order_of

MOST_PER_PAGE = 250
_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
_TERM = re.compile(r"(\w+):(>=|<=|>|<)?(?:'([^']*)'|\"([^\"]*)\"|([^\s()]+))")
_KEYS: Mapping[str, Callable[[Sale], tuple[str, int]]] = {
    "UPDATED_AT": lambda sale: (sale.modified_at.isoformat(), int(sale.number)),
    "CREATED_AT": lambda sale: (sale.placed_at.isoformat(), int(sale.number)),
    "PROCESSED_AT": lambda sale: (sale.placed_at.isoformat(), int(sale.number)),
    "ID": lambda sale: ("", int(sale.number)),
}
_MOMENTS: Mapping[str, Callable[[Sale], datetime]] = {
    "updated_at": lambda sale: sale.modified_at,
    "created_at": lambda sale: sale.placed_at,
    "processed_at": lambda sale: sale.placed_at,
}


def list_orders(market: Market, given: Mapping[str, Any]) -> Row:
    """The orders that fit `query`, `first` of them behind `after`. Whoever keeps reading meets every one: an order that
    changes comes again further behind."""
    key = _KEYS.get(str(given.get("sortKey", "PROCESSED_AT")))
    size = given.get("first")
    if not isinstance(size, int):
        raise Wrong("you must provide one of first or last", "BAD_REQUEST")
    if key is None or not 0 < size <= MOST_PER_PAGE:
        raise Wrong(f"first cannot exceed {MOST_PER_PAGE}", "BAD_REQUEST")
    wanted = _search(str(given.get("query") or ""))
    found = [sale for sale in market.changed(*_EVER) if wanted(sale)]
    found.sort(key=key, reverse=bool(given.get("reverse")))
    if after := given.get("after"):
        place = _place(str(after))
        found = [sale for sale in found if (key(sale) < place if given.get("reverse") else key(sale) > place)]
    last = found[:size][-1:]
    more = len(found) > size
    cursor = _cursor(key(last[0])) if last else ""
    shown = market.page(found, 0, size)
    rows = [order_of(sale, spoiled=market.spoiled.get(sale.number, "")) for sale in shown]
    cursors = [_cursor(key(sale)) for sale in shown]
    page = connected(rows, cursors, more=more)
    page["pageInfo"]["endCursor"] = cursor or None
    return page


def _search(text: str) -> Callable[[Sale], bool]:
    """Terms of one name and without a comparison are joined by OR, all others by AND."""
    bounds: list[tuple[str, str, datetime]] = []
    equal: dict[str, set[str]] = {}
    for name, sign, *values in _TERM.findall(text):
        value = next(filter(None, values), "")
        if name in _MOMENTS:
            bounds.append((name, sign or "=", _moment(value)))
        else:
            equal.setdefault(name, set()).update(part.lower() for part in value.split(","))
    return lambda sale: _fits(sale, bounds) and _is_among(sale, equal)


def _fits(sale: Sale, bounds: list[tuple[str, str, datetime]]) -> bool:
    for name, sign, bound in bounds:
        at = _MOMENTS[name](sale)
        if not {">=": at >= bound, "<=": at <= bound, ">": at > bound, "<": at < bound, "=": at == bound}[sign]:
            return False
    return True


def _is_among(sale: Sale, equal: Mapping[str, set[str]]) -> bool:
    wanted = equal.get("financial_status")
    return not wanted or order_of(sale)["displayFinancialStatus"].lower() in wanted


def _moment(value: str) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return _EVER[0]  # a search that makes no sense finds what it can
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _cursor(place: tuple[str, int]) -> str:
    return base64.b64encode(orjson.dumps({"last_value": place[0], "last_id": place[1]})).decode()


def _place(cursor: str) -> tuple[str, int]:
    try:
        held = orjson.loads(base64.b64decode(cursor))
        return str(held["last_value"]), int(held["last_id"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise Wrong("Invalid cursor for current pagination sort.", "BAD_REQUEST") from wrong

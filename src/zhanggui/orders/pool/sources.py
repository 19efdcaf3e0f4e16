"""Who knows why an order does not move, and how a cause is ended. Each storey says what it knows.

A room `stuck.py` of any app names its sources and ways out; `OrdersConfig.ready` reads them all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.rules.pool import Found
from zhanggui.ui.desk.columns import Text

Source = Callable[[Sequence[int]], Mapping[int, Sequence[Found]]]
"""What keeps each of these orders, in a fixed number of statements."""
End = Callable[[Sequence[int], Actor, datetime], Outcome[int]]
"""Ends the cause for these orders; answers which, and why not the others."""

_sources: list[Source] = []
_ways: dict[str, "WayOut"] = {}


@dataclass(frozen=True, slots=True)
class WayOut:
    """What ends a cause: an operation with the right to it, or, where a person must look or scan, the page for it."""

    title: Text
    grant: str
    end: End | None = None
    page: str = "/sheet/orders/{id}/"

    def page_for(self, order_id: int, number: str) -> str:
        return self.page.format(id=order_id, number=quote(number, safe=""))


def source(function: Source) -> Source:
    """Ask this function what keeps orders from moving."""
    _sources.append(function)
    return function


def way_out(*causes: str, title: Text, grant: str) -> Callable[[End], End]:
    """This function ends these causes."""

    def register(function: End) -> End:
        for cause in causes:
            _ways[cause] = WayOut(title, grant, function)
        return function

    return register


def page_out(*causes: str, title: Text, grant: str, page: str) -> None:
    """These causes are ended by a person on this page; `{id}` and `{number}` in it are the order's."""
    for cause in causes:
        _ways[cause] = WayOut(title, grant, None, page)


def sources() -> Sequence[Source]:
    return _sources


def ways_out() -> Mapping[str, WayOut]:
    return _ways

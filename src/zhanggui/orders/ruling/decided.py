"""What the newest decisions say, so that the same answer to the same version is not written twice."""

from collections.abc import Iterable, Sequence

import orjson

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.rules.review import Trace

_NEWEST = """
SELECT DISTINCT ON (order_id) order_id, order_version, trace FROM orders_review
WHERE order_id = ANY(%s) ORDER BY order_id, id DESC
"""

Refused = frozenset[tuple[str, str]]
"""The checks that said no, each with what it saw."""


def refused_in(trace: Iterable[Sequence[object]]) -> Refused:
    return frozenset((str(name), str(seen)) for name, passed, seen, *_ in trace if not passed)


class Decided:
    """The newest decision of each order of a set: one statement."""

    def __init__(self, order_ids: Sequence[int]) -> None:
        self._newest = {
            order_id: (version, refused_in(orjson.loads(trace) if isinstance(trace, str) else trace))
            for order_id, version, trace in fetch_rows(_NEWEST, [list(order_ids)])
        }

    def says(self, order_id: int, version: int, trace: Trace) -> bool:
        """This version was refused before for exactly what this trace refuses it for. Passing is never old news."""
        refused = refused_in(trace)
        return bool(refused) and self._newest.get(order_id) == (version, refused)

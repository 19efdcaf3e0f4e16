"""What the newest decisions say: the same answer is not written twice, and what can be asked again is known."""

from collections.abc import Collection, Iterable, Sequence

import orjson
from django.db.models import OuterRef, Subquery

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.models import Order, Review
from zhanggui.orders.rules.review import Trace
from zhanggui.orders.states import OrderState

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


ENDING = frozenset({"paid", "matched", "no_address_change", "no_item_change", "payment", "requests", "remark", "holds"})
"""Checks that say yes as soon as somebody has done his part, without another look at the order."""


def refused_for_what_ends(order_ids: Sequence[int], *, also: Collection[str] = ()) -> list[int]:
    """Those of these orders that wait for review, and whose newest decision found nothing wrong but what ends, or what
    the checks in `also` see."""
    newest = Review.objects.filter(order=OuterRef("pk")).order_by("-pk")[:1]
    waiting = Order.objects.filter(pk__among=set(order_ids), state=OrderState.TO_REVIEW)
    rows = waiting.annotate(trace=Subquery(newest.values("trace"))).exclude(trace=None).order_by("pk")
    found = {pk: {name for name, _ in refused_in(trace)} for pk, trace in rows.values_list("pk", "trace")}
    return [pk for pk, checks in found.items() if checks and checks <= ENDING.union(also)]

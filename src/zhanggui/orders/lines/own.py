"""Lines of ours on orders: added and dropped in bulk, while the caller holds the locks of the orders.

Parts and exchanges follow their channel line by themselves (see settling.py); gifts come and go through here.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F

from zhanggui.catalog.models import Sku
from zhanggui.catalog.queries import bundle_parts
from zhanggui.catalog.rules.bundles import Part, parts_of, shares
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.orders.models import OrderLine
from zhanggui.orders.rules.own_lines import own_numbers, unit_price
from zhanggui.orders.states import LineOrigin
from zhanggui.orders.stopping import ask_to_leave

NEW_OWN_LINE = (
    "order_id", "number", "origin", "source_id", "sku_id", "sku_code", "listing", "title", "spec", "price", "amount",
    "refund", "is_cancelled", "ordered", "claimed", "picked", "packed", "shipped", "returned",
)  # fmt: skip
_COUNT_UNITS = """
UPDATE orders_order SET units = counted.units FROM (
    SELECT order_id, coalesce(sum(ordered) FILTER (WHERE NOT is_cancelled AND NOT is_replaced), 0) AS units
    FROM orders_orderline WHERE order_id = ANY(%s) GROUP BY order_id
) AS counted WHERE orders_order.id = counted.order_id AND orders_order.units <> counted.units
"""


class OwnLine(NamedTuple):
    """A line to add: so many pieces of a SKU for `amount`, serving a channel line or the whole order (None)."""

    order_id: int
    source_id: int | None
    sku_id: int
    quantity: int
    amount: Decimal
    origin: str = LineOrigin.GIFT
    title: str = ""


def add_own_lines(lines: Sequence[OwnLine], actor: Actor, at: datetime) -> list[int]:
    """The orders have these lines too, a bundle as its parts; answers the new ids in the order of the lines.

    The caller has locked the orders and adds nothing to one that has left or is closed. Five statements.
    """
    if not lines:
        return []
    skus = {
        pk: Part(pk, code, name, 1, price)
        for pk, code, name, price in Sku.objects.filter(pk__among=[line.sku_id for line in lines]).values_list(
            "pk", "code", "product__name", "price"
        )
    }
    bundles = bundle_parts(skus)
    numbers: dict[int, str] = {}
    taken: dict[int, set[str]] = defaultdict(set)
    known = OrderLine.objects.filter(order_id__among={line.order_id for line in lines})
    for pk, order_id, number in known.values_list("pk", "order_id", "number"):
        numbers[pk] = number
        taken[order_id].add(number)

    rows: list[tuple[Any, ...]] = []
    for line in lines:
        parts = parts_of(skus[line.sku_id]._replace(quantity=line.quantity), bundles)
        source = numbers[line.source_id] if line.source_id is not None else ""
        for part, amount in zip(parts, shares(line.amount, parts), strict=True):
            number = next(own_numbers(source, taken[line.order_id]))
            taken[line.order_id].add(number)
            named = line.title if line.title and len(parts) == 1 else part.title
            rows.append(own_row(line.order_id, number, line.origin, line.source_id, part, amount, title=named))
    ids = [pk for (pk,) in insert_rows(OrderLine, NEW_OWN_LINE, rows, returning=("id",))]
    count_units([line.order_id for line in lines])
    return ids


def drop_own_lines(line_ids: Sequence[int], actor: Actor, at: datetime) -> None:
    """These lines of ours are sent no more: gone where no parcel ever held them, else cancelled.

    Where a parcel under way holds one, the order's parcels are asked to stop; one that stops already keeps its reason,
    which may be graver. The caller has locked the orders.
    """
    lines = OrderLine.objects.filter(pk__among=set(line_ids)).exclude(origin=LineOrigin.CHANNEL)
    order_ids = sorted(set(lines.values_list("order_id", flat=True)))
    if not order_ids:
        return
    under_way = sorted(set(lines.filter(claimed__gt=F("shipped")).values_list("order_id", flat=True)))
    lines.filter(parcel_lines=None).delete()
    lines.update(is_cancelled=True)
    count_units(order_ids)
    ask_to_leave(under_way, actor=actor, at=at)


def own_row(
    order_id: int, number: str, origin: str, source_id: int | None, part: Part, amount: Decimal, *, title: str = ""
) -> tuple[Any, ...]:
    """The columns of NEW_OWN_LINE."""
    price = unit_price(amount, part.quantity)
    return (
        order_id, number, str(origin), source_id, part.sku_id, part.code, "", (title or part.title)[:200], "", price,
        amount, "none", False, part.quantity, 0, 0, 0, 0, 0,
    )  # fmt: skip


def count_units(order_ids: Sequence[int]) -> None:
    """`units` of these orders are the pieces of their lines that live and are sent themselves."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UNITS, [sorted(set(order_ids))])

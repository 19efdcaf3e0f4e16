"""Who is one buyer: to caps of gifts, to rules about earlier orders, and to the search for a second order of the same.

The name that the platform gives, in one shop. Behind the same stars live different people: a masked name, or none,
means one buyer only with one receiver. Where that is hidden too, every order is a buyer of its own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.models import Order
from zhanggui.orders.states import OPEN_STATES

MASK = "*"
SAME_BUYER = f"""(same.buyer = o.buyer AND same.buyer <> '' AND (strpos(o.buyer, '{MASK}') = 0
    OR same.receiver_digest = o.receiver_digest AND same.receiver_digest <> ''))"""
"""SQL: the orders `same` and `o` have one buyer, if they are of one shop. Who has no name is not looked for."""


def buyer_key(order: Order) -> str:
    """The same for orders of one buyer."""
    if order.buyer and MASK not in order.buyer:
        return f"{order.shop_id}:{order.buyer}"
    behind = bytes(order.receiver_digest).hex() or f"#{order.pk}"
    return f"{order.shop_id}:{order.buyer[:80]}:{behind}"


_OPEN = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
_OTHERS = f"""
SELECT o.id, other.shop_id, count(*) FROM unnest(%s::bigint[]) AS asked(id) JOIN orders_order o ON o.id = asked.id
CROSS JOIN LATERAL (
    SELECT id, shop_id FROM (
        SELECT id, shop_id FROM orders_order same WHERE {SAME_BUYER} AND same.state IN ({_OPEN}) OFFSET 0) AS named
    WHERE named.shop_id = o.shop_id
    UNION
    SELECT id, shop_id FROM orders_order same
    WHERE same.receiver_digest = o.receiver_digest AND same.receiver_digest <> '' AND same.state IN ({_OPEN})
) AS other
WHERE other.id <> o.id GROUP BY o.id, other.shop_id
"""


def open_orders_of(order_ids: Sequence[int]) -> Mapping[int, Mapping[int, int]]:
    """By order and shop, the other orders not wholly sent yet: of its buyer in its shop, to its receiver in any shop.

    One statement.
    """
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for order_id, shop_id, count in fetch_rows(_OTHERS, [list(order_ids)]):
        found[order_id][shop_id] = count
    return found

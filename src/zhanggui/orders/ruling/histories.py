"""What rules see of a buyer's other orders, noted once for each order.

Others are sent, cancelled and refunded, and more of them come, without a new version of this order. So that the same
version always gets the same answer, what is true when a rule first asks about the paid order is kept, and read from
then on: by review rules, by gift rules, and by rehearsals long after.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.rules.fields import History
from zhanggui.orders.ruling.buyers import earlier_of_buyer, open_of_buyer
from zhanggui.orders.states import OrderState

MOST_EARLIER = 500
"""So many earlier orders of a buyer are looked at, latest first: no rule asks beyond."""

_COUNTS = "order_id, orders, cancelled, refunds, not_sent"
_KNOWN_AND_NOW = f"""
WITH known AS (SELECT {_COUNTS} FROM orders_buyerhistory WHERE order_id = ANY(%(ids)s)),
now AS (
    SELECT o.id AS order_id, earlier.*, others.not_sent, o.state <> '{OrderState.UNPAID}' AS is_paid
    FROM orders_order o
    CROSS JOIN LATERAL (
        SELECT count(*) AS orders, count(*) FILTER (WHERE one.state = '{OrderState.CANCELLED}') AS cancelled,
            count(*) FILTER (WHERE EXISTS (SELECT 1 FROM orders_orderline line
                WHERE line.order_id = one.id AND line.refund = 'succeeded')) AS refunds
        FROM ({earlier_of_buyer("id, state, placed_at")} AND (of_buyer.placed_at, of_buyer.id) < (o.placed_at, o.id)
            ORDER BY of_buyer.placed_at DESC LIMIT {MOST_EARLIER}) AS one) AS earlier
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(by_shop.shop_id, by_shop.count), '{{}}') AS not_sent FROM (
            SELECT other.shop_id, count(DISTINCT other.id) AS count FROM ({open_of_buyer("id, shop_id")}) AS other
            WHERE other.id <> o.id GROUP BY other.shop_id) AS by_shop) AS others
    WHERE o.id = ANY(%(ids)s) AND NOT EXISTS (SELECT 1 FROM known WHERE known.order_id = o.id)
)"""
_KEPT = f""", kept AS (
    INSERT INTO orders_buyerhistory ({_COUNTS}) SELECT {_COUNTS} FROM now WHERE is_paid
    ON CONFLICT (order_id) DO NOTHING
)"""
_BOTH = f" SELECT {_COUNTS}, false FROM known UNION ALL SELECT {_COUNTS}, true FROM now"


def histories_of(order_ids: Sequence[int], *, keep: bool) -> dict[int, History]:
    """Of each order, what was noted; of one of which nothing was, what is true now, which `keep` notes if it is paid.

    One statement. Where it is kept, the orders are locked.
    """
    found = fetch_rows(_KNOWN_AND_NOW + (_KEPT if keep else "") + _BOTH, {"ids": [*order_ids]})
    return {
        order_id: History(orders, cancelled, refunds, _by_shop(not_sent), is_of_now)
        for order_id, orders, cancelled, refunds, not_sent, is_of_now in found
    }


def _by_shop(kept: Any) -> dict[int, int]:
    counts = orjson.loads(kept) if isinstance(kept, str) else kept
    return {int(shop_id): count for shop_id, count in counts.items()}

"""Price differences of exchanges: what they add to an order, counted on the order itself."""

from collections.abc import Iterable

from django.db import connection

_COUNT = """
UPDATE orders_order o SET difference = counted.difference FROM (
    SELECT asked.id, coalesce(sum(e.price_difference), 0) AS difference
    FROM unnest(%s::bigint[]) AS asked(id)
    LEFT JOIN orders_orderline l ON l.order_id = asked.id AND NOT l.is_cancelled
    LEFT JOIN orders_exchange e ON e.line_id = l.id AND e.ended_at IS NULL AND e.settled = ''
    GROUP BY asked.id
) AS counted WHERE o.id = counted.id AND o.difference <> counted.difference
"""


def count_differences(order_ids: Iterable[int]) -> None:
    """`difference` of these orders is that of their open exchanges, as far as nobody settled it. One statement, or none
    where nothing was exchanged. The caller has locked the orders.
    """
    asked = sorted(set(order_ids))
    if not asked:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [asked])

"""What must be true of prepaid balances, recomputed."""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows

EXPLAINED = "Every yuan is explained"


def accounts_sum_their_entries() -> Iterator[Wrong]:
    """The balance of a prepaid account is the sum of what was paid in, reserved and given back."""
    return wrong_rows(
        EXPLAINED,
        """
        SELECT a.id, a.balance, coalesce(sum(e.amount), 0)
        FROM orders_prepaidaccount a LEFT JOIN orders_prepaidentry e ON e.account_id = a.id
        GROUP BY a.id HAVING a.balance <> coalesce(sum(e.amount), 0) ORDER BY a.id
        """,
        record="prepaid account {0}",
        what="shows {1}; its entries sum to {2}",
    )


def reservations_are_due() -> Iterator[Wrong]:
    """No more of a prepaid balance is reserved for a living order than it costs, and nothing for one that is paid
    otherwise and of which nothing has left."""
    return wrong_rows(
        EXPLAINED,
        """
        SELECT o.number, p.reserved,
               CASE WHEN o.payment_mode = 'prepaid' OR o.units_shipped > 0
               THEN greatest(o.freight + o.difference + coalesce(l.amount, 0), 0) ELSE 0 END
        FROM (SELECT order_id, sum(amount) AS reserved FROM orders_orderpayment
              WHERE kind = 'balance' GROUP BY order_id) p
        JOIN orders_order o ON o.id = p.order_id AND o.state <> 'cancelled'
        LEFT JOIN LATERAL (SELECT sum(amount) AS amount FROM orders_orderline
              WHERE order_id = o.id AND origin = 'channel' AND NOT is_cancelled) l ON true
        WHERE p.reserved > CASE WHEN o.payment_mode = 'prepaid' OR o.units_shipped > 0
              THEN greatest(o.freight + o.difference + coalesce(l.amount, 0), 0) ELSE 0 END
        ORDER BY o.id
        """,
        record="order {0}",
        what="has {1} reserved from the prepaid balance; {2} of it is due",
    )


def orders_sum_their_differences() -> Iterator[Wrong]:
    """What exchanges add to the price of an order is the sum of their differences that nobody has settled."""
    return wrong_rows(
        EXPLAINED,
        """
        SELECT o.number, o.difference, coalesce(e.difference, 0) FROM orders_order o
        LEFT JOIN (SELECT l.order_id, sum(e.price_difference) AS difference
              FROM orders_exchange e JOIN orders_orderline l ON l.id = e.line_id AND NOT l.is_cancelled
              WHERE e.ended_at IS NULL AND e.settled = '' GROUP BY l.order_id) e ON e.order_id = o.id
        WHERE o.difference <> coalesce(e.difference, 0)
        ORDER BY o.id
        """,
        record="order {0}",
        what="shows a difference of {1}; its exchanges sum to {2}",
    )


PROOFS = (accounts_sum_their_entries, reservations_are_due, orders_sum_their_differences)

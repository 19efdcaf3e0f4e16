"""What must be true of orders, recomputed."""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows
from zhanggui.orders.payments import proofs as payments

TWICE = "Nothing happens twice"


def orders_repeat_their_lines() -> Iterator[Wrong]:
    """The sums an order shows are those of its lines."""
    return wrong_rows(
        TWICE,
        """
        SELECT o.number, o.units, o.units_claimed, o.units_shipped, l.units, l.claimed, l.shipped
        FROM orders_order o JOIN (
            SELECT order_id, coalesce(sum(ordered) FILTER (WHERE NOT is_cancelled AND NOT is_replaced), 0) AS units,
                   sum(claimed) AS claimed, sum(shipped) AS shipped
            FROM orders_orderline GROUP BY order_id) l ON l.order_id = o.id
        WHERE (o.units, o.units_claimed, o.units_shipped) IS DISTINCT FROM (l.units, l.claimed, l.shipped)
        ORDER BY o.id
        """,
        record="order {0}",
        what="shows {1} ordered, {2} claimed, {3} shipped; its lines sum to {4}, {5}, {6}",
    )


def states_follow_counters() -> Iterator[Wrong]:
    """No order is in the warehouse without claims, or shipped by us with pieces missing."""
    return wrong_rows(
        TWICE,
        """
        SELECT o.number, o.state, o.units_claimed, o.units_shipped, l.to_send
        FROM orders_order o JOIN (
            SELECT order_id, coalesce(sum(ordered - shipped) FILTER (WHERE NOT is_replaced), 0) AS ever,
                   coalesce(sum(ordered - shipped) FILTER (WHERE NOT is_cancelled AND NOT is_replaced), 0) AS to_send
            FROM orders_orderline GROUP BY order_id) l ON l.order_id = o.id
        WHERE (o.state = 'in_warehouse' AND o.units_claimed = 0)
           OR (o.state IN ('unpaid', 'to_review') AND l.ever = 0)
           OR (o.state = 'shipped' AND o.units_shipped > 0 AND l.to_send > 0)
        ORDER BY o.id
        """,
        record="order {0}",
        what="is {1} with {2} claimed, {3} shipped, {4} still to send",
    )


def own_lines_share_the_money() -> Iterator[Wrong]:
    """Lines of ours sent in place of a line share its money, with the difference of its exchange, to the cent."""
    return wrong_rows(
        TWICE,
        """
        SELECT o.number, l.number, l.amount, sum(own.amount)
        FROM orders_orderline l
        JOIN orders_order o ON o.id = l.order_id
        JOIN orders_orderline own ON own.source_id = l.id AND own.origin IN ('part', 'exchange')
             AND NOT own.is_cancelled
        LEFT JOIN orders_exchange e ON e.line_id = l.id
             AND own.origin = 'exchange' AND (e.ended_at IS NULL) <> e.waits
        WHERE NOT l.is_cancelled
        GROUP BY o.number, l.id, e.price_difference
        HAVING sum(own.amount) <> l.amount + coalesce(e.price_difference, 0) OR NOT l.is_replaced
        ORDER BY l.id
        """,
        record="order {0}, line {1}",
        what="comes to {2}; what is sent in its place to {3}",
    )


def replaced_lines_are_sent() -> Iterator[Wrong]:
    """A living line in whose place others are sent has such lines."""
    return wrong_rows(
        TWICE,
        """
        SELECT o.number, l.number FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
        WHERE l.is_replaced AND NOT l.is_cancelled AND NOT EXISTS (
            SELECT 1 FROM orders_orderline own
            WHERE own.source_id = l.id AND own.origin IN ('part', 'exchange') AND NOT own.is_cancelled)
        ORDER BY l.id
        """,
        record="order {0}, line {1}",
        what="is replaced by nothing",
    )


def holds_are_counted() -> Iterator[Wrong]:
    """The holds an order shows are the holds it has."""
    return wrong_rows(
        TWICE,
        """
        SELECT o.number, o.open_holds, count(h.id) FROM orders_order o LEFT JOIN orders_hold h ON h.order_id = o.id
        GROUP BY o.id HAVING o.open_holds <> count(h.id) ORDER BY o.id
        """,
        record="order {0}",
        what="shows {1} holds and has {2}",
    )


def orders_arrive_once() -> Iterator[Wrong]:
    """Each order was imported by exactly one fact."""
    return wrong_rows(
        TWICE,
        """
        SELECT o.number, count(f.id) FROM orders_order o
        LEFT JOIN kernel_fact f ON f.subject = 'order' AND f.subject_id = o.id AND f.name = 'orders.order.imported'
        GROUP BY o.id HAVING count(f.id) <> 1 ORDER BY o.id
        """,
        record="order {0}",
        what="was imported by {1} facts",
    )


def gift_rules_sum_their_grants() -> Iterator[Wrong]:
    """What a gift rule says it gave is what its living grants hold, in pieces and in money."""
    return wrong_rows(
        TWICE,
        """
        SELECT r.name, r.pieces_given, r.money_given, coalesce(sum(g.pieces), 0), coalesce(sum(g.money), 0)
        FROM orders_giftrule r LEFT JOIN orders_giftgrant g ON g.rule_id = r.id AND g.taken_back_at IS NULL
        GROUP BY r.id
        HAVING (r.pieces_given, r.money_given) <> (coalesce(sum(g.pieces), 0), coalesce(sum(g.money), 0))
        ORDER BY r.id
        """,
        record="gift rule {0}",
        what="gave {1} pieces for {2}; its grants hold {3} for {4}",
    )


def gift_grants_have_their_lines() -> Iterator[Wrong]:
    """Every living grant is carried by living lines of as many pieces."""
    return wrong_rows(
        TWICE,
        """
        SELECT o.number, g.id, g.pieces, coalesce(sum(l.ordered), 0)
        FROM orders_giftgrant g JOIN orders_order o ON o.id = g.order_id
        LEFT JOIN orders_orderline l ON l.id = ANY(g.line_ids) AND NOT l.is_cancelled
        WHERE g.taken_back_at IS NULL GROUP BY o.number, g.id HAVING g.pieces <> coalesce(sum(l.ordered), 0)
        ORDER BY g.id
        """,
        record="order {0}, gift {1}",
        what="is {2} pieces; its lines have {3}",
    )


PROOFS = (
    orders_repeat_their_lines,
    own_lines_share_the_money,
    replaced_lines_are_sent,
    states_follow_counters,
    holds_are_counted,
    orders_arrive_once,
    gift_rules_sum_their_grants,
    gift_grants_have_their_lines,
    *payments.PROOFS,
)

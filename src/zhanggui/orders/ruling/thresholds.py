"""The numbers that hold now, and the orders that they make suspicious."""

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.models import ReviewThresholds
from zhanggui.orders.rules.thresholds import Thresholds
from zhanggui.orders.ruling.buyers import SAME_BUYER
from zhanggui.orders.states import OPEN_STATES

_NUMBERS = ("duplicate_hours", "floor_percent", "circle_limit", "circle_minutes")
_MOST_LIKE_IT = 50
_OPEN = ", ".join(f"'{state.value}'" for state in OPEN_STATES)

# A listing of another shop may name the same SKU otherwise.
_GOODS = """(
    SELECT string_agg(goods.code || '*' || line.ordered, ',' ORDER BY goods.code, line.ordered)
    FROM orders_orderline line
    CROSS JOIN LATERAL (SELECT coalesce('#' || line.sku_id, line.sku_code) AS code) AS goods
    WHERE line.order_id = {order}.id AND NOT line.is_cancelled AND line.origin = 'channel')"""
# The few orders of one person first (OFFSET 0): all orders in the window are many more. A buyer's name means one person
# in one shop only, a receiver is the same in every shop.
_LIKE = f"""
    SELECT other.id, other.number FROM (
        SELECT id, number, shop_id, units, line_count, placed_at
        FROM orders_order same WHERE {{same}} AND same.state IN ({_OPEN}) OFFSET 0) AS other
    WHERE other.id <> o.id AND {{among}}
        AND other.units = o.units AND other.line_count = o.line_count
        AND other.placed_at BETWEEN o.placed_at - %(window)s * interval '1 hour'
            AND o.placed_at + %(window)s * interval '1 hour'
        AND {_GOODS.format(order="other")} = {_GOODS.format(order="o")}
    LIMIT {_MOST_LIKE_IT}"""
_DUPLICATES = f"""
SELECT o.id, twin.number FROM unnest(%(ids)s::bigint[]) AS asked(id) JOIN orders_order o ON o.id = asked.id
CROSS JOIN LATERAL (
    ({_LIKE.format(same=SAME_BUYER, among="other.shop_id = o.shop_id")})
    UNION ALL
    ({_LIKE.format(same="same.receiver_digest = o.receiver_digest AND same.receiver_digest <> ''", among="true")})
) AS twin
ORDER BY o.id, twin.number
"""


def thresholds_now() -> Thresholds:
    """What the company set, or the defaults."""
    row = ReviewThresholds.objects.values_list(*_NUMBERS).first()
    return Thresholds(*row) if row else Thresholds(duplicate_hours=settings.REVIEW_DUPLICATE_HOURS)


def duplicates_of(order_ids: Sequence[int], *, hours: int) -> dict[int, str]:
    """For each order the numbers of open orders with the same goods for the same buyer of its shop, or for the same
    receiver in any shop."""
    if not hours:
        return {}
    asked = {"ids": list(order_ids), "window": hours}
    found: dict[int, dict[str, None]] = defaultdict(dict)  # the same buyer at the same place is found twice
    for order_id, number in fetch_rows(_DUPLICATES, asked):
        found[order_id][number] = None
    return {order_id: ", ".join(list(numbers)[:5]) for order_id, numbers in found.items()}

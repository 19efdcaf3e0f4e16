"""The numbers that hold now, and the orders that they make suspicious."""

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.models import Order, ReviewThresholds
from zhanggui.orders.rules.review import OF_OTHERS, Twin
from zhanggui.orders.rules.thresholds import Thresholds
from zhanggui.orders.ruling.buyers import open_of_buyer

_NUMBERS = ("duplicate_hours", "floor_percent", "circle_limit", "circle_minutes")
_MOST_LOOKED_AT, _MOST_LIKE_IT, _MOST_TOLD = 500, 50, 5

# A listing of another shop may name the same SKU otherwise.
_GOODS = """(
    SELECT string_agg(goods.code || '*' || line.ordered, ',' ORDER BY goods.code, line.ordered)
    FROM orders_orderline line
    CROSS JOIN LATERAL (SELECT coalesce('#' || line.sku_id, line.sku_code) AS code) AS goods
    WHERE line.order_id = {order}.id AND NOT line.is_cancelled AND line.origin = 'channel')"""
# The few open orders of one person first: all orders in the window are many more. A buyer's name means one person in
# one shop only, a receiver is the same in every shop. Their goods are read from their lines: the counts on the orders
# know gifts and exchanged pieces too.
_DUPLICATES = f"""
SELECT DISTINCT o.id, twin.id, twin.number, twin.shop_id = o.shop_id, twin.shop_id
FROM (SELECT asked.*, {_GOODS.format(order="asked")} AS bought
    FROM orders_order asked WHERE asked.id = ANY(%(ids)s) OFFSET 0) AS o
CROSS JOIN LATERAL (
    SELECT other.id, other.number, other.shop_id FROM (
        SELECT near.* FROM ({open_of_buyer("id, number, shop_id, placed_at")} OFFSET 0) AS near
        WHERE near.id <> o.id AND near.placed_at BETWEEN o.placed_at - %(window)s * interval '1 hour'
            AND o.placed_at + %(window)s * interval '1 hour'
        ORDER BY greatest(near.placed_at - o.placed_at, o.placed_at - near.placed_at), near.id
        LIMIT {_MOST_LOOKED_AT}) AS other
    WHERE {_GOODS.format(order="other")} = o.bought
    LIMIT {_MOST_LIKE_IT}) AS twin
ORDER BY o.id, twin.number, twin.id
"""


def thresholds_now() -> Thresholds:
    """What the company set, or the defaults."""
    row = ReviewThresholds.objects.values_list(*_NUMBERS).first()
    return Thresholds(*row) if row else Thresholds(duplicate_hours=settings.REVIEW_DUPLICATE_HOURS)


def duplicates_of(order_ids: Sequence[int], *, hours: int, actor: Actor) -> dict[int, tuple[Twin, ...]]:
    """For each order open orders with the same goods, of the same buyer of its shop or for the same receiver in any
    shop; those of shops the actor does not see are not shown."""
    if not hours:
        return {}
    found: dict[int, list[Twin]] = defaultdict(list)
    for order_id, twin_id, number, is_of_shop, shop_id in fetch_rows(
        _DUPLICATES, {"ids": [*order_ids], "window": hours}
    ):
        if len(found[order_id]) < _MOST_TOLD:
            is_shown = actor.shop_ids is None or shop_id in actor.shop_ids
            found[order_id].append(Twin(twin_id, number, is_of_shop, is_shown))
    return {order_id: tuple(twins) for order_id, twins in found.items()}


def twins_shown(seen: str, actor: Actor) -> str:
    """What a decision keeps of duplicates, with the numbers that this actor may see. At most one statement."""
    kept = seen.split(", ")
    ids = [int(word[1:]) for word in kept if word.startswith(OF_OTHERS) and word[1:].isdecimal()]
    if not ids:
        return seen
    visible = Order.objects.visible_to(actor).filter(pk__among=ids).values_list("pk", "number")
    numbers = {f"{OF_OTHERS}{pk}": number for pk, number in visible}
    return ", ".join(numbers.get(word, word) for word in kept)

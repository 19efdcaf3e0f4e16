"""Who is one buyer: to caps of gifts, to rules about earlier orders, and to the search for a second order of the same.

The name that the platform gives, in one shop. Behind the same stars live different people: a masked name, or none,
means one buyer only with one receiver. Where that is hidden too, every order is a buyer of its own.
"""

from zhanggui.orders.models import Order

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

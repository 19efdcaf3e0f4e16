"""Who is one buyer: to caps of gifts, to rules about earlier orders, and to the search for a second order of the same.

The name that the platform gives, in one shop. Behind the same stars live different people: a masked name, or none,
means one buyer only with one receiver. Where that is hidden too, every order is a buyer of its own.
"""

from zhanggui.orders.models import Order
from zhanggui.orders.rules.buyers import MASK
from zhanggui.orders.states import OPEN_STATES, OrderState

_NOT_SENT = ", ".join(f"'{state.value}'" for state in OPEN_STATES if state != OrderState.UNPAID)
_NAMED = f"same.buyer = o.buyer AND same.buyer <> '' AND strpos(o.buyer, '{MASK}') = 0"
_MASKED = f"""same.buyer = o.buyer AND same.buyer <> '' AND strpos(o.buyer, '{MASK}') > 0
        AND same.receiver_digest = o.receiver_digest AND same.receiver_digest <> ''"""
_OF_RECEIVER = "same.receiver_digest = o.receiver_digest AND same.receiver_digest <> ''"


# Conditions on the shop would tempt the planner to read that shop's orders instead of the buyer's (OFFSET 0).
def earlier_of_buyer(columns: str) -> str:
    """SQL: the orders of the buyer of `o` in its shop, closed ones too. Who has no name is not looked for."""
    return f"""SELECT * FROM (
        SELECT {columns}, shop_id FROM orders_order same WHERE {_NAMED}
        UNION ALL SELECT {columns}, shop_id FROM orders_order same WHERE {_MASKED} OFFSET 0) AS of_buyer
    WHERE of_buyer.shop_id = o.shop_id"""


def open_of_buyer(columns: str) -> str:
    """SQL: the orders not wholly sent yet of the buyer of `o` in its shop, and of its receiver in every shop.

    Those that nobody has paid, and that are not paid on delivery, are none yet.
    Who is named in both ways comes twice. Masked names need no search of their own: they count with their receiver.
    """
    return f"""SELECT {columns} FROM (
        SELECT {columns}, shop_id AS of_shop FROM orders_order same
        WHERE {_NAMED} AND same.state IN ({_NOT_SENT}) OFFSET 0
    ) AS named WHERE named.of_shop = o.shop_id
    UNION ALL
    SELECT {columns} FROM orders_order same WHERE {_OF_RECEIVER} AND same.state IN ({_NOT_SENT})"""


def buyer_key(order: Order) -> str:
    """The same for orders of one buyer."""
    if order.buyer and MASK not in order.buyer:
        return f"{order.shop_id}:{order.buyer}"
    behind = bytes(order.receiver_digest).hex() or f"#{order.pk}"
    return f"{order.shop_id}:{order.buyer[:80]}:{behind}"

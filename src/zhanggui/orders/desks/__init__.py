"""The desks of orders, each in a room of its own; a desk is found by being named here."""

from zhanggui.orders.desks.lists import BlockedBuyerDesk, UnreachableAreaDesk
from zhanggui.orders.desks.orders import STATE_TONES, OrderDesk, shops_of

__all__ = ["STATE_TONES", "BlockedBuyerDesk", "OrderDesk", "UnreachableAreaDesk", "shops_of"]

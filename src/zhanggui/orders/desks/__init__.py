"""The desks of orders, each in a room of its own; a desk is found by being named here."""

from zhanggui.orders.desks.drafts import DraftDesk
from zhanggui.orders.desks.lists import BlockedBuyerDesk, UnreachableAreaDesk
from zhanggui.orders.desks.looks import ReceiverLookDesk
from zhanggui.orders.desks.orders import STATE_TONES, OrderDesk, shops_of

__all__ = ["STATE_TONES", "BlockedBuyerDesk", "DraftDesk", "OrderDesk", "ReceiverLookDesk", "UnreachableAreaDesk", "shops_of"]

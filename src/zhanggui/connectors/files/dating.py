"""Of which moment the orders of a file are, where the file does not say when they were last modified."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from zhanggui.channels.models import ShopLink
from zhanggui.kernel.doors.channel import ChannelOrder


def dated(orders: Iterator[ChannelOrder], *, shop_id: int, handed_in_at: datetime) -> Iterator[ChannelOrder]:
    """What is handed in later is newer. Of a shop with a link the platform itself knows the moments, and files only
    tell those that they name."""
    is_linked = ShopLink.objects.filter(shop_id=shop_id).exists()
    for order in orders:
        if "modified_at" not in order.untold:
            yield order
        elif is_linked:
            yield replace(order, untold=order.untold - {"modified_at"})
        else:
            yield replace(order, modified_at=max(order.modified_at, handed_in_at))

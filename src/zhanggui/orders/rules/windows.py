"""How long a platform gives the seller to answer a buyer's request, and when it becomes pressing."""

from datetime import datetime, timedelta
from typing import NamedTuple

from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.orders.changes.states import AskedChange

# UNCONFIRMED: only WeChat's twelve hours are published; the others follow its example until a platform says otherwise.
WINDOWS: dict[str, timedelta] = {"wechat": timedelta(hours=12)}
WINDOW = timedelta(hours=12)


class Moments(NamedTuple):
    """When half of a window, four fifths and all of it are gone."""

    half_at: datetime
    late_at: datetime
    due_at: datetime


def moments(channel: str, *, asked_at: datetime) -> Moments:
    window = WINDOWS.get(channel, WINDOW)
    return Moments(asked_at + window * 0.5, asked_at + window * 0.8, asked_at + window)


def asked_changes(order: ChannelOrder) -> set[str]:
    """What the buyer of this version waits to have answered."""
    asked = {AskedChange.ADDRESS: order.address_change_asked, AskedChange.ITEMS: order.item_change_asked}
    return {kind.value for kind, is_asked in asked.items() if is_asked}


def level_of(*, half_at: datetime, late_at: datetime, due_at: datetime, at: datetime) -> int:
    """The last mark of the window that has passed: 0, 50, 80 or 100 percent."""
    passed = [level for level, moment in ((50, half_at), (80, late_at), (100, due_at)) if moment <= at]
    return max(passed, default=0)

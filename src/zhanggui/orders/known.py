"""Orders as we have them, read and locked for the versions that arrive."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.orders.incoming import CONTENT, LINE_CONTENT
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.rules.versions import VersionKey, version_key

_ORDER = ("id", "number", "state", "version", "units_claimed", "units_shipped", "remark_handled", *CONTENT)
_LINE = ("id", "order_id", "number", "claimed", *LINE_CONTENT)
UNITS = CONTENT.index("units")
CANCELLED, ORDERED = _LINE.index("is_cancelled"), _LINE.index("ordered")


@dataclass(slots=True)
class Known:
    """One order as we have it: the row, its lines by platform number, its holds."""

    id: int
    number: str
    state: str
    version: int
    units_claimed: int
    units_shipped: int
    remark_handled: bool
    content: tuple[Any, ...]
    lines: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    holds: set[str] = field(default_factory=set)

    @property
    def channel_state(self) -> ChannelState:
        return ChannelState(self.content[CONTENT.index("channel_state")])

    @property
    def key(self) -> VersionKey:
        return version_key(
            modified_at=self.content[CONTENT.index("modified_at")],
            state=self.channel_state,
            payload_hash=bytes(self.content[CONTENT.index("payload_hash")]),
        )


def _known(row: tuple[Any, ...]) -> Known:
    pk, number, state, version, claimed, shipped, remark_handled, *content = row
    return Known(pk, number, state, version, claimed, shipped, remark_handled, tuple(content))


class KnownOrders(dict[str, Known]):
    """Orders of one shop by number, locked until the transaction ends."""

    @classmethod
    def load(cls, *, shop_id: int, numbers: Sequence[str]) -> "KnownOrders":
        rows = (
            Order.objects.filter(shop_id=shop_id, number__among=numbers)
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list(*_ORDER)
        )
        known = cls({row[1]: _known(row) for row in rows})
        if known:
            by_id = {one.id: one for one in known.values()}
            for line in OrderLine.objects.filter(order_id__among=list(by_id)).values_list(*_LINE):
                by_id[line[1]].lines[line[2]] = line
            for order_id, reason in Hold.objects.filter(order_id__among=list(by_id)).values_list("order_id", "reason"):
                by_id[order_id].holds.add(reason)
        return known

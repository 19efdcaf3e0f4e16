"""Orders as we have them, read for the versions that arrive."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.doors.channel import ChannelState, Receiver
from zhanggui.orders.changes.asked import requests_asked
from zhanggui.orders.changes.overrides import given_receivers
from zhanggui.orders.importing.incoming import CONTENT, LINE_CONTENT, RECEIVER, REMARKS
from zhanggui.orders.models import Exchange, Hold, Order, OrderLine
from zhanggui.orders.receivers.free_text import whole_remarks
from zhanggui.orders.receivers.sealed import is_forgotten
from zhanggui.orders.remarks.requests import waiting_edits
from zhanggui.orders.rules.echoes import WaitingEdit
from zhanggui.orders.rules.own_lines import begun
from zhanggui.orders.rules.versions import VersionKey, version_key
from zhanggui.orders.states import HoldReason, LineOrigin

_ORDER = (
    "id",
    "number",
    "state",
    "version",
    "units_claimed",
    "units_shipped",
    "remark_handled",
    "cancelled_by",
    "payment_mode",
    *CONTENT,
)
_LINE = ("id", "order_id", "number", "claimed", "shipped", *LINE_CONTENT)
_MARKS = ("origin", "source_id", "is_replaced", "cancelled_by")
CONTENT_FROM = _LINE.index(LINE_CONTENT[0])
SKU, CODE, LISTING = _LINE.index("sku_id"), _LINE.index("sku_code"), _LINE.index("listing")
# Each number by itself: a planner that has not counted a growing table yet would read all orders of the shop instead.
_IDS = """
SELECT known.id FROM unnest(%s::text[]) AS given(number)
CROSS JOIN LATERAL (SELECT id FROM orders_order WHERE shop_id = %s AND number = given.number OFFSET 0) AS known
"""
UNITS, FREIGHT = CONTENT.index("units"), CONTENT.index("freight")
PAID_AT, CHANNEL_STATE = CONTENT.index("paid_at"), CONTENT.index("channel_state")
AMOUNT, CANCELLED, ORDERED = _LINE.index("amount"), _LINE.index("is_cancelled"), _LINE.index("ordered")
CLAIMED, SHIPPED = _LINE.index("claimed"), _LINE.index("shipped")


@dataclass(slots=True)
class Known:
    """One order as we have it: the row, the channel's lines by their number, its holds.

    Of lines of ours it knows the pieces. A line in whose place they are sent counts as claimed and shipped what
    they do.
    """

    id: int
    number: str
    state: str
    version: int
    units_claimed: int
    units_shipped: int
    remark_handled: bool
    cancelled_by: str
    payment_mode: str
    content: tuple[Any, ...]
    lines: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    holds: set[str] = field(default_factory=set)
    waiting: list[WaitingEdit] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    taken_out: set[str] = field(default_factory=set)
    has_own: bool = False
    exchange_waits: bool = False
    own_units: int = 0
    gifts_left: int = 0
    given: Receiver | None = None
    requests: dict[str, str] = field(default_factory=dict)

    @property
    def channel_state(self) -> ChannelState:
        return ChannelState(self.content[CONTENT.index("channel_state")])

    @property
    def is_forgotten(self) -> bool:
        """Its receiver was forgotten."""
        return is_forgotten(self.content[RECEIVER][-1])

    @property
    def remarks(self) -> tuple[str, str]:
        """The buyer's message and the seller's memo, in whole words."""
        return whole_remarks(*self.content[REMARKS])

    def cost(self, content: tuple[Any, ...]) -> Decimal:
        """What its platform asks for it: its lines that live, and the freight in this CONTENT row."""
        return sum((line[AMOUNT] for line in self.lines.values() if not line[CANCELLED]), content[FREIGHT])

    @property
    def key(self) -> VersionKey:
        return version_key(
            modified_at=self.content[CONTENT.index("modified_at")],
            state=self.channel_state,
            payload_hash=bytes(self.content[CONTENT.index("payload_hash")]),
        )


def is_paid(content: tuple[Any, ...]) -> bool:
    """The platform took the money of the order with this CONTENT row."""
    return content[PAID_AT] is not None and content[CHANNEL_STATE] != ChannelState.PENDING_PAYMENT


def _known(row: tuple[Any, ...]) -> Known:
    pk, number, state, version, claimed, shipped, remark_handled, cancelled_by, mode, *content = row
    return Known(pk, number, state, version, claimed, shipped, remark_handled, cancelled_by, mode, tuple(content))


class KnownOrders(dict[str, Known]):
    """Orders of one shop by number."""

    @classmethod
    def load(cls, *, shop_id: int, numbers: Sequence[str]) -> "KnownOrders":
        """Locked until the transaction ends."""
        return cls._of(_numbered(shop_id, numbers).order_by("pk").select_for_update(no_key=True))

    @classmethod
    def seen(cls, *, shop_id: int, numbers: Sequence[str]) -> "KnownOrders":
        """As they are now, for telling only."""
        return cls._of(_numbered(shop_id, numbers))

    @classmethod
    def _of(cls, orders: QuerySet[Order]) -> "KnownOrders":
        known = cls({row[1]: _known(row) for row in orders.values_list(*_ORDER)})
        if known:
            by_id = {one.id: one for one in known.values()}
            _load_lines(by_id)
            for order_id, reason in Hold.objects.filter(order_id__among=set(by_id)).values_list("order_id", "reason"):
                by_id[order_id].holds.add(reason)
            _load_exchanges([one for one in known.values() if HoldReason.CHANGE_WAITS in one.holds])
            for order_id, edits in waiting_edits(list(by_id)).items():
                by_id[order_id].waiting = edits
            for order_id, given in given_receivers(list(by_id)).items():
                by_id[order_id].given = given
            for order_id, kind, state in requests_asked(list(by_id)):
                by_id[order_id].requests[kind] = state
        return known


def _numbered(shop_id: int, numbers: Sequence[str]) -> QuerySet[Order]:
    return Order.objects.filter(pk__among=[pk for (pk,) in fetch_rows(_IDS, [list(numbers), shop_id])])


def _load_lines(by_id: dict[int, Known]) -> None:
    """The lines of these orders, in one statement."""
    rows = OrderLine.objects.filter(order_id__among=set(by_id))
    lines: dict[int, tuple[Any, ...]] = {}
    replaced: set[int] = set()
    own: dict[int, list[tuple[int, int, int]]] = {}
    for *row, origin, source_id, is_replaced, cancelled_by in rows.values_list(*_LINE, *_MARKS):
        line, ours = tuple(row), by_id[row[1]]
        if origin == LineOrigin.CHANNEL:
            lines[line[0]] = line
            if cancelled_by:
                ours.taken_out.add(line[2])
            if is_replaced:
                replaced.add(line[0])
                ours.replaced.add(line[2])
            continue
        ours.has_own = True
        if not line[CANCELLED]:
            ours.own_units += line[ORDERED]
            if origin == LineOrigin.GIFT:
                ours.gifts_left += line[ORDERED] - line[SHIPPED]
            else:
                own.setdefault(source_id, []).append((line[ORDERED], line[CLAIMED], line[SHIPPED]))
    for pk, line in lines.items():
        if pk in replaced:
            line = (*line[:CLAIMED], *begun(line[ORDERED], own.get(pk, ())), *line[CONTENT_FROM:])
        by_id[line[1]].lines[line[2]] = line


def _load_exchanges(held: Sequence[Known]) -> None:
    """Whether an exchange is among what these orders wait for."""
    if held:
        rows = Exchange.objects.filter(waits=True, line__order_id__among=[one.id for one in held])
        waiting = set(rows.values_list("line__order_id", flat=True))
        for one in held:
            one.exchange_waits = one.id in waiting

"""An arriving order as the rows of our tables: which columns, from which words of the channel."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, RefundState
from zhanggui.orders.receivers.free_text import seal_remarks, whole_remarks
from zhanggui.orders.rules.deadlines import Clock, ClockMark

PAYLOAD_HASH_BYTES = 16

CONTENT = (
    "channel_state", "placed_at", "paid_at", "modified_at", "payload_hash", "ship_by",
    "collect_by", "clock_paused_at", "paused_seconds",
    "buyer", "buyer_message", "seller_memo", "remarks_sealed", "seller_flag",
    "receiver_state", "receiver_city", "receiver_district",
    "receiver_name_masked", "receiver_mobile_masked", "receiver_digest", "receiver_sealed",
    "currency", "paid", "freight", "discount", "cash_on_delivery", "goods", "line_count", "units",
)  # fmt: skip
"""What every version of an order carries."""

NEW_ORDER = (
    "id", "shop_id", "number", "state", "version", "remark_handled", "units_claimed", "units_shipped", "open_holds",
    "imported_at", *CONTENT,
)  # fmt: skip

LINE_CONTENT = (
    "sku_id", "sku_code", "listing", "title", "spec", "price", "amount", "refund", "is_cancelled",
    "wanted_code", "wanted", "ordered",
)  # fmt: skip

NEW_LINE = ("order_id", "number", *LINE_CONTENT, "claimed", "picked", "packed", "shipped", "returned")
SNAPSHOT = (
    "received_at", "order_id", "modified_at", "payload_hash", "kind", "source", "progress", "clock_stands", "runs_out",
    "payload", "purge_on",
)  # fmt: skip

CLOSED = frozenset({ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED})


def payload_hash(order: ChannelOrder) -> bytes:
    """The same payload always gives the same 16 bytes."""
    return hashlib.blake2b(order.raw or repr(order).encode(), digest_size=PAYLOAD_HASH_BYTES).digest()


def is_line_cancelled(order: ChannelOrder, line: ChannelLine) -> bool:
    """A line that is refunded is not sent any more, whatever state its platform gives it."""
    return line.state in CLOSED or order.state in CLOSED or line.refund == RefundState.SUCCEEDED


def content_row(order: ChannelOrder, *, digest: bytes, clock: Clock, receiver: tuple[Any, ...]) -> tuple[Any, ...]:
    """The columns of CONTENT; `receiver` has its columns among them, `clock` its deadlines."""
    first = order.lines[0] if order.lines else None
    return (
        order.state.value, order.placed_at, order.paid_at, order.modified_at, digest, *clock,
        order.buyer, *seal_remarks(order.buyer_message, order.seller_memo, known=order.receiver), order.seller_flag,
        *receiver,
        order.currency, order.paid, order.freight, order.discount, order.cash_on_delivery,
        f"{first.title} {first.spec}".strip()[:200] if first else "", len(order.lines),
        sum(line.quantity for line in order.lines if not is_line_cancelled(order, line)),
    )  # fmt: skip


def line_row(order: ChannelOrder, line: ChannelLine, *, sku_id: int | None) -> tuple[Any, ...]:
    """The columns of LINE_CONTENT."""
    return (
        sku_id, line.sku_code, line.listing, line.title[:200], line.spec[:200], line.price, line.amount,
        line.refund.value, is_line_cancelled(order, line), "", None, line.quantity,
    )  # fmt: skip


def snapshot_row(
    order: ChannelOrder,
    *,
    order_id: int,
    digest: bytes,
    kind: str,
    source: str,
    mark: ClockMark,
    sealed: bytes,
    at: datetime,
    days: int,
) -> tuple[Any, ...]:
    """The columns of SNAPSHOT."""
    purge_on = (at + timedelta(days=days)).date()
    return (at, order_id, order.modified_at, digest, kind, source, *mark, sealed, purge_on)


CLOCK = slice(CONTENT.index("ship_by"), CONTENT.index("paused_seconds") + 1)
"""Where in CONTENT the clock is."""

RECEIVER = slice(CONTENT.index("receiver_state"), CONTENT.index("receiver_sealed") + 1)
"""Where in CONTENT the receiver is."""

_MONEY = tuple(CONTENT.index(name) for name in ("paid", "freight", "discount"))
_CASH = CONTENT.index("cash_on_delivery")
REMARKS = slice(CONTENT.index("buyer_message"), CONTENT.index("remarks_sealed") + 1)
"""Where in CONTENT message and memo are, with their whole words."""

_PART = {
    "flag": CONTENT.index("seller_flag"),
    "channel_state": CONTENT.index("channel_state"),
    "ship_by": CONTENT.index("ship_by"),
}


def differences(before: tuple[Any, ...], after: tuple[Any, ...]) -> list[str]:
    """Names of what differs between two CONTENT rows, apart from the receiver, who is sealed."""
    remarks = zip(("message", "memo"), whole_remarks(*before[REMARKS]), whole_remarks(*after[REMARKS]), strict=True)
    what = [name for name, was, now in remarks if was != now]
    what += [name for name, place in _PART.items() if before[place] != after[place]]
    if any(before[place] != after[place] for place in _MONEY):
        what.append("cash" if before[_CASH] or after[_CASH] else "money")
    elif before[_CASH] != after[_CASH]:
        what.append("cash")
    return what

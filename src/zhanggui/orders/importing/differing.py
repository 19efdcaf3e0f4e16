"""What an arriving version of an order would change, field by field, before anything is imported.

It is decided by what the import itself decides by: an address of ours that stays, a memo of ours on its way and a line
that we took out are told as they will be. People and what is written of them are told of in masked words.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from zhanggui.kernel.doors.channel import ChannelOrder, Receiver, RefundState
from zhanggui.kernel.masking import mask_address, mask_name, mask_phone
from zhanggui.orders.changes.asked import AskedNow
from zhanggui.orders.changes.overrides import receiver_now
from zhanggui.orders.importing.incoming import CLOCK, CONTENT, LINE_CONTENT, RECEIVER, REMARKS, content_row, line_row
from zhanggui.orders.importing.known import CONTENT_FROM, Known, KnownOrders
from zhanggui.orders.importing.untold import filled
from zhanggui.orders.receivers.free_text import whole_remarks
from zhanggui.orders.receivers.sealed import PARTS, is_other_receiver, opened
from zhanggui.orders.remarks.echoes import MemoWrites, take_memo
from zhanggui.orders.rules.deadlines import Clock, clock_of, mark_of
from zhanggui.orders.rules.lines import as_taken_out
from zhanggui.people.models import Shop

_PLAIN = (
    "channel_state", "placed_at", "paid_at", "ship_by", "collect_by", "buyer", "seller_flag", "currency", "paid",
    "freight", "discount", "cash_on_delivery",
)  # fmt: skip
_REMARKS = ("buyer_message", "seller_memo")
_MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "mobile": mask_phone,
    "phone": mask_phone,
    "state": str,
    "city": str,
    "district": str,
}
_SENT = ("sku_code", "ordered", "amount", "refund")
_PLACE = {name: place for place, name in enumerate(LINE_CONTENT)}


class Difference(NamedTuple):
    """One field: its name, what we have, what the file says. What is masked may differ where both read the same."""

    field: str
    before: str
    after: str


def differences_of(*, shop_id: int, orders: Sequence[ChannelOrder]) -> dict[str, list[Difference]]:
    """Of each order that is here already, what would change. A fixed number of statements."""
    shop = Shop.objects.get(pk=shop_id)
    known = KnownOrders.seen(shop_id=shop_id, numbers=[order.number for order in orders])
    return {
        order.number: differences_between(ours, filled(order, ours, shop), shop)
        for order in orders
        if (ours := known.get(order.number)) is not None
    }


def differences_between(ours: Known, order: ChannelOrder, shop: Shop) -> list[Difference]:
    """What this version, with all that it does not tell filled in, would change."""
    return [*_of_order(ours, order, shop), *_of_lines(ours, order)]


def _of_order(ours: Known, order: ChannelOrder, shop: Shop) -> list[Difference]:
    before, after = ours.content, _content(ours, order, shop)
    told = [
        Difference(name, _told(before[place]), _told(after[place]))
        for place, name in enumerate(CONTENT)
        if name in _PLAIN and before[place] != after[place]
    ]
    whole = zip(whole_remarks(*before[REMARKS]), whole_remarks(*after[REMARKS]), strict=True)
    shown = zip(_REMARKS, before[REMARKS], after[REMARKS], strict=False)
    told += [Difference(*words) for words, (was, now) in zip(shown, whole, strict=True) if was != now]
    if is_other_receiver(before[RECEIVER], after[RECEIVER]):
        told += _of_receivers(opened(before[RECEIVER]), opened(after[RECEIVER]))
    asked = AskedNow.of(order, channel=shop.channel).kinds - ours.requests.keys()
    told += [Difference("change_asked", "", kind) for kind in asked]
    return sorted(told)


def _content(ours: Known, order: ChannelOrder, shop: Shop) -> tuple[Any, ...]:
    """The order's columns after the import."""
    receiver, _ = receiver_now(ours.given, order.receiver, standing=ours.content[RECEIVER])
    mark = mark_of(order, channel=shop.channel, within=timedelta(hours=shop.ship_within_hours))
    clock = clock_of(order, mark, channel=shop.channel, before=Clock(*ours.content[CLOCK]))
    content = content_row(order, digest=b"", clock=clock, receiver=receiver)
    waiting = ours.waiting
    content = take_memo(ours, content, order=order, writes=MemoWrites())
    ours.waiting = waiting  # it is only told what would be: an edit of ours still waits for its echo
    return content


def _of_receivers(before: Receiver, after: Receiver) -> Iterator[Difference]:
    for part in PARTS:
        was, now = getattr(before.words, part), getattr(after.words, part)
        if was != now:
            yield Difference(f"receiver_{part}", _masked(part, was), _masked(part, now))


def _masked(part: str, text: str) -> str:
    return _MASKS[part](text) if part in _MASKS else mask_address("", text)


def _of_lines(ours: Known, order: ChannelOrder) -> list[Difference]:
    before = {number: _line(line[CONTENT_FROM:]) for number, line in ours.lines.items()}
    after = {}
    for line in order.lines:
        row = line_row(order, line, sku_id=None)
        after[line.number] = _line(as_taken_out(row) if line.number in ours.taken_out else row)
    return [
        Difference(f"line {number}", before.get(number, ""), after.get(number, ""))
        for number in sorted(before.keys() | after.keys())
        if before.get(number, "") != after.get(number, "")
    ]


def _line(row: Sequence[Any]) -> str:
    """What is sent for the line, and whether money is asked back for it; nothing where nothing is sent."""
    if row[_PLACE["is_cancelled"]]:
        return ""
    code, quantity, amount, refund = (row[_PLACE[name]] for name in _SENT)
    words = f"{code} × {quantity} = {amount:.2f}"
    return words if refund == RefundState.NONE else f"{words}, {refund}"


def _told(value: Any) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "✓"
        case datetime():
            return value.isoformat()
        case Decimal():
            return f"{value:.2f}"
    return str(value)

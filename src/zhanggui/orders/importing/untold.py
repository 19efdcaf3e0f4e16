"""Versions whose source has no word for some fields of an order: what we have of them stays.

A file without a column says nothing of what would stand in it; a cell that is empty says that there is nothing. Words
that belong together stay together: the number of a person or the street of a place is not kept for another one.
"""

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, PaymentMode, Receiver, RefundState
from zhanggui.kernel.money import CENT
from zhanggui.orders.importing.incoming import CLOCK, CONTENT, LINE_CONTENT, RECEIVER
from zhanggui.orders.importing.known import CONTENT_FROM, Known
from zhanggui.orders.importing.numbering import numbered, wanted_of
from zhanggui.orders.receivers.sealed import opened
from zhanggui.orders.rules.deadlines import Clock, clock_of, mark_of
from zhanggui.orders.rules.versions import told_state
from zhanggui.people.models import Shop

_PLAIN = ("buyer", "seller_flag", "paid_at", "freight", "currency")
_PERSON = ("name", "mobile", "phone")
_PLACE = ("state", "city", "district", "town", "address", "postcode")
_NAMES = ("cipher", "merge_key")
_LINE_WORDS = ("listing", "title", "spec")
_AT = {name: place for place, name in enumerate(LINE_CONTENT)}


def filled(order: ChannelOrder, ours: Known, shop: Shop) -> ChannelOrder:
    """The version with all that it does not tell as the newest version before it told it."""
    untold = order.untold
    if not untold:
        return order
    before = dict(zip(CONTENT, ours.content, strict=True))
    changes: dict[str, Any] = {name: before[name] for name in _PLAIN if name in untold}
    for name, words in zip(("buyer_message", "seller_memo"), ours.remarks, strict=True):
        if name in untold:
            changes[name] = words
    for name, kind in (("address_change_asked", "address"), ("item_change_asked", "items")):
        if name in untold:
            changes[name] = kind in ours.requests
    if "line_number" in untold:
        order = replace(order, lines=numbered(order.lines, ours.lines))
    order = replace(order, receiver=_receiver(order, ours), lines=_lines(order, ours), **changes)
    order = replace(order, state=told_state(order, before["channel_state"]), **_way_of_paying(order, ours))
    order = replace(order, **_sums(order, ours, before))
    return replace(order, **_deadlines(order, Clock(*ours.content[CLOCK]), shop))


def _receiver(order: ChannelOrder, ours: Known) -> Receiver:
    given, now = ours.given or opened(ours.content[RECEIVER]), order.receiver
    untold = {name.removeprefix("receiver_") for name in order.untold if name.startswith("receiver_")}
    for group in (_PERSON, _PLACE):
        if all(getattr(now, name) == getattr(given, name) for name in group if name not in untold):
            now = replace(now, **{name: getattr(given, name) for name in group})
    if not any(getattr(now, name) for name in _NAMES) and now == given.words:
        return given
    return now


def _lines(order: ChannelOrder, ours: Known) -> tuple[ChannelLine, ...]:
    rows = {number: line[CONTENT_FROM:] for number, line in ours.lines.items()}
    lines = tuple(_line(line, rows[line.number], order.untold) if line.number in rows else line for line in order.lines)
    return _with_known_shares(lines, rows) if "line_share" in order.untold else lines


def _with_known_shares(lines: tuple[ChannelLine, ...], rows: Mapping[str, tuple[Any, ...]]) -> tuple[ChannelLine, ...]:
    """The same goods for the same sum cost line by line what they did."""
    goods = {(line.number, line.quantity, line.price) for line in lines}
    if not goods <= {(number, wanted_of(row), row[_AT["price"]]) for number, row in rows.items()}:
        return lines
    known = [rows[line.number][_AT["amount"]] for line in lines]
    if sum(known) != sum(line.amount for line in lines):
        return lines
    return tuple(replace(line, amount=amount) for line, amount in zip(lines, known, strict=True))


def _line(line: ChannelLine, row: tuple[Any, ...], untold: Container[str]) -> ChannelLine:
    changes: dict[str, Any] = {name: row[_AT[name]] for name in _LINE_WORDS if f"line_{name}" in untold}
    if "line_sku_code" in untold:
        changes["sku_code"] = row[_AT["wanted_code"]] or row[_AT["sku_code"]]
    quantity = wanted_of(row)
    price, amount = row[_AT["price"]], row[_AT["amount"]]
    if "line_refund" in untold and line.refund == RefundState.NONE:
        changes["refund"] = RefundState(row[_AT["refund"]])
    if "line_amount" in untold and "line_price" in untold:
        each = amount if line.quantity == quantity else (amount * line.quantity / quantity).quantize(CENT)
        return replace(line, **changes, price=price, amount=each)
    if "line_amount" in untold and (line.quantity, line.price) == (quantity, price):
        changes["amount"] = amount
    if "line_price" in untold and (line.quantity, line.amount) == (quantity, amount):
        changes["price"] = price
    return replace(line, **changes)


def _way_of_paying(order: ChannelOrder, ours: Known) -> dict[str, Any]:
    """What a source that only knows whether the courier collects leaves open. It never names single payments."""
    if "payment_mode" not in order.untold:
        return {}
    mode = PaymentMode(ours.payment_mode)
    if "cash_on_delivery" not in order.untold and order.cash_on_delivery != (mode is PaymentMode.COD):
        mode = PaymentMode.COD if order.cash_on_delivery else PaymentMode.PAID
    return {"payment_mode": mode, "cash_on_delivery": mode is PaymentMode.COD}


def _sums(order: ChannelOrder, ours: Known, before: dict[str, Any]) -> dict[str, Any]:
    """Once it was paid, what is paid stays while the lines cost what they did, and so does the discount."""
    sums: dict[str, Any] = {}
    rows = {number: line[CONTENT_FROM:] for number, line in ours.lines.items()}
    cost = {(number, row[_AT["price"]], row[_AT["amount"]], wanted_of(row)) for number, row in rows.items()}
    is_same = {(line.number, line.price, line.amount, line.quantity) for line in order.lines} <= cost
    goods = sum((line.amount for line in order.lines), Decimal(0))
    if "paid" in order.untold:
        is_known = is_same and before["paid_at"] is not None
        now = before["paid"] if is_known else goods + order.freight
        sums["paid"] = now if order.paid_at else Decimal(0)
    if "discount" in order.untold:
        full = sum((line.price * line.quantity for line in order.lines), Decimal(0))
        sums["discount"] = before["discount"] if is_same else max(Decimal(0), full - goods)
    return sums


def _deadlines(order: ChannelOrder, before: Clock, shop: Shop) -> dict[str, Any]:
    """A moment that was named stays named; one that was reckoned is reckoned again."""
    if order.collect_by is not None or before.ship_by is None:
        return {}
    if "ship_by" not in order.untold:
        return {"collect_by": before.collect_by} if order.ship_by == before.ship_by else {}
    mark = mark_of(order, channel=shop.channel, within=timedelta(hours=shop.ship_within_hours))
    was = mark._replace(stands=before.paused_at is not None)
    if clock_of(order, was, channel=shop.channel, before=before).deadlines == before.deadlines:
        return {}
    return {"ship_by": before.ship_by, "collect_by": before.collect_by}

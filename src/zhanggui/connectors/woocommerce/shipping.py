"""Telling the shop that a parcel has left, once, whatever happens to the call.

WooCommerce has no parcels: carrier, number and pieces become an entry of the order's meta_data, which is what is read
back, and a note, which the buyer gets by mail. The order is completed with the parcel that leaves nothing behind.
A shop lets any state follow any other, so that it is up to us not to send what was cancelled.
"""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.selling.shipping import ShippedOtherwise, carrier_name
from zhanggui.connectors.woocommerce.client import WooClient
from zhanggui.connectors.woocommerce.errors import LABEL
from zhanggui.connectors.woocommerce.marks import MarkedParcel, parcel_entry, parcels_of, sent_pieces
from zhanggui.connectors.woocommerce.orders import has_refunds, read_order
from zhanggui.connectors.woocommerce.paying_back import NOTHING, refunds_of, sum_up
from zhanggui.connectors.woocommerce.states import SENT, TO_SEND
from zhanggui.kernel.doors.channel import ChannelOrder, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

COMPLETED = "completed"
NOTES = ("customer", "private", "none")
Row = Mapping[str, Any]


class NotToBeSent(ChannelRefused):
    """{channel} shows order {order} as “{state}”: nothing of it may be sent."""


class PiecesUnknown(ChannelRefused):
    """{channel} does not show line {line} in order {order}."""


def ship_parcel(woo: WooClient, notice: ShipmentNotice) -> None:
    """Afterwards the order shows this waybill for the lines of the notice, and a note says it to the buyer.

    The calls are never repeated blindly: when the fate of one is unknown the order is read back, and what it shows
    decides.
    """
    language = woo.account.settings.get("language") or "zh-hans"
    carrier = carrier_name(woo.account, notice.carrier, label=LABEL, language=language) if notice.waybill else ""
    row = woo.show(f"orders/{notice.order_number}")
    if notice.waybill not in _shown(row):
        row = _mark(woo, row, notice, carrier)
    elif _is_whole(_read(woo, row), row) and text(row, "status") != COMPLETED:
        row = _put(woo, notice, {"status": COMPLETED})
    _tell_buyer(woo, notice, f"{carrier} {notice.waybill}")


def _mark(woo: WooClient, row: Row, notice: ShipmentNotice, carrier: str) -> Row:
    order = _read(woo, row)
    pieces = _pieces(notice, order)
    _check_may_leave(notice, order, row, pieces)
    entry = parcel_entry(MarkedParcel(carrier, notice.waybill, pieces))
    row = _put(woo, notice, {"meta_data": [entry]})
    if _is_whole(_read(woo, row), row) and text(row, "status") != COMPLETED:
        row = _put(woo, notice, {"status": COMPLETED})
    return row


def _put(woo: WooClient, notice: ShipmentNotice, change: Row) -> Row:
    """The order after the change, made now or by the call whose answer was lost."""
    try:
        return woo.write("PUT", f"orders/{notice.order_number}", change, repeatable=False)
    except ChannelDown:
        row = woo.show(f"orders/{notice.order_number}")
        is_done = text(row, "status") == COMPLETED if "status" in change else notice.waybill in _shown(row)
        if not is_done:
            raise
        return row


def _check_may_leave(notice: ShipmentNotice, order: ChannelOrder, row: Row, pieces: Mapping[str, int]) -> None:
    """What has no open pieces left was sent with other waybills; an order the seller completed by hand shows none, and
    takes the number."""
    sent = sent_pieces(parcels_of(row))
    room = {line.number: line.quantity - sent.get(line.number, 0) for line in order.lines}
    if any(count > room[line] for line, count in pieces.items()):
        others = ", ".join(sorted(filter(None, _shown(row))))
        raise ShippedOtherwise(channel=LABEL, order=order.number, waybills=others, waybill=notice.waybill)
    if order.state not in TO_SEND | SENT:
        raise NotToBeSent(channel=LABEL, order=order.number, state=text(row, "status"), reason=order.state.value)


def _pieces(notice: ShipmentNotice, order: ChannelOrder) -> dict[str, int]:
    """Pieces by line; without lines all that is open in the order, without pieces all of each line."""
    open_lines = {line.number: line.quantity for line in order.lines if not line.refund.is_open}
    if not notice.line_numbers:
        return open_lines
    lines = {line.number: line.quantity for line in order.lines}
    if unknown := [number for number in notice.line_numbers if number not in lines]:
        raise PiecesUnknown(channel=LABEL, order=order.number, line=unknown[0])
    counts = notice.pieces or [lines[number] for number in notice.line_numbers]
    return dict(zip(notice.line_numbers, counts, strict=True))


def _is_whole(order: ChannelOrder, row: Row) -> bool:
    """Whether every piece that is to be sent is in a parcel."""
    sent = sent_pieces(parcels_of(row))
    return all(sent.get(line.number, 0) >= line.quantity for line in order.lines if not line.refund.is_open)


def _shown(row: Row) -> set[str]:
    return {parcel.waybill for parcel in parcels_of(row)}


def _read(woo: WooClient, row: Row) -> ChannelOrder:
    number = text(row, "id")
    back = sum_up(refunds_of(woo, number), number=number) if has_refunds(row) else NOTHING
    return read_order(row, settings=woo.account.settings, back=back)


def _tell_buyer(woo: WooClient, notice: ShipmentNotice, note: str) -> None:
    """One note per waybill. A note cannot be taken back, so the notes are read before another is written."""
    kind = woo.account.settings.get("note") or NOTES[0]
    if not notice.waybill or kind == "none" or _is_noted(woo, notice):
        return
    body = {"note": note, "customer_note": kind == "customer"}
    try:
        woo.write("POST", f"orders/{notice.order_number}/notes", body, repeatable=False)
    except ChannelDown:
        if not _is_noted(woo, notice):
            raise


def _is_noted(woo: WooClient, notice: ShipmentNotice) -> bool:
    return any(notice.waybill in text(note, "note") for note in woo.rows(f"orders/{notice.order_number}/notes"))

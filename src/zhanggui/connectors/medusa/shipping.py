"""Telling the shop that a parcel has left, once, whatever happens to the calls.

Medusa packs first (a fulfilment of lines and pieces) and sends then (a shipment of that fulfilment with its label). The
fulfilment we make has the waybill in its metadata, so that one whose answer was lost is found again and sent. A
fulfilment the seller packed with exactly these pieces is sent as it is.
"""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.medusa.client import MedusaClient
from zhanggui.connectors.medusa.errors import LABEL
from zhanggui.connectors.medusa.orders import block, read_order
from zhanggui.connectors.medusa.reader import show_order
from zhanggui.connectors.medusa.unconfirmed import WAYBILL
from zhanggui.connectors.selling.shipping import NotAccepted, ShippedOtherwise, carrier_name
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

TO_SEND = frozenset({ChannelState.AWAITING_SHIPMENT, ChannelState.PARTIALLY_SHIPPED})
Row = Mapping[str, Any]
Pieces = dict[str, int]


class NotToBeSent(ChannelRefused):
    """{channel} shows order {order} as “{state}”: nothing of it may be sent."""


class PiecesUnknown(ChannelRefused):
    """{channel} does not show line {line} in order {order}."""


def ship_parcel(medusa: MedusaClient, notice: ShipmentNotice) -> None:
    """Afterwards the order shows this waybill for the lines of the notice."""
    language = medusa.account.settings.get("language") or "zh-hans"
    carrier = carrier_name(medusa.account, notice.carrier, label=LABEL, language=language) if notice.waybill else ""
    row = show_order(medusa, notice.order_number)
    if _is_sent(row, notice.waybill):
        return
    packed = _packed_for(row, notice.waybill) or _pack(medusa, row, notice, carrier)
    _send(medusa, packed, notice)


def _pack(medusa: MedusaClient, row: Row, notice: ShipmentNotice, carrier: str) -> Row:
    """A fulfilment of these pieces that has not been sent."""
    order = read_order(row)
    pieces = _pieces(notice, row)
    if pieces and (ready := _packed_with(row, pieces)):
        return ready
    room = _room(row)
    if not pieces or any(count > room[line] for line, count in pieces.items()):
        if others := ", ".join(sorted(filter(None, _waybills(row)))):
            raise ShippedOtherwise(channel=LABEL, order=order.number, waybills=others, waybill=notice.waybill)
        raise NotToBeSent(channel=LABEL, order=order.number, state=text(row, "fulfillment_status"), reason="packed")
    if order.state not in TO_SEND:
        raise NotToBeSent(channel=LABEL, order=order.number, state=text(row, "status"), reason=order.state.value)
    body: dict[str, Any] = {
        "items": [{"id": line, "quantity": count} for line, count in pieces.items()],
        "metadata": {WAYBILL: notice.waybill, "carrier": carrier},
    }
    if location := medusa.account.settings.get("location_id"):
        body["location_id"] = location
    try:
        medusa.write(f"orders/{notice.order_number}/fulfillments", body, repeatable=False)
    except ChannelDown as lost:
        return _packed_or_raise(medusa, notice, lost)
    refused = NotAccepted(channel=LABEL, waybill=notice.waybill, order=notice.order_number)
    return _packed_or_raise(medusa, notice, refused)


def _packed_or_raise(medusa: MedusaClient, notice: ShipmentNotice, otherwise: ChannelRefused | ChannelDown) -> Row:
    found = _packed_for(show_order(medusa, notice.order_number), notice.waybill)
    if found is None:
        raise otherwise
    return found


def _send(medusa: MedusaClient, packed: Row, notice: ShipmentNotice) -> None:
    path = f"orders/{notice.order_number}/fulfillments/{text(packed, 'id')}/shipments"
    label = {"tracking_number": notice.waybill, "tracking_url": "", "label_url": ""}
    items = [{"id": line, "quantity": count} for line, count in _pieces_of(packed).items()]
    body = {"items": items, "labels": [label] if notice.waybill else []}
    try:
        medusa.write(path, body, repeatable=False)
    except (ChannelDown, ChannelRefused):
        if not _is_sent(show_order(medusa, notice.order_number), notice.waybill):
            raise


def _fulfilments(row: Row) -> list[Row]:
    return [one for one in rows(row, "fulfillments") if not text(one, "canceled_at")]


def _pieces_of(fulfilment: Row) -> Pieces:
    return {text(item, "line_item_id"): number(item, "quantity") or 0 for item in rows(fulfilment, "items")}


def _labels(fulfilment: Row) -> set[str]:
    return {text(label, "tracking_number") for label in rows(fulfilment, "labels")}


def _waybills(row: Row) -> set[str]:
    return {waybill for one in _fulfilments(row) if text(one, "shipped_at") for waybill in _labels(one)}


def _is_sent(row: Row, waybill: str) -> bool:
    if waybill:
        return waybill in _waybills(row)
    return text(row, "fulfillment_status") in {"shipped", "delivered"}


def _packed_for(row: Row, waybill: str) -> Row | None:
    """The fulfilment we made for this parcel and could not send yet."""
    for one in _fulfilments(row):
        mark = block(one, "metadata", text(row, "id")).text(WAYBILL)
        if waybill and mark == waybill and not text(one, "shipped_at"):
            return one
    return None


def _packed_with(row: Row, pieces: Pieces) -> Row | None:
    """A fulfilment the seller packed with exactly these pieces."""
    for one in _fulfilments(row):
        is_ours = block(one, "metadata", text(row, "id")).text(WAYBILL)
        if not is_ours and not text(one, "shipped_at") and _pieces_of(one) == pieces:
            return one
    return None


def _room(row: Row) -> Pieces:
    """Pieces of each line that nobody has packed."""
    room = {}
    for item in rows(row, "items"):
        detail = block(item, "detail", text(row, "id"))
        room[text(item, "id")] = (number(item, "quantity") or 0) - detail.small_number("fulfilled_quantity")
    return room


def _pieces(notice: ShipmentNotice, row: Row) -> Pieces:
    """Pieces by line; without lines all that has not been sent, without pieces all of each line."""
    sold = {text(item, "id"): number(item, "quantity") or 0 for item in rows(row, "items")}
    if not notice.line_numbers:
        sent = [_pieces_of(one) for one in _fulfilments(row) if text(one, "shipped_at")]
        left = {line: count - sum(one.get(line, 0) for one in sent) for line, count in sold.items()}
        return {line: count for line, count in left.items() if count > 0}
    if unknown := [line for line in notice.line_numbers if line not in sold]:
        raise PiecesUnknown(channel=LABEL, order=notice.order_number, line=unknown[0])
    counts = notice.pieces or [sold[line] for line in notice.line_numbers]
    return dict(zip(notice.line_numbers, counts, strict=True))

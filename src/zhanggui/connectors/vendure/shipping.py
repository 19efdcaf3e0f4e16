"""Telling the shop that a parcel has left, once: a fulfilment with its number is made, then it is “Shipped”."""

from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.selling.shipping import NotAccepted, ShippedOtherwise, carrier_name
from zhanggui.connectors.vendure.client import LABEL, Row, VendureClient
from zhanggui.connectors.vendure.reader import show_order
from zhanggui.connectors.vendure.states import STATES
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

TO_SEND = frozenset({ChannelState.AWAITING_SHIPMENT, ChannelState.PARTIALLY_SHIPPED})
SENT = frozenset({"Shipped", "Delivered"})
ERRORS = "__typename ... on ErrorResult { errorCode message }"
PACK = (
    "mutation Pack($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) {"
    f" ... on Fulfillment {{ id state }} {ERRORS} }} }}"
)
SEND = (
    "mutation Send($id: ID!, $state: String!) { transitionFulfillmentToState(id: $id, state: $state) {"
    f" ... on Fulfillment {{ id state }} {ERRORS} }} }}"
)


class NotToBeSent(ChannelRefused):
    """{channel} shows order {order} as “{state}”: nothing of it may be sent."""


def ship_parcel(vendure: VendureClient, notice: ShipmentNotice) -> None:
    """Afterwards the order shows this waybill for the lines of the notice, as sent."""
    language = vendure.account.settings.get("language") or "zh-hans"
    carrier = carrier_name(vendure.account, notice.carrier, label=LABEL, language=language) if notice.waybill else ""
    row = _order(vendure, notice)
    made = _made_for(row, notice.waybill) or _pack(vendure, row, notice, carrier)
    if text(made, "state") in SENT:
        return
    try:
        vendure.ask("transitionFulfillmentToState", SEND, repeatable=False, id=text(made, "id"), state="Shipped")
    except (ChannelDown, ChannelRefused):
        now = _made_for(_order(vendure, notice), notice.waybill)
        if now is None or text(now, "state") not in SENT:
            raise


def _pack(vendure: VendureClient, row: Row, notice: ShipmentNotice, carrier: str) -> Row:
    pieces = _pieces(notice, row)
    room = _room(row)
    others = {text(one, "trackingCode") for one in _fulfilments(row)}
    if not pieces or any(count > room.get(line, 0) for line, count in pieces.items()):
        if named := ", ".join(sorted(filter(None, others))):
            raise ShippedOtherwise(channel=LABEL, order=notice.order_number, waybills=named, waybill=notice.waybill)
        raise NotToBeSent(channel=LABEL, order=notice.order_number, state=text(row, "state"), reason="lines")
    if STATES.get(text(row, "state")) not in TO_SEND:
        raise NotToBeSent(channel=LABEL, order=notice.order_number, state=text(row, "state"), reason="state")
    given = [{"name": "method", "value": carrier}, {"name": "trackingCode", "value": notice.waybill}]
    body: dict[str, Any] = {
        "lines": [{"orderLineId": line, "quantity": count} for line, count in pieces.items()],
        "handler": {"code": "manual-fulfillment", "arguments": given},
    }
    refused: ChannelDown | ChannelRefused = NotAccepted(
        channel=LABEL, waybill=notice.waybill, order=notice.order_number
    )
    try:
        vendure.ask("addFulfillmentToOrder", PACK, repeatable=False, input=body)
    except ChannelDown as lost:
        refused = lost
    made = _made_for(_order(vendure, notice), notice.waybill)
    if made is None:
        raise refused
    return made


def _order(vendure: VendureClient, notice: ShipmentNotice) -> Row:
    row = show_order(vendure, notice.order_number)
    if row is None:
        raise NotToBeSent(channel=LABEL, order=notice.order_number, state="", reason="unknown")
    return row


def _fulfilments(row: Row) -> list[Row]:
    return [one for one in rows(row, "fulfillments") if text(one, "state") != "Cancelled"]


def _made_for(row: Row, waybill: str) -> Row | None:
    return next((one for one in _fulfilments(row) if waybill and text(one, "trackingCode") == waybill), None)


def _room(row: Row) -> dict[str, int]:
    """Pieces of each line that nobody has packed."""
    room = {text(line, "id"): number(line, "quantity") or 0 for line in rows(row, "lines")}
    for packed in [each for one in _fulfilments(row) for each in rows(one, "lines")]:
        room[text(packed, "orderLineId")] = room.get(text(packed, "orderLineId"), 0) - (number(packed, "quantity") or 0)
    return room


def _pieces(notice: ShipmentNotice, row: Row) -> dict[str, int]:
    """Pieces by line; without lines all that is open, without pieces all of each line."""
    if not notice.line_numbers:
        return {line: count for line, count in _room(row).items() if count > 0}
    sold = {text(line, "id"): number(line, "quantity") or 0 for line in rows(row, "lines")}
    counts = notice.pieces or [sold.get(line, 0) for line in notice.line_numbers]
    return dict(zip(notice.line_numbers, counts, strict=True))

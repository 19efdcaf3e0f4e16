"""Telling the shop that a parcel has left, once: a fulfilment with its number, out of the warehouse of the settings."""

from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.saleor.client import LABEL, Row, SaleorClient
from zhanggui.connectors.saleor.reader import show_order
from zhanggui.connectors.selling.shipping import NotAccepted, ShippedOtherwise, carrier_name
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

GONE = frozenset({"CANCELED", "REFUNDED", "RETURNED", "REPLACED", "REFUNDED_AND_RETURNED"})
TO_SEND = frozenset({"UNFULFILLED", "PARTIALLY_FULFILLED"})
WAREHOUSES = "query Warehouses { warehouses(first: 2) { edges { node { id } } } }"
SEND = """mutation Send($order: ID!, $input: OrderFulfillInput!) { orderFulfill(order: $order, input: $input) {
  fulfillments { id status trackingNumber } errors { field code message } } }"""
NAME = """mutation Name($id: ID!, $input: [MetadataInput!]!) { updateMetadata(id: $id, input: $input) {
  errors { field code message } } }"""


class NotToBeSent(ChannelRefused):
    """{channel} shows order {order} as “{state}”: nothing of it may be sent."""


class WarehouseNeeded(ChannelRefused):
    """{channel} has several warehouses: choose the one of shop {shop} in its settings."""


def ship_parcel(saleor: SaleorClient, notice: ShipmentNotice) -> None:
    """Afterwards the order shows this waybill for the lines of the notice, as fulfilled. Saleor has no word for a
    carrier: it stands in the metadata of the fulfilment."""
    language = saleor.account.settings.get("language") or "zh-hans"
    carrier = carrier_name(saleor.account, notice.carrier, label=LABEL, language=language) if notice.waybill else ""
    order = _order(saleor, notice)
    if _made_for(order, notice.waybill):
        return
    body = _body(saleor, order, notice)
    refused: ChannelDown | ChannelRefused = NotAccepted(
        channel=LABEL, waybill=notice.waybill, order=notice.order_number
    )
    try:
        saleor.change("orderFulfill", SEND, repeatable=False, order=notice.order_number, input=body)
    except (ChannelDown, ChannelRefused) as failed:
        refused = failed
    made = _made_for(_order(saleor, notice), notice.waybill)
    if made is None:
        raise refused
    if carrier:
        saleor.change("updateMetadata", NAME, id=text(made, "id"), input=[{"key": "carrier", "value": carrier}])


def warehouse_of(saleor: SaleorClient) -> str:
    """The one of the settings, or the only one there is."""
    if own := saleor.account.settings.get("warehouse_id"):
        return own
    found = saleor.ask("warehouses", WAREHOUSES).get("warehouses")
    edges = rows(found if isinstance(found, dict) else {}, "edges")
    if len(edges) != 1:
        raise WarehouseNeeded(channel=LABEL, shop=saleor.account.shop_code)
    node = edges[0].get("node")
    return text(node if isinstance(node, dict) else {}, "id")


def _body(saleor: SaleorClient, order: Row, notice: ShipmentNotice) -> dict[str, Any]:
    room = {text(row, "id"): number(row, "quantityToFulfill") or 0 for row in rows(order, "lines")}
    wanted = _wanted(notice, room)
    if not wanted or any(pieces > room.get(line, 0) for line, pieces in wanted.items()):
        others = sorted(filter(None, (text(one, "trackingNumber") for one in _fulfilments(order))))
        if others:
            raise ShippedOtherwise(
                channel=LABEL, order=notice.order_number, waybills=", ".join(others), waybill=notice.waybill
            )
        raise NotToBeSent(channel=LABEL, order=notice.order_number, state=text(order, "status"), reason="lines")
    if text(order, "status") not in TO_SEND:
        raise NotToBeSent(channel=LABEL, order=notice.order_number, state=text(order, "status"), reason="state")
    warehouse = warehouse_of(saleor)
    lines = [
        {"orderLineId": line, "stocks": [{"warehouse": warehouse, "quantity": pieces}]}
        for line, pieces in wanted.items()
    ]
    return {
        "lines": lines,
        "notifyCustomer": True,
        "allowStockToBeExceeded": True,  # the goods have left: what Saleor thinks is there changes nothing
        "trackingNumber": notice.waybill,
    }


def _order(saleor: SaleorClient, notice: ShipmentNotice) -> Row:
    row = show_order(saleor, notice.order_number)
    if row is None:
        raise NotToBeSent(channel=LABEL, order=notice.order_number, state="", reason="unknown")
    return row


def _fulfilments(order: Row) -> list[Row]:
    return [one for one in rows(order, "fulfillments") if text(one, "status") not in GONE]


def _made_for(order: Row, waybill: str) -> Row | None:
    """Without a waybill: any, once nothing is left to send."""
    made = _fulfilments(order)
    if waybill:
        return next((one for one in made if text(one, "trackingNumber") == waybill), None)
    is_all = not any(number(row, "quantityToFulfill") for row in rows(order, "lines"))
    return made[-1] if made and is_all else None


def _wanted(notice: ShipmentNotice, room: dict[str, int]) -> dict[str, int]:
    """Pieces by line; without lines all that is open, without pieces all that is open of each."""
    if not notice.line_numbers:
        return {line: pieces for line, pieces in room.items() if pieces}
    counts = notice.pieces or [room.get(line, 0) or 1 for line in notice.line_numbers]
    return dict(zip(notice.line_numbers, counts, strict=True))

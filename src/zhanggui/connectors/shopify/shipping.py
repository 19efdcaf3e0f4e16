"""Telling the shop that a parcel has left, once, whatever happens to the call.

A parcel is a fulfilment with its number, made against the fulfilment orders that hold its pieces. What the shop already
shows with this number is not told again, so that a parcel of which only a part was taken is completed.
"""

from collections.abc import Sequence
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.selling.shipping import NotAccepted, ShippedOtherwise, carrier_name
from zhanggui.connectors.shopify.client import LABEL, Row, ShopifyClient, gid, is_number
from zhanggui.connectors.shopify.parcels import ROOM, SHOWN, Parcel, Pieces, Room, read_parcels, read_room
from zhanggui.connectors.shopify.states import PAID, leaves_unpaid
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

LISTED = {"sf": "SF Express", "youzheng": "China Post"}
"""Carriers that Shopify knows by these names: with them buyers see a link to where the parcel is."""
SEND = """mutation Send($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
  fulfillment { id status } userErrors { field message } } }"""
Parts = list[tuple[Room, int]]


class NotToBeSent(ChannelRefused):
    """{channel} shows order {order} as “{state}”: nothing of it may be sent."""


def ship_parcel(shopify: ShopifyClient, notice: ShipmentNotice) -> None:
    """Afterwards the order shows this waybill for the pieces of the notice."""
    carrier = _company(shopify.account, notice.carrier) if notice.waybill else ""
    order = _order(shopify, notice, SHOWN)
    parcels = read_parcels(shopify, order)
    room = read_room(shopify, _order(shopify, notice, ROOM))
    missing = _missing(notice, parcels, room)
    if not missing and _is_shown(notice, parcels):
        return
    if not missing or not _may_leave(shopify, order) or any(_waiting(room, line) < n for line, n in missing.items()):
        raise _not_to_be_sent(notice, order, parcels)
    for parts in _by_location(room, missing):
        _send(shopify, notice, carrier, parts)


def _send(shopify: ShopifyClient, notice: ShipmentNotice, carrier: str, parts: Parts) -> None:
    """One fulfilment. When the answer is lost or is a refusal, what the shop shows decides."""
    body = _body(shopify, notice, carrier, parts)
    try:
        made = shopify.change("fulfillmentCreate", SEND, repeatable=False, fulfillment=body)
        if made.get("fulfillment") is None:
            raise NotAccepted(channel=LABEL, waybill=notice.waybill, order=notice.order_number)
    except (ChannelDown, ChannelRefused):
        shown = _shown(notice, read_parcels(shopify, _order(shopify, notice, SHOWN)))
        if not notice.waybill or any(shown.get(place.line, 0) < count for place, count in parts):
            raise


def _body(shopify: ShopifyClient, notice: ShipmentNotice, carrier: str, parts: Parts) -> Row:
    lines: dict[str, list[Row]] = {}
    for place, count in parts:
        lines.setdefault(place.order, []).append({"id": place.own, "quantity": count})
    body: dict[str, Any] = {
        "lineItemsByFulfillmentOrder": [
            {"fulfillmentOrderId": own, "fulfillmentOrderLineItems": held} for own, held in lines.items()
        ],
        "notifyCustomer": shopify.account.settings.get("notify", "yes") == "yes",
    }
    if notice.waybill:
        body["trackingInfo"] = {"company": carrier, "number": notice.waybill}
    return body


def _company(account: ShopAccount, carrier: str) -> str:
    language = account.settings.get("language") or "zh-hans"
    named = carrier_name(account, carrier, label=LABEL, language=language)
    return named if account.settings.get(f"company_code.{carrier}") else LISTED.get(carrier, named)


def _may_leave(shopify: ShopifyClient, order: Row) -> bool:
    """Nothing is sent of an order that is over or is not paid."""
    if text(order, "cancelledAt"):
        return False
    return text(order, "displayFinancialStatus") in PAID or leaves_unpaid(order, shopify.account.settings)


def _missing(notice: ShipmentNotice, parcels: Sequence[Parcel], room: Sequence[Room]) -> Pieces:
    """Pieces that are not yet shown with this waybill; without lines all that waits."""
    if not notice.line_numbers:
        return {place.line: _waiting(room, place.line) for place in room}
    shown = _shown(notice, parcels) if notice.waybill else {}
    if notice.pieces:
        counts = dict(zip(notice.line_numbers, notice.pieces, strict=True))
        wanted = {line: count - shown.get(line, 0) for line, count in counts.items()}
    else:
        wanted = {line: _waiting(room, line) or int(line not in shown) for line in notice.line_numbers}
    return {line: count for line, count in wanted.items() if count > 0}


def _waiting(room: Sequence[Room], line: str) -> int:
    return sum(place.pieces for place in room if place.line == line)


def _by_location(room: Sequence[Room], missing: Pieces) -> list[Parts]:
    """A fulfilment is made of fulfilment orders of one location, so each location has its own."""
    left = dict(missing)
    parts: dict[str, Parts] = {}
    for place in room:
        count = min(left.get(place.line, 0), place.pieces)
        if count:
            left[place.line] -= count
            parts.setdefault(place.location, []).append((place, count))
    return list(parts.values())


def _shown(notice: ShipmentNotice, parcels: Sequence[Parcel]) -> Pieces:
    """Pieces the shop shows with this waybill, by line."""
    shown: Pieces = {}
    for parcel in parcels:
        if notice.waybill in parcel.waybills:
            for line, count in parcel.pieces.items():
                shown[line] = shown.get(line, 0) + count
    return shown


def _is_shown(notice: ShipmentNotice, parcels: Sequence[Parcel]) -> bool:
    if not notice.waybill:
        return bool(parcels)
    shown = _shown(notice, parcels)
    return bool(shown) and all(line in shown for line in notice.line_numbers)


def _not_to_be_sent(notice: ShipmentNotice, order: Row, parcels: Sequence[Parcel]) -> ChannelRefused:
    """Shipped with other numbers, or not to be sent at all."""
    wanted = set(notice.line_numbers)
    named = [parcel for parcel in parcels if not wanted or wanted & parcel.pieces.keys()]
    others = {each for parcel in named for each in parcel.waybills} - {notice.waybill, ""}
    if others and notice.waybill:
        told = ", ".join(sorted(others))
        return ShippedOtherwise(channel=LABEL, order=notice.order_number, waybills=told, waybill=notice.waybill)
    words = (text(order, "displayFinancialStatus"), text(order, "displayFulfillmentStatus"))
    state = "CANCELLED" if text(order, "cancelledAt") else " ".join(filter(None, words))
    return NotToBeSent(channel=LABEL, order=notice.order_number, state=state, reason="state")


def _order(shopify: ShopifyClient, notice: ShipmentNotice, query: str) -> Row:
    found = None
    if is_number(notice.order_number):
        found = shopify.ask("order", query, id=gid("Order", notice.order_number)).get("order")
    if not isinstance(found, dict):
        raise NotToBeSent(channel=LABEL, order=notice.order_number, state="", reason="unknown")
    return found

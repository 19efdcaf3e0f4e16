"""What the shop shows of an order's parcels, and what of it still waits: fulfilments and fulfilment orders."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhanggui.connectors.asking.answers import is_true, number, rows, text
from zhanggui.connectors.shopify.client import Row, ShopifyClient, block, own_id, part

OPEN = frozenset({"OPEN", "IN_PROGRESS"})
GONE = frozenset({"CANCELLED", "ERROR", "FAILURE"})
PAGE_INFO = "pageInfo { hasNextPage endCursor }"
SENT = "nodes { quantity lineItem { id } }"
WAITS = "nodes { id remainingQuantity lineItem { id } }"
SHOWN = f"""query Shown($id: ID!) {{ order(id: $id) {{ id cancelledAt displayFinancialStatus displayFulfillmentStatus
  paymentGatewayNames fulfillments(first: 20) {{ id status trackingInfo(first: 3) {{ number }}
  fulfillmentLineItems(first: 20) {{ {SENT} {PAGE_INFO} }} }} }} }}"""
ROOM = f"""query Room($id: ID!) {{ order(id: $id) {{ id fulfillmentOrders(first: 10) {{ nodes {{ id status
  assignedLocation {{ location {{ id }} }} lineItems(first: 40) {{ {WAITS} {PAGE_INFO} }} }} }} }} }}"""
MORE_SENT = f"""query MoreSent($id: ID!, $after: String) {{ node(id: $id) {{ ... on Fulfillment {{
  fulfillmentLineItems(first: 200, after: $after) {{ {SENT} {PAGE_INFO} }} }} }} }}"""
MORE_WAITS = f"""query MoreWaits($id: ID!, $after: String) {{ node(id: $id) {{ ... on FulfillmentOrder {{
  lineItems(first: 200, after: $after) {{ {WAITS} {PAGE_INFO} }} }} }} }}"""
Pieces = dict[str, int]


@dataclass(frozen=True, slots=True)
class Room:
    """Pieces of one line that a fulfilment order of one location waits for."""

    order: str
    location: str
    own: str
    line: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """A fulfilment, its numbers and its pieces by line."""

    waybills: frozenset[str]
    pieces: Mapping[str, int]


def read_parcels(shop: ShopifyClient, order: Row) -> list[Parcel]:
    """What has left, without fulfilments that were taken back."""
    found = []
    for row in rows(order, "fulfillments"):
        if text(row, "status") in GONE:
            continue
        pieces: Pieces = {}
        for each in _all(shop, row, "fulfillmentLineItems", MORE_SENT):
            line = own_id(text(block(each, "lineItem"), "id"))
            pieces[line] = pieces.get(line, 0) + (number(each, "quantity") or 0)
        found.append(Parcel(frozenset(text(each, "number") for each in rows(row, "trackingInfo")), pieces))
    return found


def read_room(shop: ShopifyClient, order: Row) -> list[Room]:
    """What waits, by fulfilment order. What is held or over has no room."""
    found = []
    for row in rows(part(order, "fulfillmentOrders"), "nodes"):
        if text(row, "status") not in OPEN:
            continue
        location = text(block(block(row, "assignedLocation"), "location"), "id")
        for each in _all(shop, row, "lineItems", MORE_WAITS):
            line = own_id(text(block(each, "lineItem"), "id"))
            pieces = number(each, "remainingQuantity") or 0
            found.append(Room(text(row, "id"), location, text(each, "id"), line, pieces))
    return [place for place in found if place.pieces]


def _all(shop: ShopifyClient, row: Row, name: str, more: str) -> Iterator[Row]:
    """The rows of a connection, those of its further pages too."""
    held = block(row, name)
    while True:
        yield from rows(held, "nodes")
        info = block(held, "pageInfo")
        if not is_true(info.get("hasNextPage")):
            return
        own = shop.ask("node", more, id=text(row, "id"), after=text(info, "endCursor"))
        held = part(part(own, "node"), name)

"""Fulfilments: parcels that leave against fulfilment orders, and the note of an order."""

from collections.abc import Mapping
from typing import Any

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.sales import Sale

from .refusing import UserError, told
from .words import Row, fulfilment_of, fulfilment_orders, gid, number_of, order_of, places_of

Given = Mapping[str, Any]
_OPEN = {"OPEN", "IN_PROGRESS"}
_BAD_PIECES = "Invalid fulfillment order line item quantity requested."


class Shipping:
    """What is sent from one shop."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def create(self, given: Given) -> Row:
        """All that is named leaves in one parcel, or nothing does."""
        asked = given.get("fulfillment") or {}
        tracking = asked.get("trackingInfo") or {}
        number = str(tracking.get("number") or next(iter(tracking.get("numbers") or ()), ""))
        try:
            with self._market.lock:
                sale, pieces = self._pieces(asked.get("lineItemsByFulfillmentOrder") or [])
                parcel = self._send(sale, str(tracking.get("company") or ""), number, pieces)
        except UserError as wrong:
            return _payload(None, wrong)
        return _payload(fulfilment_of(sale, parcel), None)

    def _send(self, sale: Sale, company: str, number: str, pieces: dict[str, int]) -> Any:
        try:
            return self._market.ship(sale.number, company, number, pieces)
        except (AlreadyShipped, Unshippable) as wrong:
            raise UserError(_BAD_PIECES, "fulfillment") from wrong

    def find(self, own: str) -> Row | None:
        """A fulfilment or a fulfilment order by its id."""
        for sale in self._market.sales.values():
            made = [fulfilment_of(sale, parcel) for parcel in sale.parcels]
            for row in (*made, *fulfilment_orders(sale)):
                if row["id"] == own:
                    return row
        return None

    def note(self, given: Given) -> Row:
        """`orderUpdate`, of which the note and the metafields are played."""
        asked = given.get("input") or {}
        number = number_of(str(asked.get("id", "")), "Order")
        if number not in self._market.sales:
            wrong = told(UserError("Order does not exist", "id"))
            return {"__typename": "OrderUpdatePayload", "order": None, "userErrors": [wrong]}
        with self._market.changing(number, "memo") as sale:
            if "note" in asked:
                sale.own["note"] = str(asked["note"] or "")
            for each in asked.get("metafields") or []:
                own = {name: str(each.get(name, "")) for name in ("namespace", "key", "type", "value")}
                sale.own.setdefault("metafields", {})[f"{own['namespace']}.{own['key']}"] = own
        return {"__typename": "OrderUpdatePayload", "order": order_of(sale), "userErrors": []}

    def _pieces(self, asked: list[Given]) -> tuple[Sale, dict[str, int]]:
        if not asked:
            raise UserError("The required line_items_by_fulfillment_order field is missing", "fulfillment")
        sale: Sale | None = None
        pieces: dict[str, int] = {}
        places = set[str]()
        for each in asked:
            own, place = self._find(str(each.get("fulfillmentOrderId", "")))
            if sale is not None and own is not sale:
                raise UserError("All fulfillment orders must belong to the same order.", "fulfillment")
            sale = own
            places.add(place)
            for line, count in _asked_pieces(own, place, each.get("fulfillmentOrderLineItems")).items():
                pieces[line] = pieces.get(line, 0) + count
        if len(places) > 1:
            raise UserError("Fulfillment orders must be assigned to the same location.", "fulfillment")
        assert sale is not None
        return sale, pieces

    def _find(self, own: str) -> tuple[Sale, str]:
        for sale in self._market.sales.values():
            for place in places_of(sale):
                if own == gid("FulfillmentOrder", f"{sale.number}{place}"):
                    return sale, place
        raise UserError("Fulfillment order does not exist.", "fulfillment")


def _asked_pieces(sale: Sale, place: str, asked: list[Given] | None) -> dict[str, int]:
    """Without lines all that is left of the fulfilment order."""
    (order,) = [one for one in fulfilment_orders(sale) if one["id"] == gid("FulfillmentOrder", f"{sale.number}{place}")]
    if order["status"] not in _OPEN:
        sentence = f"Fulfillment order {sale.number}{place} has an unfulfillable status= {order['status'].lower()}."
        raise UserError(sentence, "fulfillment")
    left = sale.left()
    room = {line.number: left[line.number] for line in places_of(sale)[place] if left.get(line.number)}
    if not asked:
        return room
    wanted = {}
    for row in asked:
        line = number_of(str(row["id"]), "FulfillmentOrderLineItem")[:-1]
        wanted[line] = int(row["quantity"])
        if not 0 < wanted[line] <= room.get(line, 0):
            raise UserError(_BAD_PIECES, "fulfillment")
    return wanted


def _payload(fulfilment: Row | None, wrong: UserError | None) -> Row:
    errors = [told(wrong)] if wrong else []
    return {"__typename": "FulfillmentCreatePayload", "fulfillment": fulfilment, "userErrors": errors}

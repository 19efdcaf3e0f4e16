"""Stock in the public API: places, goods in, counts. Claims and moves are made by the flows that need them."""

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.api import Answered, Asked, Id, UnitCost, flow_operation, run

router = Router(tags=["stock"])

MOST = 1000
MOST_PIECES = 1_000_000
Lot = Annotated[str, Field(max_length=40)]
CauseId = Annotated[Id, Field(description="Your own number of this line. The same number never counts twice.")]


class PlaceIn(Asked):
    warehouse_id: Id
    code: Annotated[str, Field(min_length=1, max_length=32)]
    kind: LocationKind
    walk_order: Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)] = 0


class OpenLocations(Asked):
    places: Annotated[list[PlaceIn], Field(min_length=1, max_length=MOST)]


class ReceiptIn(Asked):
    cause_id: CauseId
    location_id: Id
    sku_id: Id
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES, strict=True)]
    unit_cost: UnitCost = Decimal(0)
    lot: Lot = ""


class ReceiveGoods(Asked):
    receipts: Annotated[list[ReceiptIn], Field(min_length=1, max_length=MOST)]


class CountIn(Asked):
    cause_id: CauseId
    location_id: Id
    sku_id: Id
    counted: Annotated[int, Field(ge=0, le=MOST_PIECES, strict=True)]
    lot: Lot = ""


class AdjustStock(Asked):
    counts: Annotated[list[CountIn], Field(min_length=1, max_length=MOST)]
    note: Annotated[str, Field(min_length=1, max_length=300)]


@flow_operation(router, open_locations)
def open_locations_endpoint(request: HttpRequest, asked: OpenLocations) -> Answered:
    places = [Place(each.warehouse_id, each.code, each.kind.value, each.walk_order) for each in asked.places]
    return run(open_locations, request, places=places)


@flow_operation(router, receive_goods)
def receive_goods_endpoint(request: HttpRequest, asked: ReceiveGoods) -> Answered:
    receipts = [Receipt(**{name: getattr(each, name) for name in Receipt._fields}) for each in asked.receipts]
    return run(receive_goods, request, receipts=receipts)


@flow_operation(router, adjust_stock)
def adjust_stock_endpoint(request: HttpRequest, asked: AdjustStock) -> Answered:
    counts = [Count(**{name: getattr(each, name) for name in Count._fields}) for each in asked.counts]
    return run(adjust_stock, request, counts=counts, note=asked.note)

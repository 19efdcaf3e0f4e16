"""Stock in the public API: places, goods in, counts. Claims and moves are made by the flows that need them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.inventory.flows.add_codes import add_codes
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.mark_inspections import MarkDraft, mark_inspections
from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.open_lots import open_lots
from zhanggui.inventory.flows.pass_inspections import pass_inspections
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.flows.register_lots import register_lots
from zhanggui.inventory.flows.set_shop_lives import set_shop_lives
from zhanggui.inventory.flows.stop_lots import stop_lots
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.rules.lots import LotDraft
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.unique_codes import CodeDraft
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.api import Answered, Asked, Id, Ids, UnitCost, answer, flow_actor, flow_operation, run
from zhanggui.kernel.clock import now
from zhanggui.kernel.outcome import Outcome

router = Router(tags=["stock"])

MOST = 1000
MOST_PIECES = 1_000_000
Code = Annotated[str, Field(min_length=1, max_length=64)]
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
    codes: Annotated[
        list[Code], Field(max_length=MOST, description="Unique codes, one for each piece of a SKU tracked by them.")
    ] = []


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
    receipts = [Receipt(**each.model_dump(exclude={"codes"}), codes=tuple(each.codes)) for each in asked.receipts]
    return run(receive_goods, request, receipts=receipts)


@flow_operation(router, adjust_stock)
def adjust_stock_endpoint(request: HttpRequest, asked: AdjustStock) -> Answered:
    counts = [Count(**each.model_dump()) for each in asked.counts]
    return run(adjust_stock, request, counts=counts, note=asked.note)


class CodeIn(Asked):
    code: Code
    sku_id: Id
    warehouse_id: Id
    lot: Lot = ""


class AddCodes(Asked):
    codes: Annotated[list[CodeIn], Field(min_length=1, max_length=MOST)]


@flow_operation(router, add_codes)
def add_codes_endpoint(request: HttpRequest, asked: AddCodes) -> Answered:
    return run(add_codes, request, codes=[CodeDraft(**each.model_dump()) for each in asked.codes])


class MarkIn(Asked):
    sku_id: Id
    warehouse_id: Id
    lot: Annotated[Lot, Field(description="Empty: every lot.")] = ""


class MarkInspections(Asked):
    marks: Annotated[list[MarkIn], Field(min_length=1, max_length=MOST)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@flow_operation(router, mark_inspections)
def mark_inspections_endpoint(request: HttpRequest, asked: MarkInspections) -> Answered:
    """Answers each mark by its place in the list, from 1."""
    actor = flow_actor(request, mark_inspections.__name__)
    drafts = [MarkDraft(**each.model_dump()) for each in asked.marks]
    outcome = mark_inspections(marks=drafts, reason=asked.reason, actor=actor, at=now())
    places = {draft: place for place, draft in reversed(list(enumerate(drafts, start=1)))}
    return answer(
        Outcome([places[draft] for draft in outcome.done], {places[draft]: no for draft, no in outcome.refused.items()})
    )


class PassInspections(Asked):
    mark_ids: Ids
    note: Annotated[str, Field(max_length=200)] = ""


@flow_operation(router, pass_inspections)
def pass_inspections_endpoint(request: HttpRequest, asked: PassInspections) -> Answered:
    return run(pass_inspections, request, **asked.model_dump())


class LotIn(Asked):
    """What is left out is not known, or as it was."""

    sku_id: Id
    code: Annotated[str, Field(min_length=1, max_length=40)]
    produced_on: date | None = None
    expires_on: Annotated[date | None, Field(description="The last day it is good.")] = None
    supplier_id: Id | None = None


class RegisterLots(Asked):
    lots: Annotated[list[LotIn], Field(min_length=1, max_length=MOST)]


class LotSteps(Asked):
    lot_ids: Ids
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@flow_operation(router, stop_lots)
def stop_lots_endpoint(request: HttpRequest, asked: LotSteps) -> Answered:
    return run(stop_lots, request, **asked.model_dump())


@flow_operation(router, open_lots)
def open_lots_endpoint(request: HttpRequest, asked: LotSteps) -> Answered:
    return run(open_lots, request, **asked.model_dump())


class SetShopLives(Asked):
    shop_ids: Ids
    days: Annotated[int, Field(ge=0, le=36_500, strict=True, description="Days of life that must be left.")]


@flow_operation(router, set_shop_lives)
def set_shop_lives_endpoint(request: HttpRequest, asked: SetShopLives) -> Answered:
    return run(set_shop_lives, request, **asked.model_dump())


@flow_operation(router, register_lots)
def register_lots_endpoint(request: HttpRequest, asked: RegisterLots) -> Answered:
    """`done` and `refused` name each lot by SKU id and code, with a colon between."""

    def register(*, lots: list[LotDraft], actor: Actor, at: datetime) -> Outcome[str]:
        outcome = register_lots(lots=lots, actor=actor, at=at)
        return Outcome(
            [f"{sku_id}:{code}" for sku_id, code in outcome.done],
            {f"{sku_id}:{code}": refusal for (sku_id, code), refusal in outcome.refused.items()},
        )

    return run(register, request, lots=[LotDraft(**each.model_dump()) for each in asked.lots])

"""Plan parcels for reviewed orders, and claim their stock.

Afterwards each order that could be served has one parcel holding all it still needs, all or nothing; an order that is
short waits with a hold that says so, and holds no stock.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F

from zhanggui.fulfilment.choosing import Goods, Place, Places, choose_places, keep_choices
from zhanggui.fulfilment.facts import ParcelPlanned
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.rules.parcels import (
    CLAIM,
    LinesUnmatched,
    NothingLeftToSend,
    check_plannable,
)
from zhanggui.fulfilment.states import ParcelState
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.rules.claims import Want
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.states import HoldReason
from zhanggui.people.models import Warehouse

_PARCEL = (
    "id", "number", "state", "shop_id", "warehouse_id", "order_id", "carrier", "waybill", "units", "units_verified",
    "sku_count", "expected_g", "prints", "ship_by", "planned_at", "verified_by", "shipped_by", "stop_reason",
)  # fmt: skip
_LINE = ("id", "parcel_id", "order_line_id", "sku_id", "quantity", "picked", "verified")


class NoWarehouse(Refusal):
    """There is no warehouse that you may plan for."""


class _Order(NamedTuple):
    id: int
    number: str
    state: str
    open_holds: int
    stop_reason: str
    shop_id: int
    carrier: str
    ship_by: datetime | None
    warehouse_wish: int | None
    carrier_wish: str


class _Need(NamedTuple):
    order_id: int
    line_id: int
    sku_id: int | None
    quantity: int
    weight_g: int | None


@transaction.atomic
def plan_parcels(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders, holds, needs = _load(order_ids, actor=actor)
    warehouse_ids = list(Warehouse.objects.visible_to(actor).order_by("priority", "pk").values_list("pk", flat=True))

    ready, refused = _divide(orders, holds, needs)
    refused |= {
        missing: NotFound(what="order", key=missing) for missing in set(order_ids) - {order.id for order in orders}
    }
    if not warehouse_ids:
        refused |= {order.id: NoWarehouse() for order in ready}
        ready = []
    places, nowhere = _choose_places(ready, needs, warehouse_ids, at=at)
    refused |= nowhere
    ready = [order for order in ready if order.id in places]

    line_ids = iter(draw_ids(ParcelLine, sum(len(needs[order.id]) for order in ready)))
    lines = {order.id: [(next(line_ids), need) for need in needs[order.id]] for order in ready}
    claimed = claim_stock(
        cause=CLAIM,
        wants=[
            Want(line_id, order.id, places[order.id].warehouse_id, need.sku_id or 0, need.quantity)
            for order in ready
            for line_id, need in lines[order.id]
        ],
        actor=actor,
        at=at,
    )
    served = [order for order in ready if order.id not in claimed.refused]
    facts = _write_parcels(served, lines, places, at=at)
    keep_choices({fact.parcel_id: places[fact.order_id] for fact in facts}, actor=actor, at=at)
    record_progress(
        lines=[Progress(need.line_id, claimed=need.quantity) for order in served for _, need in lines[order.id]],
        actor=actor,
        at=at,
    )
    _tell_shortages(claimed.refused, served, holds, actor=actor, at=at)

    announce(facts, actor=actor, at=at)
    return Outcome(done=[order.id for order in served], refused=refused | claimed.refused)


def _load(
    order_ids: Sequence[int], *, actor: Actor
) -> tuple[list[_Order], dict[int, list[str]], dict[int, list[_Need]]]:
    rows = locked(Order.objects.visible_to(actor), order_ids).values_list(
        "pk", "number", "state", "open_holds", "stop_reason", "shop_id", "shop__carrier", "ship_by",
        "warehouse_wish_id", "carrier_wish",
    )  # fmt: skip
    orders = [_Order(*row) for row in rows]
    ids = [order.id for order in orders]
    holds: dict[int, list[str]] = {}
    held = [order.id for order in orders if order.open_holds]
    for order_id, reason in Hold.objects.filter(order_id__among=held).values_list("order_id", "reason"):
        holds.setdefault(order_id, []).append(reason)
    open_lines = (
        OrderLine.objects.filter(order_id__among=ids, is_cancelled=False, is_replaced=False, ordered__gt=F("claimed"))
        .order_by("order_id", "pk")
        .values_list("order_id", "pk", "sku_id", F("ordered") - F("claimed"), "sku__weight_g")
    )
    needs = {
        order_id: [_Need(*row) for row in group] for order_id, group in groupby(open_lines, key=lambda row: row[0])
    }
    return orders, holds, needs


def _divide(
    orders: Sequence[_Order], holds: dict[int, list[str]], needs: dict[int, list[_Need]]
) -> tuple[list[_Order], dict[int, Refusal]]:
    ready: list[_Order] = []
    refused: dict[int, Refusal] = {}
    for order in orders:
        try:
            check_plannable(
                number=order.number, state=order.state, hold_reasons=holds.get(order.id, ()), asked=order.stop_reason
            )
            if order.id not in needs:
                raise NothingLeftToSend(number=order.number)
            if any(need.sku_id is None for need in needs[order.id]):
                raise LinesUnmatched(number=order.number)
        except Refusal as refusal:
            refused[order.id] = refusal
        else:
            ready.append(order)
    return ready, refused


def _choose_places(
    ready: Sequence[_Order], needs: dict[int, list[_Need]], warehouse_ids: Sequence[int], *, at: datetime
) -> Places:
    """A look without locks: the claim itself decides."""
    if not ready:
        return Places({}, {})
    goods = []
    for order in ready:
        wanted: dict[int, int] = {}
        for need in needs[order.id]:
            wanted[need.sku_id or 0] = wanted.get(need.sku_id or 0, 0) + need.quantity
        goods.append(
            Goods(
                order.id, (order.id,), order.number, order.shop_id, order.carrier, order.ship_by, wanted,
                sum(need.quantity * (need.weight_g or 0) for need in needs[order.id]),
                order.warehouse_wish, order.carrier_wish,
            )
        )  # fmt: skip
    return choose_places(goods, warehouse_ids=warehouse_ids, at=at)


def _write_parcels(
    served: Sequence[_Order], lines: dict[int, list[tuple[int, _Need]]], places: dict[int, Place], *, at: datetime
) -> list[ParcelPlanned]:
    parcels: list[tuple[Any, ...]] = []
    parcel_lines: list[tuple[Any, ...]] = []
    facts = []
    numbers = draw_numbers("parcel", "P", len(served), at=at)
    for parcel_id, number, order in zip(draw_ids(Parcel, len(served)), numbers, served, strict=True):
        own, place = lines[order.id], places[order.id]
        units = sum(need.quantity for _, need in own)
        weight = sum(need.quantity * (need.weight_g or 0) for _, need in own)
        skus = len({need.sku_id for _, need in own})
        parcels.append(
            (parcel_id, number, ParcelState.PLANNED.value, order.shop_id, place.warehouse_id, order.id, place.carrier,
             "", units, 0, skus, weight, 0, order.ship_by, at, "", "", "")
        )  # fmt: skip
        parcel_lines.extend(
            (line_id, parcel_id, need.line_id, need.sku_id, need.quantity, 0, 0) for line_id, need in own
        )
        facts.append(ParcelPlanned(parcel_id, number, order.id, units))
    copy_rows(Parcel, _PARCEL, parcels)
    copy_rows(ParcelLine, _LINE, parcel_lines)
    return facts


def _tell_shortages(
    short: dict[Any, Refusal], served: Sequence[_Order], holds: dict[int, list[str]], *, actor: Actor, at: datetime
) -> None:
    """Who waits for goods says so; who waited and was served no longer does."""
    if short:
        hold_orders(order_ids=list(short), reason=HoldReason.SHORTAGE, actor=actor, at=at)
    over = [order.id for order in served if HoldReason.SHORTAGE in holds.get(order.id, ())]
    if over:
        release_orders(order_ids=over, reasons=[HoldReason.SHORTAGE], actor=actor, at=at)

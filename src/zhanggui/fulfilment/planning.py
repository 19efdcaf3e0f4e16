"""What a plan reads of orders, and the boxes it puts their goods into."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import F

from zhanggui.fulfilment.facts import ParcelPlanned, ParcelToJoin
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.places.choosing import Goods, Place, Places, choose_places
from zhanggui.fulfilment.rules.merging import ALONE, Group, Part
from zhanggui.fulfilment.rules.parcels import LinesUnmatched, NothingLeftToSend, check_plannable
from zhanggui.fulfilment.writing import LINE, PARCEL, NewParcel, parcel_row
from zhanggui.inventory.rules.claims import Want
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids
from zhanggui.kernel.facts import FactOf
from zhanggui.kernel.locks import locked
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.rules.marks import ruled_wishes


class PlanOrder(NamedTuple):
    """An order, as far as its plan cares."""

    id: int
    number: str
    state: str
    open_holds: int
    stop_reason: str
    review_reason: str
    shop_id: int
    carrier: str
    ship_by: datetime | None
    collect_by: datetime | None
    warehouse_wish: int | None
    carrier_wish: str
    labels: list[str]
    payment: str
    merge_key: bytes
    by_rules: dict[str, Any] | None
    travels_with: int | None


class Need(NamedTuple):
    """Pieces of an order line that no parcel holds yet."""

    order_id: int
    line_id: int
    sku_id: int | None
    quantity: int
    weight_g: int | None
    volume_cm3: int | None


class Box(NamedTuple):
    """What one parcel will hold: (parcel line, need) of one order, from one place."""

    order: PlanOrder
    place: Place
    lines: Sequence[tuple[int, Need]]


class Asked(NamedTuple):
    """Everything a plan reads of its orders, which are locked."""

    orders: list[PlanOrder]
    holds: dict[int, list[str]]
    needs: dict[int, list[Need]]


_ORDER = (
    "pk", "number", "state", "open_holds", "stop_reason", "review_reason", "shop_id", "shop__carrier", "ship_by",
    "collect_by", "warehouse_wish_id", "carrier_wish", "labels", "payment_mode", "receiver_digest", "by_rules",
    "travels_with_id",
)  # fmt: skip


def load_orders(order_ids: Sequence[int], *, also_lock: Iterable[int] = (), actor: Actor) -> Asked:
    """The visible ones of these orders, in the order asked for; they and the others are locked together, by id."""
    asked = {pk: place for place, pk in enumerate(order_ids)}
    rows = locked(Order.objects.visible_to(actor), {*asked, *also_lock}).values_list(*_ORDER)
    orders = [PlanOrder(*row) for row in sorted(rows, key=lambda row: asked.get(row[0], -1)) if row[0] in asked]
    ids = [order.id for order in orders]
    holds: dict[int, list[str]] = {}
    held = [order.id for order in orders if order.open_holds]
    for order_id, reason in Hold.objects.filter(order_id__among=held).values_list("order_id", "reason"):
        holds.setdefault(order_id, []).append(reason)
    open_lines = (
        OrderLine.objects.filter(order_id__among=ids, is_cancelled=False, is_replaced=False, ordered__gt=F("claimed"))
        .order_by("order_id", "pk")
        .values_list("order_id", "pk", "sku_id", F("ordered") - F("claimed"), "sku__weight_g", "sku__volume_cm3")
    )
    needs = {order_id: [Need(*row) for row in group] for order_id, group in groupby(open_lines, key=lambda row: row[0])}
    return Asked(orders, holds, needs)


def divide_orders(asked: Asked) -> tuple[list[PlanOrder], dict[int, Refusal]]:
    """Orders that may be planned now, and why the others may not."""
    ready: list[PlanOrder] = []
    refused: dict[int, Refusal] = {}
    for order in asked.orders:
        reasons = asked.holds.get(order.id, ())
        try:
            check_plannable(
                number=order.number, state=order.state, hold_reasons=reasons, asked=order.stop_reason,
                review=order.review_reason,
            )  # fmt: skip
            if order.id not in asked.needs:
                raise NothingLeftToSend(number=order.number)
            if any(need.sku_id is None for need in asked.needs[order.id]):
                raise LinesUnmatched(number=order.number)
        except Refusal as refusal:
            refused[order.id] = refusal
        else:
            ready.append(order)
    return ready, refused


def places_for(
    ready: Sequence[PlanOrder], needs: Mapping[int, Sequence[Need]], warehouse_ids: Sequence[int], *, at: datetime
) -> Places:
    """A look without locks: the claim itself decides."""
    if not ready:
        return Places({}, {})
    goods = []
    for order in ready:
        wanted = Counter[int]()
        for need in needs[order.id]:
            wanted[need.sku_id or 0] += need.quantity
        goods.append(
            Goods(
                order.id, (order.id,), order.number, order.shop_id, order.carrier, order.ship_by, wanted,
                sum(need.quantity * (need.weight_g or 0) for need in needs[order.id]),
                order.warehouse_wish, order.carrier_wish,
                sum(need.quantity * (need.volume_cm3 or 0) for need in needs[order.id]),
                ruled=ruled_wishes(order.by_rules, warehouse_id=order.warehouse_wish, carrier=order.carrier_wish),
            )
        )  # fmt: skip
    return choose_places(goods, warehouse_ids=warehouse_ids, at=at)


def make_boxes(wanted: Sequence[tuple[PlanOrder, Place, Sequence[Need]]]) -> list[Box]:
    """Each order's needs with the parcel lines they will be."""
    line_ids = iter(draw_ids(ParcelLine, sum(len(needs) for _, _, needs in wanted)))
    return [Box(order, place, [(next(line_ids), need) for need in needs]) for order, place, needs in wanted]


def wants_of(boxes: Sequence[Box]) -> list[Want]:
    """The stock these boxes ask for; the place of a box among them is its group."""
    return [
        Want(line_id, group, box.place.warehouse_id, need.sku_id or 0, need.quantity)
        for group, box in enumerate(boxes)
        for line_id, need in box.lines
    ]


def write_boxes(boxes: Sequence[Box], *, groups: Mapping[int, Group], at: datetime) -> dict[int, tuple[Part, Box]]:
    """Each box is a planned parcel: as a part that may be merged, and as it was asked for."""
    written: dict[int, tuple[Part, Box]] = {}
    parcels: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    numbers = draw_numbers("parcel", "P", len(boxes), at=at)
    for parcel_id, number, box in zip(draw_ids(Parcel, len(boxes)), numbers, boxes, strict=True):
        order, place = box.order, box.place
        key = bytes(order.merge_key)
        units = sum(need.quantity for _, need in box.lines)
        grams = sum(need.quantity * (need.weight_g or 0) for _, need in box.lines)
        skus = len({need.sku_id for _, need in box.lines})
        new = NewParcel(
            parcel_id, number, order.shop_id, place.warehouse_id, order.id, place.carrier, order.ship_by,
            order.collect_by, at, key, units, skus, grams,
        )  # fmt: skip
        parcels.append(parcel_row(new))
        lines.extend((pk, parcel_id, need.line_id, need.sku_id, need.quantity, 0, 0, None) for pk, need in box.lines)
        part = Part(
            parcel_id, number, key, order.shop_id, place.warehouse_id, place.carrier, order.payment, 1, units, grams,
            order.ship_by, bool(order.labels), groups.get(order.shop_id, ALONE), order.carrier_wish,
        )  # fmt: skip
        written[parcel_id] = (part, box)
    copy_rows(Parcel, PARCEL, parcels)
    copy_rows(ParcelLine, LINE, lines)
    return written


def planned_facts(written: Mapping[int, tuple[Part, Box]]) -> list[FactOf]:
    """What was planned, and what of it is to be joined with others yet."""
    planned = [ParcelPlanned(pk, part.number, box.order.id, part.units) for pk, (part, box) in written.items()]
    return [*planned, *(ParcelToJoin(pk) for pk, (_, box) in written.items() if box.order.travels_with)]

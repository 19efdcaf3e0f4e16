"""The parcels a split would make: from where, with whom, for how much, and when each leaves, beside the whole.

Nothing changes. Carriers and prices are those the split itself would choose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max
from django.utils.translation import gettext as _

from zhanggui.fulfilment.merging.splitting import held_lines
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.places.choosing import Goods, weigh_places
from zhanggui.fulfilment.places.replacing import chosen_by_hand
from zhanggui.fulfilment.places.trying import warehouses_in_order
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.choices import Choice
from zhanggui.fulfilment.rules.handing import delay, hand_over
from zhanggui.fulfilment.rules.splitting import Box, SplitLine, Take, boxes_of, unmeasured
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.cut_offs import cut_offs_of
from zhanggui.orders.models import Order, PurchaseWish

_WHOLE = -1
_HOUR = 3600


class Resulting(NamedTuple):
    """One parcel. `fee` is None where no freight table prices it, `leaves_at` where nobody knows when its goods come;
    `beside` says how much sooner or later than the whole it leaves."""

    lines: list[tuple[str, int]]
    pieces: int
    grams: int
    cm3: int
    warehouse: str
    carrier: str
    fee: Decimal | None
    is_ready: bool
    goods_at: datetime | None
    leaves_at: datetime | None
    is_late: bool
    beside: str = ""


class Preview(NamedTuple):
    """The whole as it is, the parcels of the split, what they cost more, and why it cannot be done; SKUs of which
    nobody knows the weight or volume that it is to be split by."""

    whole: Resulting
    parcels: list[Resulting]
    more: Decimal | None
    refusal: str
    unmeasured: list[str]


@dataclass(frozen=True, slots=True)
class _Books:
    """What the preview of one parcel reads."""

    parcel: Parcel
    lines: Sequence[SplitLine]
    skus: Mapping[str, int]
    comes_at: Mapping[str, datetime]
    choices: Mapping[int, Choice]
    actor: Actor
    at: datetime


def preview_split(parcel: Parcel, *, way: str, limit: int, take: Take, actor: Actor, at: datetime) -> Preview:
    names = warehouses_in_order(actor)
    lines = held_lines([parcel.pk], elsewhere=list(names) if way == "by_warehouse" else ()).get(parcel.pk, [])
    refusal = ""
    boxes: list[Box] = []
    try:
        boxes = boxes_of(parcel.number, lines, way=way, limit=limit, take=take)
    except Refusal as why:
        refusal = why.sentence
    everything = Box({line.line_id: line.quantity for line in lines})
    rows = ParcelLine.objects.filter(parcel=parcel).values_list("sku__code", "sku_id")
    skus = dict(rows)
    goods = [_goods(parcel, lines, skus, everything, key=_WHOLE, carrier=parcel.carrier)]
    kept = parcel.carrier if chosen_by_hand([parcel.pk]) else _wish(parcel)
    goods += [_goods(parcel, lines, skus, box, key=key, carrier=kept) for key, box in enumerate(boxes)]
    books = _Books(
        parcel, lines, skus, _comes_at(parcel, skus), weigh_places(goods, warehouse_ids=list(names), at=at), actor, at
    )
    whole, *parts = _shown([(_WHOLE, everything), *enumerate(boxes)], names, books)
    parts = [one._replace(beside=_beside(one.leaves_at, whole.leaves_at)) for one in parts]
    fees = [one.fee for one in parts]
    more = None if whole.fee is None or None in fees else sum((fee for fee in fees if fee), Decimal(0)) - whole.fee
    return Preview(whole, parts, more if parts else None, refusal, unmeasured(lines, way))


def _wish(parcel: Parcel) -> str:
    """The carrier that an order in the parcel asks for."""
    orders = Order.objects.filter(lines__parcel_lines__parcel=parcel).exclude(carrier_wish="").order_by("pk")
    return orders.values_list("carrier_wish", flat=True).first() or ""


def _goods(
    parcel: Parcel, lines: Sequence[SplitLine], skus: Mapping[str, int], box: Box, *, key: int, carrier: str
) -> Goods:
    needs: dict[int, int] = {}
    own = [line for line in lines if box.take.get(line.line_id)]
    for line in own:
        needs[skus[line.sku]] = needs.get(skus[line.sku], 0) + box.take[line.line_id]
    orders = dict.fromkeys([parcel.order_id, *(line.order_id for line in own)])
    return Goods(
        key, tuple(orders), parcel.number, parcel.shop_id, parcel.shop.carrier, parcel.ship_by, needs,
        sum(line.grams * box.take[line.line_id] for line in own), box.warehouse_id or parcel.warehouse_id, carrier,
        sum(line.cm3 * box.take[line.line_id] for line in own),
        None if box.warehouse_id else parcel.warehouse_id,
    )  # fmt: skip


def _comes_at(parcel: Parcel, skus: Mapping[str, int]) -> dict[str, datetime]:
    """By when goods were asked of purchasing for this warehouse, as far as somebody named a date."""
    wishes = PurchaseWish.objects.filter(
        state="open", sku_id__in=list(skus.values()), warehouse_id=parcel.warehouse_id, needed_by__isnull=False
    )
    return dict(wishes.values_list("sku__code").annotate(last=Max("needed_by")))


def _shown(boxes: Sequence[tuple[int, Box]], names: Mapping[int, str], books: _Books) -> list[Resulting]:
    times, zone = cut_offs_of(books.actor), company_zone()
    found = []
    left: dict[int, int] = {}
    for key, box in boxes:
        if key <= 0:  # the whole, and the first part of it: nothing is used up yet
            left = {line.line_id: line.ready for line in books.lines}
        own = [line for line in books.lines if box.take.get(line.line_id)]
        choice = books.choices[key].chosen
        warehouse_id = box.warehouse_id or books.parcel.warehouse_id
        carrier = choice.carrier if choice else books.parcel.carrier
        lacking = [line for line in own if not box.warehouse_id and left[line.line_id] < box.take[line.line_id]]
        if not box.warehouse_id:
            left |= {line.line_id: max(0, left[line.line_id] - box.take[line.line_id]) for line in own}
        known = [books.comes_at.get(line.sku) for line in lacking]
        goods_at = max((moment for moment in known if moment), default=books.at)
        is_known = None not in known
        leaves_at = None
        if is_known:
            own_times = times[warehouse_id][1] if warehouse_id in times else []
            leaves_at = hand_over(own_times, carrier, after=max(goods_at, books.at), zone=zone)
        ship_by = books.parcel.ship_by
        found.append(
            Resulting(
                [(line.sku, box.take[line.line_id]) for line in own],
                sum(box.take.values()),
                sum(line.grams * box.take[line.line_id] for line in own),
                sum(line.cm3 * box.take[line.line_id] for line in own),
                names.get(warehouse_id, ""),
                carrier_label(carrier),
                choice.fee if choice else None,
                not lacking,
                goods_at if lacking and is_known else None,
                leaves_at,
                bool(leaves_at and ship_by and leaves_at > ship_by),
            )
        )
    return found


def _beside(part: datetime | None, whole: datetime | None) -> str:
    if part is None:
        return _("waits like the whole") if whole is None else _("waits for goods")
    later = delay(part, whole)
    if later is None:
        return _("goes, the whole waits")
    hours = round(later.total_seconds() / _HOUR)
    if hours == 0:
        return _("with the same cut-off")
    if hours < 0:
        return _("{hours} h sooner").format(hours=-hours)
    return _("{hours} h later").format(hours=hours)

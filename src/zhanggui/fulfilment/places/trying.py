"""Try an address, and preview what a selection would cost: every candidate with its points, price and exclusions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.places.books import categories_of, load_books
from zhanggui.fulfilment.places.choosing import Goods, weigh_places
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.choices import REASONS, Candidate, Case, Choice, Chooser, NotWished
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order, OrderLine
from zhanggui.people.models import Shop, Warehouse

MOST = 1_000


def warehouses_in_order(actor: Actor) -> dict[int, str]:
    """The warehouses of this person by priority, with their names."""
    return dict(Warehouse.objects.visible_to(actor).order_by("priority", "pk").values_list("pk", "name"))


def part_label(name: str) -> str:
    """A part of the score in words."""
    labels = {
        "stock": _("Stock complete"),
        "load": _("Load of today"),
        "region": _("Region"),
        "rule": _("Carrier rule"),
        "freight": _("Freight"),
        "days": _("Days on the way"),
    }
    return labels.get(name, name)


def reason_words(code: str, data: Mapping[str, Any]) -> str:
    """Why a candidate was left out, as a sentence; carriers by the name people say."""
    reason = REASONS.get(code)
    if reason is None:
        return code
    named = {**data, "carrier": carrier_label(str(data["carrier"]))} if "carrier" in data else dict(data)
    return reason(**named).sentence


def shown(candidate: Candidate, names: Mapping[int, str], *, best: Candidate | None = None) -> dict[str, Any]:
    """A row of the table of candidates."""
    return {
        "warehouse": names.get(candidate.warehouse_id, ""),
        "carrier": carrier_label(candidate.carrier),
        "fee": candidate.fee,
        "days": candidate.days,
        "late_days": candidate.late_days,
        "charge_g": candidate.charge_g,
        "total": candidate.total,
        "parts": [(part_label(name), points) for name, points in candidate.parts.items()],
        "reasons": [reason_words(reason.code(), reason.data) for reason in candidate.out],
        "is_best": candidate is best,
        "behind": _behind(candidate, best) if best else None,
    }


def _behind(candidate: Candidate, best: Candidate) -> int | None:
    """By how many points another that was possible lost, if it lost by points."""
    if candidate is best or candidate.out or candidate.is_late != best.is_late:
        return None
    return best.total - candidate.total


def try_address(
    *,
    area: Area,
    shop: Shop,
    goods: Mapping[str, int],
    grams: int | None,
    volume_cm3: int | None,
    remark: str,
    actor: Actor,
    at: datetime,
) -> tuple[Choice | None, list[str]]:
    """How the rules would choose for goods that nobody has ordered yet, and the codes that are not known."""
    skus = list(Sku.objects.filter(code__in=list(goods)).values_list("pk", "code", "weight_g", "volume_cm3"))
    needs = {pk: goods[code] for pk, code, *_ in skus}
    unknown = sorted(set(goods) - {code for _pk, code, *_ in skus})
    warehouse_ids = list(warehouses_in_order(actor))
    if unknown or not warehouse_ids:
        return None, unknown
    weight = sum(goods[code] * weight_g for _pk, code, weight_g, _cm3 in skus) if grams is None else grams
    volume = sum(goods[code] * cm3 for _pk, code, _weight_g, cm3 in skus) if volume_cm3 is None else volume_cm3
    case = Case(
        key=0,
        number="",
        shop_id=shop.pk,
        shop_carrier=shop.carrier,
        area=area,
        leave_on=company_day(at),
        needs=needs,
        grams=weight,
        volume_cm3=volume,
        category_ids=frozenset(categories_of(needs).values()),
        remark=remark,
    )
    return Chooser(load_books(warehouse_ids, list(needs), at=at)).choose(case), []


class Cost(NamedTuple):
    """What the whole selection would cost one way. `unpriced` can go, at a price nobody wrote down."""

    warehouse: str
    carrier: str
    possible: int
    unpriced: int
    fee: Decimal
    blocked: list[tuple[str, int]]


def costs_of(goods: Sequence[Goods], *, actor: Actor, at: datetime) -> tuple[list[Cost], Decimal]:
    """Each way for all of them, and what they cost the way they would be chosen one by one.

    Wishes are left aside, for this page is read before one is made.
    """
    names = warehouses_in_order(actor)
    if not goods or not names:
        return [], Decimal(0)
    free = [one._replace(warehouse_wish=None, carrier_wish="") for one in goods]
    choices = weigh_places(free, warehouse_ids=list(names), at=at)
    ways: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for choice in choices.values():
        for candidate in choice.candidates:
            ways[candidate.warehouse_id, candidate.carrier].append(candidate)
    rows = [_cost(names[pk], carrier, ways[pk, carrier]) for pk, carrier in sorted(ways, key=_by(names))]
    best = sum((choice.chosen.fee or Decimal(0) for choice in choices.values() if choice.chosen), Decimal(0))
    return rows, best


def _by(names: Mapping[int, str]) -> Any:
    place = {pk: number for number, pk in enumerate(names)}
    return lambda way: (place[way[0]], way[1])


def _cost(warehouse: str, carrier: str, candidates: Iterable[Candidate]) -> Cost:
    blocked: dict[str, int] = defaultdict(int)
    fee, possible, unpriced = Decimal(0), 0, 0
    for candidate in candidates:
        reasons: list[Refusal] = [reason for reason in candidate.out if not isinstance(reason, NotWished)]
        for reason in reasons:
            blocked[reason_words(reason.code(), reason.data)] += 1
        if not reasons:
            possible += 1
            unpriced += candidate.fee is None
            fee += candidate.fee or Decimal(0)
    worst = sorted(blocked.items(), key=lambda item: (-item[1], item[0]))[:3]
    return Cost(warehouse, carrier_label(carrier), possible, unpriced, fee, worst)


def goods_of_orders(order_ids: Sequence[int], *, actor: Actor) -> list[Goods]:
    """What these orders still need, each as one parcel; two statements."""
    needs: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    grams: dict[int, int] = defaultdict(int)
    volumes: dict[int, int] = defaultdict(int)
    lines = OrderLine.objects.filter(
        order_id__in=order_ids, is_cancelled=False, is_replaced=False, ordered__gt=F("claimed"), sku__isnull=False
    )
    for order_id, sku_id, pieces, weight_g, volume_cm3 in lines.values_list(
        "order_id", "sku_id", F("ordered") - F("claimed"), "sku__weight_g", "sku__volume_cm3"
    ):
        needs[order_id][sku_id] += pieces
        grams[order_id] += pieces * weight_g
        volumes[order_id] += pieces * volume_cm3
    orders = Order.objects.visible_to(actor).filter(pk__in=list(needs)).order_by("pk")
    return [
        Goods(pk, (pk,), number, shop_id, carrier, ship_by, dict(needs[pk]), grams[pk], volume_cm3=volumes[pk])
        for pk, number, shop_id, carrier, ship_by in orders.values_list(
            "pk", "number", "shop_id", "shop__carrier", "ship_by"
        )
    ]


def goods_of_parcels(parcel_ids: Sequence[int], *, actor: Actor) -> list[Goods]:
    """What is in these parcels; two statements."""
    needs: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    volumes: dict[int, int] = defaultdict(int)
    for parcel_id, sku_id, pieces, volume_cm3 in ParcelLine.objects.filter(parcel_id__in=parcel_ids).values_list(
        "parcel_id", "sku_id", "quantity", "sku__volume_cm3"
    ):
        needs[parcel_id][sku_id] += pieces
        volumes[parcel_id] += pieces * volume_cm3
    parcels = Parcel.objects.visible_to(actor).filter(pk__in=parcel_ids).order_by("pk")
    return [
        Goods(
            pk, (order_id,), number, shop_id, carrier, ship_by, dict(needs[pk]), grams, volume_cm3=volumes[pk],
            holds_stock_in=warehouse_id,
        )
        for pk, order_id, number, shop_id, carrier, ship_by, grams, warehouse_id in parcels.values_list(
            "pk", "order_id", "number", "shop_id", "shop__carrier", "ship_by", "expected_g", "warehouse_id"
        )
    ]  # fmt: skip

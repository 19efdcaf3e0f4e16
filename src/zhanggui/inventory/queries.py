"""Reads others ask of inventory."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, Q, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext

from zhanggui.catalog.models import Barcode, Sku
from zhanggui.catalog.queries import bundle_parts
from zhanggui.catalog.rules.bundles import bundles_at
from zhanggui.inventory.models import Availability, Balance, InspectionMark, Location, Move, ShopLife
from zhanggui.inventory.rules.bins import Bin
from zhanggui.inventory.rules.quantities import LocationUnknown, SkuUnknown
from zhanggui.inventory.states import SELLABLE, LocationKind, MarkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.models import Warehouse

_FREE_BINS = """
SELECT balance.id, place.warehouse_id, place.id, balance.sku_id, balance.lot, balance.on_hand - balance.promised,
       place.kind = 'storage', place.walk_order, lot.expires_on - %s::date
FROM inventory_balance AS balance
JOIN inventory_location AS place ON place.id = balance.location_id AND place.kind IN ('storage', 'picking')
JOIN unnest(%s::bigint[], %s::bigint[]) AS given(warehouse_id, sku_id)
    ON given.warehouse_id = place.warehouse_id AND given.sku_id = balance.sku_id
LEFT JOIN inventory_lot AS lot ON balance.lot <> '' AND lot.sku_id = balance.sku_id AND lot.code = balance.lot
LEFT JOIN catalog_sku AS sku ON lot.expires_on IS NOT NULL AND sku.id = lot.sku_id
WHERE (lot.id IS NULL OR lot.state = 'open' AND (lot.expires_on IS NULL OR lot.expires_on - sku.sale_life_days >= %s))
AND NOT EXISTS (
    SELECT FROM inventory_countrequest AS asked
    WHERE asked.location_id = place.id AND asked.sku_id = balance.sku_id AND asked.state = 'to_count')
ORDER BY balance.id
"""


class PlaceInside(NamedTuple):
    """A place of a warehouse the actor works in."""

    warehouse_id: int
    code: str
    is_sellable: bool


def outside(kind: str) -> int:
    """The one place of the world beyond our shelves that is of this kind."""
    place = Location.objects.filter(warehouse__isnull=True, kind=kind).values_list("pk", flat=True).first()
    if place is None:
        raise NotFound(what=gettext("Place"), key=str(LocationKind(kind).label))
    return place


def packing_place(warehouse_ids: Iterable[int]) -> dict[int, int]:
    """Where picked goods wait to be packed, per warehouse that has such a place: the first on the walk."""
    places = Location.objects.filter(kind=LocationKind.PACKING, warehouse_id__among=set(warehouse_ids))
    rows = places.order_by("-walk_order", "-pk").values_list("warehouse_id", "pk")
    return {warehouse_id: pk for warehouse_id, pk in rows if warehouse_id is not None}


def places_inside(location_ids: Iterable[int], *, actor: Actor) -> dict[int, PlaceInside]:
    """Those of the locations that lie in a warehouse the actor works in."""
    places = Location.objects.filter(pk__among=set(location_ids), warehouse__isnull=False)
    return {
        pk: PlaceInside(warehouse_id, code, kind in SELLABLE)
        for pk, warehouse_id, code, kind in places.values_list("pk", "warehouse_id", "code", "kind")
        if warehouse_id is not None and actor.sees_warehouse(warehouse_id)
    }


def free_bins(keys: Iterable[tuple[int, int]], *, on: date, locked: bool = False) -> list[Bin]:
    """What lies free in the bins of each (warehouse, SKU), where pickers may take it on that day.

    Left out is what is to be counted, and lots that are stopped or have less life left than their SKU is sold with.
    """
    asked = sorted(set(keys))
    if not asked:
        return []
    warehouse_ids, sku_ids = zip(*asked, strict=True)
    sql = _FREE_BINS + "FOR NO KEY UPDATE OF balance" if locked else _FREE_BINS
    return [Bin(*row) for row in fetch_rows(sql, [on, list(warehouse_ids), list(sku_ids), on])]


def sku_codes(sku_ids: Iterable[int]) -> dict[int, str]:
    """Merchant codes by id, for sentences a clerk reads."""
    return dict(Sku.objects.filter(pk__among=set(sku_ids)).values_list("pk", "code"))


def sku_tracking(sku_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Merchant code, and what tells the pieces apart, by id."""
    rows = Sku.objects.filter(pk__among=set(sku_ids)).values_list("pk", "code", "tracking")
    return {pk: (code, tracking) for pk, code, tracking in rows}


def warehouses_seen(warehouse_ids: Iterable[int], *, actor: Actor) -> set[int]:
    """Those of the warehouses that exist and in which the actor works."""
    seen = Warehouse.objects.visible_to(actor).filter(pk__among=set(warehouse_ids))
    return set(seen.values_list("pk", flat=True))


def free_by_warehouse(
    sku_ids: Iterable[int], *, warehouse_ids: Iterable[int] | None = None
) -> dict[int, dict[int, int]]:
    """What can still be claimed, by warehouse and SKU: of these warehouses, or of all. One statement."""
    stock = Availability.objects.filter(sku_id__among=set(sku_ids))
    if warehouse_ids is not None:
        stock = stock.filter(warehouse_id__among=set(warehouse_ids))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for warehouse_id, sku_id, free in stock.values_list("warehouse_id", "sku_id", F("sellable") - F("claimed")):
        found[warehouse_id][sku_id] = free
    return dict(found)


def bundle_availability(bundle_ids: Iterable[int], *, warehouse_ids: Iterable[int] | None = None) -> dict[int, int]:
    """How many of each bundle can still be claimed: in each warehouse as many as its scarcest part allows there.

    SKUs that are no bundles are left out. Of these warehouses together, or of all. Two statements.
    """
    bundles = bundle_parts(bundle_ids)
    free = free_by_warehouse((part.sku_id for own in bundles.values() for part in own), warehouse_ids=warehouse_ids)
    return {bundle_id: bundles_at(free.values(), parts) for bundle_id, parts in bundles.items()}


class ZoneStock(NamedTuple):
    """Pieces on hand in all places of one kind."""

    warehouse_id: int
    sku_id: int
    kind: str
    on_hand: int


def zone_stock(sku_ids: Iterable[int]) -> list[ZoneStock]:
    """What lies where, by kind of place, of these SKUs in all warehouses."""
    rows = Balance.objects.filter(sku_id__among=set(sku_ids), on_hand__gt=0)
    sums = rows.values_list("location__warehouse_id", "sku_id", "location__kind").annotate(there=Sum("on_hand"))
    return [ZoneStock(*row) for row in sums.order_by()]


class CardRow(NamedTuple):
    """A line of the stock card: what one move did to the warehouse's stock, and what lay there afterwards."""

    move: Move
    change: int
    after: int


def stock_card(*, warehouse_id: int, sku_id: int, most: int = 100) -> list[CardRow]:
    """The last moves of a SKU in a warehouse, newest first, each with the stock it left."""
    inside = Balance.objects.filter(sku_id=sku_id, location__warehouse_id=warehouse_id)
    after = inside.aggregate(there=Sum("on_hand"))["there"] or 0
    moves = Move.objects.filter(
        Q(origin__warehouse_id=warehouse_id) | Q(target__warehouse_id=warehouse_id), sku_id=sku_id
    )
    card = []
    for move in moves.select_related("origin", "target").order_by("-pk")[:most]:
        came = move.quantity if move.target.warehouse_id == warehouse_id else 0
        went = move.quantity if move.origin.warehouse_id == warehouse_id else 0
        card.append(CardRow(move, came - went, after))
        after -= came - went
    return card


def sku_scanned(code: str) -> Sku:
    """The SKU a scanner or a clerk means by a barcode or merchant code. Raises SkuUnknown."""
    text = code.strip()
    found = Sku.objects.filter(Q(code=text) | Q(pk__in=Barcode.objects.filter(code=text).values("sku_id"))).first()
    if found is None:
        raise SkuUnknown(sku=text)
    return found


def place_named(code: str, *, warehouse_id: int) -> Location:
    """The place of a warehouse with this code. Raises LocationUnknown."""
    found = Location.objects.filter(warehouse_id=warehouse_id, code=code.strip()).first()
    if found is None:
        raise LocationUnknown(place=code.strip())
    return found


def inspections_due(warehouse_id: int, sku_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """Why the inspector wants to see goods of this warehouse, by SKU and lot (empty: every lot). One statement."""
    marks = InspectionMark.objects.filter(
        warehouse_id=warehouse_id, sku_id__among=set(sku_ids), state=MarkState.PENDING
    )
    return {(sku_id, lot): reason for sku_id, lot, reason in marks.values_list("sku_id", "lot", "reason")}


_TO_HOLD = """
SELECT sku_id FROM inventory_lothold
UNION
SELECT lot.sku_id FROM inventory_lot AS lot JOIN catalog_sku AS sku ON sku.id = lot.sku_id
WHERE (lot.state = 'stopped' OR lot.expires_on - sku.sale_life_days < %s) AND EXISTS (
    SELECT FROM inventory_balance AS balance
    JOIN inventory_location AS place ON place.id = balance.location_id AND place.kind IN ('storage', 'picking')
    WHERE balance.sku_id = lot.sku_id AND balance.lot = lot.code AND balance.on_hand > 0)
ORDER BY 1
"""


def skus_to_hold(*, at: datetime) -> list[int]:
    """SKUs of which pieces of lots that may not be sold lie on the shelves, or are held for that."""
    return [sku_id for (sku_id,) in fetch_rows(_TO_HOLD, [localdate(at)])]


def shop_lives(shop_ids: Iterable[int]) -> dict[int, int]:
    """Days of life these shops want left, where they want any. One statement."""
    return dict(ShopLife.objects.filter(shop_id__among=set(shop_ids)).values_list("shop_id", "days"))

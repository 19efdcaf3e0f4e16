"""What the shortage boards show beside the stored figures: a fixed number of statements for a page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext

from zhanggui.inventory.models import Availability
from zhanggui.inventory.queries import zone_stock
from zhanggui.inventory.states import SELLABLE, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.orders.lines.meaning import meant_code
from zhanggui.orders.models import Hold, Order, PurchaseWish, ShortLine, ShortOrder, ShortSku, SlipLine
from zhanggui.orders.shortages.shown import cause_chips
from zhanggui.orders.shortages.states import SlipState, WishState
from zhanggui.orders.shortages.weighing import claims_on
from zhanggui.orders.states import HoldReason
from zhanggui.people.models import Warehouse
from zhanggui.ui.links import sheet_link

_ZONES = {
    LocationKind.RECEIVING: "receiving",
    LocationKind.QUARANTINE: "quarantine",
    LocationKind.DEFECTIVE: "defective",
    LocationKind.PACKING: "packing",
}
MOST_SHOWN = 200


def sku_extras(ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
    """Stock by condition in the actor's warehouses, pieces claimed, what is suggested."""
    found: dict[int, dict[str, Any]] = {pk: defaultdict(int) for pk in ids}
    for warehouse_id, sku_id, kind, on_hand in zone_stock(ids):
        if actor.sees_warehouse(warehouse_id):
            name = "sellable" if kind in SELLABLE else _ZONES.get(LocationKind(kind), "")
            found[sku_id][name] += on_hand
    stock = Availability.objects.filter(sku_id__among=set(ids))
    if actor.warehouse_ids is not None:
        stock = stock.filter(warehouse_id__in=actor.warehouse_ids)
    for sku_id, claimed in stock.values_list("sku_id").annotate(n=Sum("claimed")).order_by():
        found[sku_id]["claimed"] = claimed
    wishes = PurchaseWish.objects.filter(sku_id__among=set(ids), state=WishState.OPEN)
    for sku_id, quantity in wishes.values_list("sku_id").annotate(n=Sum("quantity")).order_by():
        found[sku_id]["wished"] = quantity
    return found


def line_links(ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
    """The order of each missing line."""
    lines = ShortLine.objects.filter(pk__among=set(ids)).values_list("pk", "order_id", "order__number")
    return {pk: {"number": sheet_link("orders", order_id, number, actor)} for pk, order_id, number in lines}


def order_extras(ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
    """Links, what is missing with causes and place in the queue, holds beside the shortage, slips."""
    found: dict[int, dict[str, Any]] = {pk: {"missing": [], "marks": [], "slip": []} for pk in ids}
    for pk, number in Order.objects.filter(pk__among=set(ids)).values_list("pk", "number"):
        found[pk]["number"] = sheet_link("orders", pk, number, actor)
    lines = ShortLine.objects.filter(order_id__among=set(ids), short__gt=0).order_by("order_id", "pk")
    words: dict[int, list[str]] = defaultdict(list)
    causes: dict[int, dict[str, int]] = defaultdict(dict)
    places: dict[int, int] = {}
    for order_id, code, title, short, place, why in lines.values_list(
        "order_id", meant_code("line"), "line__title", "short", "place", "causes"
    ):
        words[order_id].append(f"{code or title} ×{short}")
        places[order_id] = max(places.get(order_id, 0), place)
        for cause, pieces in why.items():
            causes[order_id][cause] = causes[order_id].get(cause, 0) + pieces
    for pk in ids:
        found[pk] |= {"missing": "、".join(words[pk]), "causes": cause_chips(causes[pk]), "turn": places.get(pk)}
    holds = Hold.objects.filter(order_id__among=set(ids)).exclude(reason=HoldReason.SHORTAGE)
    for order_id, reason in holds.values_list("order_id", "reason"):
        found[order_id]["marks"].append({"label": str(HoldReason(reason).label), "tone": "warn"})
    slips = SlipLine.objects.filter(order_id__among=set(ids)).exclude(slip__state=SlipState.CLOSED).distinct()
    for order_id, slip_id, number in slips.values_list("order_id", "slip_id", "slip__number"):
        found[order_id]["slip"] = sheet_link("shortage-slips", slip_id, number, actor)
    return found


def queue_of(sku: ShortSku, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Who gets the next pieces of the SKU, first the next."""
    lines = ShortLine.objects.filter(sku_id=sku.pk).order_by("place").select_related("order__shop")
    if actor.shop_ids is not None:
        lines = lines.filter(order__shop_id__in=actor.shop_ids)
    return [
        {
            "place": line.place,
            "order": sheet_link("orders", line.order_id, line.order.number, actor),
            "urgent": [{"label": gettext("Urgent"), "tone": "bad"}] if line.order.urgent else [],
            "shop": line.order.shop.name,
            "wanted": line.wanted,
            "short": line.short,
            "causes": cause_chips(line.causes),
            "ship_by": line.order.ship_by,
            "paid_at": line.order.paid_at,
        }
        for line in lines[:MOST_SHOWN]
    ]


def claims_of(sku: ShortSku, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Who holds pieces that are not picked yet: those who come later than the first in the queue are marked."""
    first = ShortOrder.objects.filter(order__short_lines__sku_id=sku.pk).order_by("ship_by", "paid_at").first()
    claims = claims_on([sku.pk]).get(sku.pk, [])[:MOST_SHOWN]
    orders = Order.objects.visible_to(actor).filter(pk__among=[claim.order_id for claim in claims])
    numbers = dict(orders.values_list("pk", "number"))
    rows = []
    for claim in claims:
        is_later = bool(first and first.ship_by and claim.ship_by and claim.ship_by > first.ship_by)
        rows.append(
            {
                "order": sheet_link("orders", claim.order_id, numbers[claim.order_id], actor)
                if claim.order_id in numbers
                else [],
                "pieces": claim.pieces,
                "ship_by": claim.ship_by,
                "paid_at": claim.paid_at,
                "later": [{"label": gettext("Later than the first who waits"), "tone": "warn"}] if is_later else [],
            }
        )
    return rows


def stock_rows(sku: ShortSku, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Where pieces of the SKU lie, by warehouse and kind of place."""
    names = dict(Warehouse.objects.visible_to(actor).values_list("pk", "name"))
    stock = Availability.objects.filter(sku_id=sku.pk)
    free = dict(stock.values_list("warehouse_id", F("sellable") - F("claimed")))
    return [
        {
            "warehouse": names.get(warehouse_id, ""),
            "kind": str(LocationKind(kind).label),
            "on_hand": on_hand,
            "free": free.get(warehouse_id) if kind in SELLABLE else None,
        }
        for warehouse_id, _, kind, on_hand in sorted(zone_stock([sku.pk]))
        if actor.sees_warehouse(warehouse_id)
    ]


def sku_facts(sku: Any, actor: Actor) -> Mapping[str, Any]:
    """The sums as `ShortSku.objects.visible_to` gives them to this actor."""
    return {
        "code": sku.code,
        "goods": sku.sku.product.name,
        "short": sku.seen_short,
        "orders": sku.seen_orders,
        "first_ship_by": sku.seen_first_ship_by,
        "causes": cause_chips(sku.seen_causes),
        "weighed_at": sku.weighed_at,
        "money": sku.seen_money,
    }

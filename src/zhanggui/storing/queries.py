"""Reads of putting away: what waits, how fast it sells, where it should go."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from zhanggui.inventory.models import Balance, Location, Move
from zhanggui.inventory.states import SELLABLE, WAITS_FOR_INSPECTOR, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.storing.rules.suggesting import BinRoom, Suggestion, class_of, suggest_bins

TURNOVER_DAYS = timedelta(days=30)


def to_put_away(*, actor: Actor) -> QuerySet[Balance]:
    """What lies in receiving places and is free to be put away, in the actor's warehouses."""
    rows = Balance.objects.filter(location__kind=LocationKind.RECEIVING, on_hand__gt=0)
    rows = rows.exclude(location__code=WAITS_FOR_INSPECTOR)
    return rows if actor.warehouse_ids is None else rows.filter(location__warehouse_id__in=actor.warehouse_ids)


def sold_lately(sku_ids: Iterable[int], *, at: datetime) -> dict[int, int]:
    """Pieces that left for customers in the last thirty days, by SKU."""
    moves = Move.objects.filter(
        sku_id__among=set(sku_ids), target__kind=LocationKind.CUSTOMER, at__gt=at - TURNOVER_DAYS
    )
    return dict(moves.values_list("sku_id").annotate(pieces=Sum("quantity")).order_by())


def suggestions(*, warehouse_id: int, sku_id: int, lot: str, quantity: int, at: datetime) -> list[Suggestion]:
    """Where so many pieces should go now. Three statements."""
    lying: dict[int, int] = defaultdict(int)
    own: dict[int, set[str]] = defaultdict(set)
    inside = Balance.objects.filter(location__warehouse_id=warehouse_id, location__kind__in=SELLABLE, on_hand__gt=0)
    for location_id, held, held_lot, pieces in inside.values_list("location_id", "sku_id", "lot", "on_hand"):
        lying[location_id] += pieces
        if held == sku_id:
            own[location_id].add(held_lot)
    places = Location.objects.filter(warehouse_id=warehouse_id, kind__in=SELLABLE)
    bins = [
        BinRoom(
            place.pk, place.code, place.kind == LocationKind.PICKING, place.walk_order, place.capacity,
            lying[place.pk], place.one_lot, place.pk in own, bool(own[place.pk] - {lot}) if place.pk in own else False,
        )
        for place in places
    ]  # fmt: skip
    turnover = class_of(sold_lately([sku_id], at=at).get(sku_id, 0))
    return suggest_bins(quantity, turnover, bins)

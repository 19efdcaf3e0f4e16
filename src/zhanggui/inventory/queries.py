"""Reads others ask of inventory."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Location
from zhanggui.inventory.states import SELLABLE, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound


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
    places = Location.objects.filter(kind=LocationKind.PACKING, warehouse_id__among=sorted(set(warehouse_ids)))
    rows = places.order_by("-walk_order", "-pk").values_list("warehouse_id", "pk")
    return {warehouse_id: pk for warehouse_id, pk in rows if warehouse_id is not None}


def places_inside(location_ids: Iterable[int], *, actor: Actor) -> dict[int, PlaceInside]:
    """Those of the locations that lie in a warehouse the actor works in."""
    places = Location.objects.filter(pk__among=sorted(set(location_ids)), warehouse__isnull=False)
    return {
        pk: PlaceInside(warehouse_id, code, kind in SELLABLE)
        for pk, warehouse_id, code, kind in places.values_list("pk", "warehouse_id", "code", "kind")
        if warehouse_id is not None and actor.sees_warehouse(warehouse_id)
    }


def known_skus(sku_ids: Iterable[int]) -> set[int]:
    """Those of the ids that are SKUs."""
    return set(sku_codes(sku_ids))


def sku_codes(sku_ids: Iterable[int]) -> dict[int, str]:
    """Merchant codes by id, for sentences a clerk reads."""
    return dict(Sku.objects.filter(pk__among=sorted(set(sku_ids))).values_list("pk", "code"))

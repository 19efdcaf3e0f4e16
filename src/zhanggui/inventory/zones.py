"""The zones of warehouses: of each warehouse that has such a place the first on the walk."""

from collections.abc import Iterable

from zhanggui.inventory.models import Location
from zhanggui.inventory.states import WAITS_FOR_INSPECTOR, LocationKind


def receiving_places(warehouse_ids: Iterable[int]) -> dict[int, int]:
    """Where goods lie that are free to be put away."""
    return _first(warehouse_ids, LocationKind.RECEIVING, waits=False)


def inspection_places(warehouse_ids: Iterable[int]) -> dict[int, int]:
    """Where goods wait for the inspector."""
    return _first(warehouse_ids, LocationKind.RECEIVING, waits=True)


def defective_places(warehouse_ids: Iterable[int]) -> dict[int, int]:
    return _first(warehouse_ids, LocationKind.DEFECTIVE)


def parts_places(warehouse_ids: Iterable[int]) -> dict[int, int]:
    """Where spare parts lie."""
    return _first(warehouse_ids, LocationKind.PARTS)


def _first(warehouse_ids: Iterable[int], kind: LocationKind, *, waits: bool | None = None) -> dict[int, int]:
    places = Location.objects.filter(warehouse_id__among=set(warehouse_ids), kind=kind)
    if waits is not None:
        places = places.filter(code=WAITS_FOR_INSPECTOR) if waits else places.exclude(code=WAITS_FOR_INSPECTOR)
    rows = places.order_by("-walk_order", "-pk").values_list("warehouse_id", "pk")
    return {warehouse_id: pk for warehouse_id, pk in rows if warehouse_id is not None}

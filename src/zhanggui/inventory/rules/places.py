"""Which places may be opened."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

_LONGEST_CODE = 32


class Place(NamedTuple):
    """A bin or zone of a warehouse, or (without one) a place outside."""

    warehouse_id: int | None
    code: str
    kind: str
    walk_order: int = 0


class PlaceCodeBad(Refusal):
    """“{code}” cannot be the code of a place: give 1 to {limit} characters without blanks."""


class PlaceKindUnknown(Refusal):
    """“{kind}” is not a kind of place. Known: {known}."""


class PlaceKindFixed(Refusal):
    """Place {code} is there already, as {kind}. Goods may lie in it, so its kind stays."""


class PlaceNeedsWarehouse(Refusal):
    """Place {code} needs a warehouse."""


class PlaceIsOutside(Refusal):
    """Outside there is one place of the kind {kind}, and its code is {known}."""


class WarehouseUnknown(Refusal):
    """Warehouse {warehouse} does not exist, or is not one of yours."""


def outside_code(kind: str) -> str:
    return kind.upper()


def check_place(
    place: Place,
    *,
    kinds: Mapping[str, bool],
    warehouse_ids: Collection[int],
    here: Mapping[tuple[int | None, str], str],
) -> None:
    """`kinds` tells which kinds lie outside, `here` the kinds of places that are open already."""
    if place.kind not in kinds:
        raise PlaceKindUnknown(kind=place.kind, known=", ".join(kinds))
    if not 0 < len(place.code) <= _LONGEST_CODE or place.code.split() != [place.code]:
        raise PlaceCodeBad(code=place.code, limit=_LONGEST_CODE)
    if kinds[place.kind]:
        if place.warehouse_id is not None or place.code != outside_code(place.kind):
            raise PlaceIsOutside(kind=place.kind, known=outside_code(place.kind))
    elif place.warehouse_id is None:
        raise PlaceNeedsWarehouse(code=place.code)
    elif place.warehouse_id not in warehouse_ids:
        raise WarehouseUnknown(warehouse=place.warehouse_id)
    kind = here.get((place.warehouse_id, place.code), place.kind)
    if kind != place.kind:
        raise PlaceKindFixed(code=place.code, kind=kind)

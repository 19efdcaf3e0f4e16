"""Warehouses with stock for tests, opened and filled through the real flows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Location
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.people.models import Warehouse

AT = datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
ACTOR = system_actor("test")
_numbers = count(1)


def make_warehouse(code: str = "", *, bins: int = 2, storage: int = 1) -> Warehouse:
    """A warehouse with receiving, picking faces P-01…, storage S-01…, packing and defective places."""
    code = code or f"WH{next(_numbers)}"
    warehouse = Warehouse.objects.create(code=code, name=f"Warehouse {code}")
    places = [
        Place(warehouse.pk, "RECEIVE", LocationKind.RECEIVING),
        *(Place(warehouse.pk, f"P-{number:02}", LocationKind.PICKING, number) for number in range(1, bins + 1)),
        *(Place(warehouse.pk, f"S-{number:02}", LocationKind.STORAGE, number) for number in range(1, storage + 1)),
        Place(warehouse.pk, "PACK", LocationKind.PACKING, 900),
        Place(warehouse.pk, "DEFECT", LocationKind.DEFECTIVE, 990),
    ]
    open_locations(places=places, actor=ACTOR, at=AT)
    return warehouse


def place_of(warehouse: Warehouse, code: str) -> int:
    """The id of a place, by its code in the warehouse."""
    return Location.objects.values_list("pk", flat=True).get(warehouse=warehouse, code=code)


def make_stock(
    warehouse: Warehouse,
    quantities: Mapping[int, int] | Sequence[tuple[int, int]],
    *,
    place: str = "P-01",
    lot: str = "",
    actor: Actor = ACTOR,
    at: datetime = AT,
) -> None:
    """So many pieces of each SKU (by id) come in and lie in one place."""
    pairs = quantities.items() if isinstance(quantities, Mapping) else quantities
    location_id = place_of(warehouse, place)
    receipts = [
        Receipt(next(_numbers), location_id, sku_id, quantity, lot=lot) for sku_id, quantity in pairs if quantity
    ]
    receive_goods(receipts=receipts, actor=actor, at=at)

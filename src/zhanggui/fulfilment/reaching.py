"""Which orders nobody goes to: the answer to review, from the carriers of all warehouses and what is said of areas."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from django.db.models import Exists

from zhanggui.fulfilment.models import CarrierArea, FreightZone, WarehouseCarrier
from zhanggui.fulfilment.places.books import areas_in_force, in_force, said_of_areas
from zhanggui.fulfilment.rules.areas import Area, read_area
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.fulfilment.rules.reach import Reach
from zhanggui.kernel.together import read_together
from zhanggui.orders.blocking.reach import answers_reach
from zhanggui.orders.models import Order
from zhanggui.people.models import Warehouse

_ORDER = ("pk", "receiver_state", "receiver_city", "receiver_district", "shop__carrier", "carrier_wish")


@answers_reach
def unreachable_orders(order_ids: Sequence[int], at: datetime) -> set[int]:
    """Those to an area that no carrier of any warehouse goes to now. A warehouse without carriers sends with the one
    wished, or the shop's.

    One statement, which reads the orders only where something is closed at all. Which warehouse has the goods, and what
    rules forbid, is for the plan.
    """
    closed_zone = Exists(FreightZone.objects.filter(is_served=False))
    is_closed = Exists(CarrierArea.objects.filter(in_force(at=at), is_served=False)) | closed_zone
    orders = Order.objects.filter(is_closed, pk__among=set(order_ids)).values_list(*_ORDER)
    areas = areas_in_force(at=at)
    zones = FreightZone.objects.filter(closed_zone).order_by("table_id", "position")
    priced = zones.values_list("table__carrier", "table__warehouse_id", "name", "areas", "is_served")
    enabled = WarehouseCarrier.objects.order_by("pk").values_list("warehouse_id", "carrier", "is_enabled")
    warehouses = Warehouse.objects.order_by("pk").values_list("pk")
    read_together(orders, areas, priced, enabled, warehouses)
    if not orders or not warehouses:
        return set()

    collects: dict[int, list[str]] = defaultdict(list)
    for warehouse_id, carrier, is_enabled in enabled:
        collects[warehouse_id] += [carrier] if is_enabled else []
    reach = Reach(*said_of_areas(areas), _tables(list(priced)))

    @cache
    def is_reached(area: Area, others: tuple[str, ...]) -> bool:
        return any(
            reach.goes(warehouse_id, carrier, area)
            for (warehouse_id,) in warehouses
            for carrier in collects.get(warehouse_id, others)
        )

    return {pk for pk, *area, shops, wished in orders if not is_reached(Area(*area), (shops, wished or shops))}


def _tables(rows: Sequence[tuple[str, int | None, str, Sequence[str], bool]]) -> list[Table]:
    """The zones of each price list, without their prices."""
    zones: dict[tuple[str, int | None], list[Zone]] = defaultdict(list)
    for carrier, warehouse_id, name, areas, is_served in rows:
        zones[carrier, warehouse_id].append(Zone(name, tuple(map(read_area, areas)), is_served=is_served))
    return [
        Table("", carrier, tuple(found), warehouse_id=warehouse_id) for (carrier, warehouse_id), found in zones.items()
    ]

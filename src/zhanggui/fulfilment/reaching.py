"""Which orders nobody goes to: the answer to review, from the carriers of all warehouses and what is said of areas."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import orjson

from zhanggui.fulfilment.places.books import said_of_areas
from zhanggui.fulfilment.rules.areas import Area, read_area
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.fulfilment.rules.reach import Reach
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.blocking.reach import answers_reach

# One row with all of it, as lists; none where nothing is closed, and then nothing of it is read.
_READ = """
WITH area AS (
    SELECT * FROM fulfilment_carrierarea
    WHERE coalesce(starts_at <= %(at)s, true) AND coalesce(ends_at > %(at)s, true)),
closed AS (SELECT EXISTS (SELECT FROM fulfilment_freightzone WHERE NOT is_served) AS by_zone)
SELECT json_build_array(
    (SELECT json_agg(json_build_array(carrier, is_served, starts_at, reason, state, city, district)) FROM area),
    (SELECT json_agg(json_build_array(t.carrier, t.warehouse_id, z.areas, z.is_served) ORDER BY z.table_id, z.position)
     FROM fulfilment_freightzone z JOIN fulfilment_freighttable t ON t.id = z.table_id WHERE by_zone),
    (SELECT json_agg(id) FROM people_warehouse),
    (SELECT json_agg(json_build_array(warehouse_id, carrier, is_enabled)) FROM fulfilment_warehousecarrier),
    (SELECT json_agg(json_build_array(
         o.id, o.receiver_state, o.receiver_city, o.receiver_district, s.carrier, o.carrier_wish))
     FROM orders_order o JOIN people_shop s ON s.id = o.shop_id WHERE o.id = ANY(%(ids)s)))::text
FROM closed WHERE by_zone OR EXISTS (SELECT FROM area WHERE NOT is_served)
"""


@answers_reach
def unreachable_orders(order_ids: Sequence[int], at: datetime) -> set[int]:
    """Those to an area that no carrier of any warehouse goes to now. A warehouse without carriers sends with the one
    wished, or the shop's.

    One statement. Which warehouse has the goods, and what rules forbid, is for the plan.
    """
    for (text,) in fetch_rows(_READ, {"at": at, "ids": list(order_ids)}):
        return _unreachable(*(part or [] for part in orjson.loads(text)))
    return set()


def _unreachable(areas: Any, zones: Any, warehouses: Any, carriers: Any, orders: Any) -> set[int]:
    collects: dict[int, list[str]] = defaultdict(list)
    for warehouse_id, carrier, is_enabled in carriers:
        collects[warehouse_id] += [carrier] if is_enabled else []
    reach = Reach(*said_of_areas(areas), _tables(zones))

    @cache
    def is_reached(area: Area, others: tuple[str, ...]) -> bool:
        return not warehouses or any(
            reach.goes(warehouse_id, carrier, area)
            for warehouse_id in warehouses
            for carrier in collects.get(warehouse_id, others)
        )

    return {pk for pk, *area, shops, wished in orders if not is_reached(Area(*area), (shops, wished or shops))}


def _tables(zones: Iterable[tuple[str, int | None, Sequence[str], bool]]) -> list[Table]:
    """The price lists, without their prices."""
    found: dict[tuple[str, int | None], list[Zone]] = defaultdict(list)
    for carrier, warehouse_id, areas, is_served in zones:
        found[carrier, warehouse_id].append(Zone("", tuple(map(read_area, areas)), is_served=is_served))
    return [Table("", carrier, tuple(own), warehouse_id=warehouse_id) for (carrier, warehouse_id), own in found.items()]

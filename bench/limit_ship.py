"""The limit of `ship`: moves out of the packing place, balances, counters of lines and orders, and facts."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from bench.limit import copy, write_facts
from bench.world import AT, Side

_MOVES = "inventory_move (cause, cause_id, sku_id, origin_id, target_id, quantity, unit_cost, lot, actor, at)"
_KNOWN = """
SELECT p.id, p.waybill, p.order_id, k.id, l.order_line_id, k.sku_id, k.quantity, s.cost
FROM fulfilment_parcel p JOIN orders_order o ON o.id = p.order_id
JOIN fulfilment_parcelline l ON l.parcel_id = p.id
JOIN fulfilment_pick k ON k.parcel_line_id = l.id AND k.state = 'picked' JOIN catalog_sku s ON s.id = k.sku_id
WHERE o.shop_id = %s AND o.number = ANY(%s) ORDER BY k.id
"""
_SHIPPED = "UPDATE fulfilment_parcel SET state = 'shipped', shipped_at = %s, shipped_by = 'bench' WHERE id = ANY(%s)"
_LEFT = """
UPDATE inventory_balance b SET on_hand = b.on_hand - given.quantity
FROM unnest(%s::bigint[], %s::int[]) AS given(sku_id, quantity)
WHERE b.location_id = %s AND b.sku_id = given.sku_id AND b.lot = ''
"""
_LINE_SHIPPED = """
UPDATE orders_orderline l SET shipped = l.shipped + given.quantity
FROM unnest(%s::bigint[], %s::int[]) AS given(id, quantity) WHERE l.id = given.id
"""
_ORDER_SHIPPED = """
UPDATE orders_order o SET state = 'shipped', units_shipped = given.units
FROM unnest(%s::bigint[], %s::int[]) AS given(id, units) WHERE o.id = given.id
"""


def prepare(connection: psycopg.Connection[Any], side: Side, places: Sequence[int]) -> Callable[[], None]:
    known = connection.execute(_KNOWN, [side.shop.pk, side.numbers(places)]).fetchall()
    connection.rollback()
    waybills = {row[0]: row[1] for row in known}
    units: Counter[int] = Counter()
    shipped: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for _, _, order_id, _, line_id, sku_id, quantity, _ in known:
        units[order_id] += quantity
        shipped[line_id] += quantity
        left[sku_id] += quantity
    packing, customer = side.packing, side.customer
    moves = [
        ("ship_parcels", pick_id, sku_id, packing, customer, quantity, cost, "", "bench", AT)
        for _, _, _, pick_id, _, sku_id, quantity, cost in known
    ]
    facts = [(pk, f'{{"waybill":"{waybill}","carrier":"testcarrier"}}') for pk, waybill in waybills.items()]

    def write() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(_SHIPPED, [AT, list(waybills)])
            copy(cursor, _MOVES, moves)
            cursor.execute(_LEFT, [list(left), list(left.values()), packing])
            cursor.execute(_LINE_SHIPPED, [list(shipped), list(shipped.values())])
            cursor.execute(_ORDER_SHIPPED, [list(units), list(units.values())])
            write_facts(cursor, "fulfilment.parcel.shipped", "parcel", facts)

    return write

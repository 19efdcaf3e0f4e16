"""The limit of `claim`: reviews, parcels with their lines, claims, counters and facts, in one transaction."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
import psycopg

from bench.limit import copy, draw, write_facts
from bench.world import AT, Side
from zhanggui.orders.rules.review import RULES

_PARCELS = (
    "fulfilment_parcel (id, number, state, shop_id, warehouse_id, order_id, carrier, waybill, units, units_verified,"
    " sku_count, expected_g, prints, ship_by, planned_at, verified_by, shipped_by, stop_reason)"
)
_LINES = "fulfilment_parcelline (id, parcel_id, order_line_id, sku_id, quantity, picked, verified)"
_CLAIMS = "inventory_claim (cause, at, state, cause_id, warehouse_id, sku_id, quantity)"
_REVIEWS = "orders_review (order_id, order_version, passed, trace, reviewed_by, reviewed_at)"
_KNOWN = """
SELECT o.id, o.ship_by, l.id, l.sku_id, l.ordered, s.weight_g
FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id JOIN catalog_sku s ON s.id = l.sku_id
WHERE o.shop_id = %s AND o.number = ANY(%s) ORDER BY o.id, l.id
"""
_REVIEWED = "UPDATE orders_order SET state = 'reviewed' WHERE id = ANY(%s)"
_TAKEN = """
UPDATE inventory_availability a SET claimed = a.claimed + given.quantity
FROM unnest(%s::bigint[], %s::int[]) AS given(sku_id, quantity)
WHERE a.warehouse_id = %s AND a.sku_id = given.sku_id
"""
_LINE_CLAIMED = """
UPDATE orders_orderline l SET claimed = l.claimed + given.quantity
FROM unnest(%s::bigint[], %s::int[]) AS given(id, quantity) WHERE l.id = given.id
"""
_ORDER_CLAIMED = """
UPDATE orders_order o SET state = 'in_warehouse', units_claimed = given.units
FROM unnest(%s::bigint[], %s::int[]) AS given(id, units) WHERE o.id = given.id
"""


def prepare(connection: psycopg.Connection[Any], side: Side, places: Sequence[int]) -> Callable[[], None]:
    known = connection.execute(_KNOWN, [side.shop.pk, side.numbers(places)]).fetchall()
    connection.rollback()
    orders = [(order_id, list(rows)) for order_id, rows in groupby(known, key=itemgetter(0))]
    order_ids = [order_id for order_id, _ in orders]
    units = [sum(row[4] for row in rows) for _, rows in orders]
    taken: Counter[int] = Counter()
    for row in known:
        taken[row[3]] += row[4]
    trace = orjson.dumps([(rule.name, True, "") for rule in RULES]).decode()
    warehouse_id, shop_id = side.warehouse.pk, side.shop.pk

    def write() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(_REVIEWED, [order_ids])
            copy(cursor, _REVIEWS, ((order_id, 1, True, trace, "bench", AT) for order_id in order_ids))
            write_facts(cursor, "orders.order.reviewed", "order", [(order_id, "{}") for order_id in order_ids])

            drawn = draw(cursor, "parcel_number_seq", len(orders))
            numbers = [f"P{AT:%y%m%d}-{number:06d}" for number in drawn]
            parcel_ids = draw(cursor, "fulfilment_parcel_id_seq", len(orders))
            line_ids = iter(draw(cursor, "fulfilment_parcelline_id_seq", len(known)))
            parcels, lines, claims, facts = [], [], [], []
            for parcel_id, number, pieces, (order_id, rows) in zip(parcel_ids, numbers, units, orders, strict=True):
                weight = sum(row[4] * row[5] for row in rows)
                parcels.append(
                    (parcel_id, number, "planned", shop_id, warehouse_id, order_id, "testcarrier", "", pieces, 0,
                     len(rows), weight, 0, rows[0][1], AT, "", "", "")
                )  # fmt: skip
                for _, _, order_line_id, sku_id, quantity, _ in rows:
                    line_id = next(line_ids)
                    lines.append((line_id, parcel_id, order_line_id, sku_id, quantity, 0, 0))
                    claims.append(("parcel_line", AT, "held", line_id, warehouse_id, sku_id, quantity))
                facts.append((parcel_id, f'{{"number":"{number}","order_id":{order_id},"units":{pieces}}}'))
            copy(cursor, _PARCELS, parcels)
            copy(cursor, _LINES, lines)
            copy(cursor, _CLAIMS, claims)
            cursor.execute(_TAKEN, [list(taken), list(taken.values()), warehouse_id])
            cursor.execute(_LINE_CLAIMED, [[row[2] for row in known], [row[4] for row in known]])
            cursor.execute(_ORDER_CLAIMED, [order_ids, units])
            write_facts(cursor, "fulfilment.parcel.planned", "parcel", facts)

    return write

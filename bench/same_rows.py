"""Both sides must have written the same: rows of every table counted, quantities summed, per side."""

from typing import Any

from django.db import connection

from bench.world import Side

_OWN_ORDERS = "(SELECT id FROM orders_order WHERE shop_id = %(shop)s)"
_OWN_PARCELS = "(SELECT id FROM fulfilment_parcel WHERE shop_id = %(shop)s)"
_OWN_PLACES = "(SELECT id FROM inventory_location WHERE warehouse_id = %(warehouse)s)"

CHECKS = {
    "orders": (
        "SELECT state, count(*), sum(units), sum(units_claimed), sum(units_shipped), sum(paid), sum(version) "
        "FROM orders_order WHERE shop_id = %(shop)s GROUP BY state ORDER BY state"
    ),
    "order lines": (
        "SELECT count(*), sum(ordered), sum(claimed), sum(picked), sum(packed), sum(shipped), sum(amount), "
        f"sum(sku_id * ordered) FROM orders_orderline WHERE order_id IN {_OWN_ORDERS}"
    ),
    "receivers": (
        "SELECT count(*), count(DISTINCT receiver_digest), sum(length(receiver_sealed)), "
        "sum(length(receiver_name_masked || receiver_mobile_masked)), "
        "(SELECT count(*) FROM orders_receiverword WHERE order_id IN "
        f"{_OWN_ORDERS}) FROM orders_order WHERE shop_id = %(shop)s"
    ),
    "snapshots": f"SELECT kind, count(*) FROM orders_ordersnapshot WHERE order_id IN {_OWN_ORDERS} GROUP BY kind",
    "reviews": (
        "SELECT passed, count(*), sum(length(trace::text)), sum(order_version) FROM orders_review "
        f"WHERE order_id IN {_OWN_ORDERS} GROUP BY passed"
    ),
    "facts of orders": (
        "SELECT name, count(*), count(DISTINCT data ->> 'number') FROM kernel_fact "
        f"WHERE subject = 'order' AND subject_id IN {_OWN_ORDERS} GROUP BY name ORDER BY name"
    ),
    "facts of parcels": (
        "SELECT name, count(*), count(DISTINCT data ->> 'waybill') FROM kernel_fact "
        f"WHERE subject = 'parcel' AND subject_id IN {_OWN_PARCELS} GROUP BY name ORDER BY name"
    ),
    "parcels": (
        "SELECT state, count(*), count(DISTINCT nullif(waybill, '')), sum(units), sum(expected_g), sum(prints), "
        "sum(sku_count) FROM fulfilment_parcel WHERE shop_id = %(shop)s GROUP BY state ORDER BY state"
    ),
    "parcel lines": (
        "SELECT count(*), sum(quantity), sum(picked), sum(verified), sum(sku_id * quantity) "
        f"FROM fulfilment_parcelline WHERE parcel_id IN {_OWN_PARCELS}"
    ),
    "waves": (
        "SELECT state, count(*), sum(parcel_count), sum(units) FROM fulfilment_wave "
        "WHERE warehouse_id = %(warehouse)s GROUP BY state ORDER BY state"
    ),
    "picks": (
        f"SELECT state, count(*), sum(quantity) FROM fulfilment_pick WHERE location_id IN {_OWN_PLACES} "
        "GROUP BY state ORDER BY state"
    ),
    "claims": (
        "SELECT state, count(*), sum(quantity), sum(sku_id * quantity) FROM inventory_claim "
        "WHERE warehouse_id = %(warehouse)s GROUP BY state ORDER BY state"
    ),
    "moves": (
        "SELECT cause, count(*), sum(quantity), sum(quantity * unit_cost), sum(sku_id * quantity) FROM inventory_move "
        f"WHERE origin_id IN {_OWN_PLACES} OR target_id IN {_OWN_PLACES} GROUP BY cause ORDER BY cause"
    ),
    "balances": (
        "SELECT place.kind, count(*), sum(on_hand), sum(promised), sum(sku_id * on_hand) FROM inventory_balance b "
        "JOIN inventory_location place ON place.id = b.location_id WHERE place.warehouse_id = %(warehouse)s "
        "GROUP BY place.kind ORDER BY place.kind"
    ),
    "availability": (
        "SELECT count(*), sum(sellable), sum(claimed), sum(sku_id * claimed) FROM inventory_availability "
        "WHERE warehouse_id = %(warehouse)s"
    ),
}


class RowsDiffer(AssertionError):
    """The limit did not write what our flows wrote, so its figure says nothing."""


def check_same_rows(ours: Side, limit: Side, *, after: str) -> None:
    for table, statement in CHECKS.items():
        here, there = _read(statement, ours), _read(statement, limit)
        if here != there:
            raise RowsDiffer(f"After {after}, {table} differ.\nours:  {here}\nlimit: {there}")


def count_jobs() -> tuple[int, int]:
    """Jobs and their events; counted around each batch, because a job does not name its side."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM procrastinate_jobs), (SELECT count(*) FROM procrastinate_events)")
        return cursor.fetchone()


def _read(statement: str, side: Side) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"shop": side.shop.pk, "warehouse": side.warehouse.pk})
        return cursor.fetchall()

"""The rows that sum up stock, opened when missing and locked in the one order: availability, then balances, by id."""

from collections.abc import Collection

from django.db import connection

from zhanggui.inventory.rules.claims import StockKey
from zhanggui.inventory.rules.sums import BalanceKey, Held
from zhanggui.kernel.bulk import fetch_rows

_OPEN_AVAILABILITY = """
INSERT INTO inventory_availability (warehouse_id, sku_id, sellable, claimed)
SELECT given.warehouse_id, given.sku_id, 0, 0
FROM unnest(%s::bigint[], %s::bigint[]) AS given(warehouse_id, sku_id)
WHERE NOT EXISTS (
    SELECT FROM inventory_availability AS here
    WHERE here.warehouse_id = given.warehouse_id AND here.sku_id = given.sku_id
)
ORDER BY given.warehouse_id, given.sku_id
ON CONFLICT DO NOTHING
"""

_LOCK_AVAILABILITY = """
SELECT here.warehouse_id, here.sku_id, here.id, here.sellable, here.claimed
FROM inventory_availability AS here
JOIN unnest(%s::bigint[], %s::bigint[]) AS given(warehouse_id, sku_id) USING (warehouse_id, sku_id)
ORDER BY here.id
FOR NO KEY UPDATE OF here
"""

_OPEN_BALANCES = """
INSERT INTO inventory_balance (location_id, sku_id, lot, on_hand, promised)
SELECT given.location_id, given.sku_id, given.lot, 0, 0
FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS given(location_id, sku_id, lot)
WHERE NOT EXISTS (
    SELECT FROM inventory_balance AS here
    WHERE here.location_id = given.location_id AND here.sku_id = given.sku_id AND here.lot = given.lot
)
ORDER BY given.location_id, given.sku_id, given.lot
ON CONFLICT DO NOTHING
"""

_LOCK_BALANCES = """
SELECT here.location_id, here.sku_id, here.lot, here.id, here.on_hand, here.promised
FROM inventory_balance AS here
JOIN unnest(%s::bigint[], %s::bigint[], %s::text[]) AS given(location_id, sku_id, lot)
    USING (location_id, sku_id, lot)
ORDER BY here.id
FOR NO KEY UPDATE OF here
"""


def open_availability(keys: Collection[StockKey]) -> None:
    """Each of the keys, which must be distinct, has a row. Nothing is locked that another flow may want first."""
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_OPEN_AVAILABILITY, _columns(keys))


def lock_availability(keys: Collection[StockKey]) -> dict[StockKey, Held]:
    """The rows there are for these distinct keys, locked until the transaction ends."""
    if not keys:
        return {}
    rows = fetch_rows(_LOCK_AVAILABILITY, _columns(keys))
    return {(warehouse_id, sku_id): Held(*held) for warehouse_id, sku_id, *held in rows}


def open_balances(keys: Collection[BalanceKey]) -> None:
    """Each of the keys, which must be distinct, has a row."""
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_OPEN_BALANCES, _columns(keys))


def lock_balances(keys: Collection[BalanceKey]) -> dict[BalanceKey, Held]:
    """The rows there are for these distinct keys, locked until the transaction ends."""
    if not keys:
        return {}
    rows = fetch_rows(_LOCK_BALANCES, _columns(keys))
    return {(location_id, sku_id, lot): Held(*held) for location_id, sku_id, lot, *held in rows}


def _columns(keys: Collection[tuple[int, ...]] | Collection[BalanceKey]) -> list[list[int | str]]:
    return [list(column) for column in zip(*keys, strict=True)]

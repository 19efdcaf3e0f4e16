"""What lies in places at one moment, and what moved there since: for whoever compares the shelf with the book."""

from collections.abc import Collection, Mapping
from datetime import datetime

from zhanggui.inventory.rules.sums import BalanceKey
from zhanggui.inventory.stock_rows import open_balances
from zhanggui.kernel.bulk import fetch_rows

_LOCK = """
SELECT location_id, sku_id, lot, on_hand FROM inventory_balance WHERE location_id = ANY(%s::bigint[])
ORDER BY id FOR NO KEY UPDATE
"""
_LAST_MOVE = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM inventory_move_id_seq"

_SINCE_MOVE = """
SELECT given.place, legs.sku_id, legs.lot, sum(legs.pieces)::int
FROM unnest(%(places)s::bigint[], %(bounds)s::bigint[]) AS given(place, bound)
JOIN (
    SELECT id, origin_id AS place, sku_id, lot, -quantity AS pieces FROM inventory_move WHERE id > %(first)s
    UNION ALL
    SELECT id, target_id, sku_id, lot, quantity FROM inventory_move WHERE id > %(first)s
) AS legs ON legs.place = given.place AND legs.id > given.bound
GROUP BY given.place, legs.sku_id, legs.lot
"""
_SINCE_MOMENT = """
SELECT given.place, legs.sku_id, legs.lot, sum(legs.pieces)::int
FROM unnest(%(places)s::bigint[], %(bounds)s::timestamptz[]) AS given(place, bound)
JOIN (
    SELECT at, origin_id AS place, sku_id, lot, -quantity AS pieces FROM inventory_move WHERE at > %(first)s
    UNION ALL
    SELECT at, target_id, sku_id, lot, quantity FROM inventory_move WHERE at > %(first)s
) AS legs ON legs.place = given.place AND legs.at > given.bound
GROUP BY given.place, legs.sku_id, legs.lot
"""


def lock_contents(location_ids: Collection[int], *, keys: Collection[BalanceKey] = ()) -> dict[BalanceKey, int]:
    """What the book says lies in these places, zeros included. Nothing moves there until the transaction ends; a move
    whose goods were never in the place before may still come in, unless they are among `keys`."""
    open_balances(sorted(set(keys)))
    rows = fetch_rows(_LOCK, [sorted(set(location_ids))])
    return {(location_id, sku_id, lot): on_hand for location_id, sku_id, lot, on_hand in rows}


def last_move() -> int:
    """The last number a move was given. Of a place whose contents are locked every later move has a higher one."""
    return int(fetch_rows(_LAST_MOVE)[0][0])


def moved_since(bounds: Mapping[int, int]) -> dict[BalanceKey, int]:
    """Of each place, what came in less what went out by moves after the given one; goods that did not move are
    missing."""
    return _sums(_SINCE_MOVE, bounds)


def moved_after(bounds: Mapping[int, datetime]) -> dict[BalanceKey, int]:
    """Of each place, what came in less what went out after the given moment."""
    return _sums(_SINCE_MOMENT, bounds)


def _sums(sql: str, bounds: Mapping[int, int] | Mapping[int, datetime]) -> dict[BalanceKey, int]:
    if not bounds:
        return {}
    given = {"places": list(bounds), "bounds": list(bounds.values()), "first": min(bounds.values())}
    return {(place, sku_id, lot): pieces for place, sku_id, lot, pieces in fetch_rows(sql, given)}

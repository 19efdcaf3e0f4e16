"""Nothing is sold twice: every sum of stock proved from the moves and claims it stands for.

Each function reads whole tables once, in one statement, and yields the first wrong records by id.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from zhanggui.inventory.states import SELLABLE
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.proof import MOST, Wrong

PROMISE = "nothing is sold twice"

_BALANCES = """
WITH moved AS (
    SELECT place_id, sku_id, lot, sum(pieces) AS pieces
    FROM (
        SELECT target_id, sku_id, lot, sum(quantity) FROM inventory_move GROUP BY target_id, sku_id, lot
        UNION ALL
        SELECT origin_id, sku_id, lot, -sum(quantity) FROM inventory_move GROUP BY origin_id, sku_id, lot
    ) AS leg(place_id, sku_id, lot, pieces)
    JOIN inventory_location AS place ON place.id = leg.place_id AND place.warehouse_id IS NOT NULL
    GROUP BY place_id, sku_id, lot
)
SELECT balance.id, coalesce(balance.location_id, moved.place_id), coalesce(balance.sku_id, moved.sku_id),
       coalesce(balance.lot, moved.lot), coalesce(balance.on_hand, 0), coalesce(moved.pieces, 0)
FROM inventory_balance AS balance
FULL JOIN moved ON moved.place_id = balance.location_id AND moved.sku_id = balance.sku_id AND moved.lot = balance.lot
WHERE coalesce(balance.on_hand, 0) <> coalesce(moved.pieces, 0)
ORDER BY balance.id NULLS LAST, 2, 3, 4
"""

_FIRST_BAD = """
WITH run AS (
    SELECT asked.place, asked.sku, asked.lot, move.id,
           sum(CASE WHEN move.target_id = asked.place THEN move.quantity ELSE -move.quantity END)
               OVER (PARTITION BY asked.place, asked.sku, asked.lot ORDER BY move.id) AS pieces
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS asked(place, sku, lot)
    JOIN inventory_move AS move
      ON move.sku_id = asked.sku AND move.lot = asked.lot AND asked.place IN (move.origin_id, move.target_id)
)
SELECT place, sku, lot, min(id) FILTER (WHERE pieces < 0), max(id) FROM run GROUP BY place, sku, lot
"""

_SELLABLE = """
WITH lying AS (
    SELECT place.warehouse_id, balance.sku_id, sum(balance.on_hand) AS pieces
    FROM inventory_balance AS balance
    JOIN inventory_location AS place ON place.id = balance.location_id AND place.kind = ANY(%s)
    GROUP BY place.warehouse_id, balance.sku_id
)
SELECT here.id, coalesce(here.warehouse_id, lying.warehouse_id), coalesce(here.sku_id, lying.sku_id),
       coalesce(here.sellable, 0), coalesce(lying.pieces, 0)
FROM inventory_availability AS here
FULL JOIN lying ON lying.warehouse_id = here.warehouse_id AND lying.sku_id = here.sku_id
WHERE coalesce(here.sellable, 0) <> coalesce(lying.pieces, 0)
ORDER BY here.id NULLS LAST, 2, 3
"""

_CLAIMED = """
WITH held AS (
    SELECT warehouse_id, sku_id, sum(quantity) AS pieces
    FROM inventory_claim WHERE state = 'held' GROUP BY warehouse_id, sku_id
)
SELECT here.id, coalesce(here.warehouse_id, held.warehouse_id), coalesce(here.sku_id, held.sku_id),
       coalesce(here.claimed, 0), coalesce(held.pieces, 0)
FROM inventory_availability AS here
FULL JOIN held ON held.warehouse_id = here.warehouse_id AND held.sku_id = here.sku_id
WHERE coalesce(here.claimed, 0) <> coalesce(held.pieces, 0)
ORDER BY here.id NULLS LAST, 2, 3
"""

_OVERSOLD = """
SELECT id, warehouse_id, sku_id, sellable, claimed FROM inventory_availability
WHERE claimed > sellable OR claimed < 0 ORDER BY id
"""

_OVERPROMISED = """
SELECT id, location_id, sku_id, on_hand, promised FROM inventory_balance
WHERE promised > on_hand OR promised < 0 ORDER BY id
"""


_STOCKED_BUNDLES = """
SELECT id, location_id, sku_id, on_hand FROM inventory_balance
WHERE on_hand > 0 AND EXISTS (SELECT FROM catalog_bundlepart AS part WHERE part.bundle_id = inventory_balance.sku_id)
ORDER BY id
"""


def balances_are_moves() -> Iterator[Wrong]:
    """What lies in each place is the sum of the moves to and from it.

    Names the first move after which less than nothing would have lain there; where none did, the newest of the place.
    """
    wrong = _first(_BALANCES)
    seen = _moves_to_look_at([(place, sku, lot) for _, place, sku, lot, _, _ in wrong])
    for number, place, sku, lot, on_hand, moved in wrong:
        record = _record("balance", number, place=place, sku=sku, lot=lot or "-")
        yield Wrong(PROMISE, record, f"{on_hand} on hand, the moves sum to {moved}{seen.get((place, sku, lot), '')}")


def sellable_is_what_lies_there() -> Iterator[Wrong]:
    """What a warehouse may sell is what lies in its sellable places."""
    for number, warehouse, sku, sellable, lying in _first(_SELLABLE, [sorted(SELLABLE)]):
        record = _record("availability", number, warehouse=warehouse, sku=sku)
        yield Wrong(PROMISE, record, f"{sellable} sellable, {lying} lie in sellable places")


def claimed_is_held() -> Iterator[Wrong]:
    """What a warehouse counts as claimed is what the held claims say."""
    for number, warehouse, sku, claimed, held in _first(_CLAIMED):
        record = _record("availability", number, warehouse=warehouse, sku=sku)
        yield Wrong(PROMISE, record, f"{claimed} claimed, {held} held by claims")


def nothing_is_claimed_twice() -> Iterator[Wrong]:
    """No warehouse has more claimed than it may sell, no place more promised than lies in it."""
    for number, warehouse, sku, sellable, claimed in _first(_OVERSOLD):
        record = _record("availability", number, warehouse=warehouse, sku=sku)
        yield Wrong(PROMISE, record, f"{claimed} claimed of {sellable} sellable")
    for number, place, sku, on_hand, promised in _first(_OVERPROMISED):
        record = _record("balance", number, place=place, sku=sku)
        yield Wrong(PROMISE, record, f"{promised} promised of {on_hand} on hand")


def no_bundle_is_on_stock() -> Iterator[Wrong]:
    """No bundle has stock of its own, which would be sold beside that of its parts."""
    for number, place, sku, on_hand in _first(_STOCKED_BUNDLES):
        record = _record("balance", number, place=place, sku=sku)
        yield Wrong(PROMISE, record, f"{on_hand} on hand of a bundle")


PROOFS = (
    balances_are_moves,
    sellable_is_what_lies_there,
    claimed_is_held,
    nothing_is_claimed_twice,
    no_bundle_is_on_stock,
)


def _first(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    return fetch_rows(f"{sql} LIMIT {MOST}", params)


def _moves_to_look_at(keys: Sequence[tuple[int, int, str]]) -> dict[tuple[int, int, str], str]:
    """Of each place with its SKU and lot, where to begin. One statement over the moves of these SKUs."""
    if not keys:
        return {}
    found = fetch_rows(_FIRST_BAD, [list(column) for column in zip(*keys, strict=True)])
    return {
        (place, sku, lot): f"; below zero after inventory_move {first}"
        if first
        else f"; newest inventory_move {newest}"
        for place, sku, lot, first, newest in found
    }


def _record(table: str, number: int | None, **keys: object) -> str:
    named = ", ".join(f"{key} {value}" for key, value in keys.items())
    return f"inventory_{table} {number if number is not None else 'missing'} ({named})"

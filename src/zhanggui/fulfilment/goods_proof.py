"""What must be true between parcels and stock, recomputed: claims, promises, picks and the moves they caused."""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows

TWICE = "Nothing happens twice"
SOLD = "Nothing is sold twice"

_PICKS = """
        WITH picks AS (
            SELECT k.id, k.sku_id, k.lot, k.quantity, k.location_id, k.state, p.number, p.state AS parcel_state,
                   p.warehouse_id, p.taken_back
            FROM fulfilment_pick k
            JOIN fulfilment_parcelline l ON l.id = k.parcel_line_id
            JOIN fulfilment_parcel p ON p.id = l.parcel_id)"""
_MOVES = """
            SELECT m.cause, m.cause_id, m.sku_id, m.lot, m.quantity, m.origin_id, m.target_id, origin.kind AS origin,
                   origin.warehouse_id AS origin_warehouse, target.kind AS target,
                   target.warehouse_id AS target_warehouse
            FROM inventory_move m
            JOIN inventory_location origin ON origin.id = m.origin_id
            JOIN inventory_location target ON target.id = m.target_id WHERE split_part(m.cause, ':', 1) IN ({causes})"""


def shipped_goods_moved_once() -> Iterator[Wrong]:
    """Each piece left the ledger once each time its parcel was shipped, and came back each time it was taken back."""
    return wrong_rows(
        TWICE,
        f"""
        {_PICKS}, travelled AS ({_MOVES.format(causes="'ship_parcels', 'take_back_parcels'")}),
        travels AS (
            SELECT k.*, 'ship_parcels' AS cause, round FROM picks k, generate_series(
                1, k.taken_back + (k.parcel_state = 'shipped')::int) AS round
            WHERE k.state IN ('picked', 'put_back')
            UNION ALL
            SELECT k.*, 'take_back_parcels', round FROM picks k, generate_series(1, k.taken_back) AS round
            WHERE k.state IN ('picked', 'put_back'))
        SELECT coalesce(p.number, '?'), coalesce(p.id, m.cause_id), coalesce(p.parcel_state, 'unknown'),
               coalesce(p.quantity, 0), coalesce(m.quantity, 0), coalesce(m.origin, '-'), coalesce(m.target, '-')
        FROM travels p
        FULL JOIN travelled m ON m.cause_id = p.id
             AND m.cause = p.cause || CASE p.round WHEN 1 THEN '' ELSE ':' || p.round END
        WHERE (p.sku_id, p.lot, p.quantity) IS DISTINCT FROM (m.sku_id, m.lot, m.quantity)
           OR CASE p.cause
              WHEN 'ship_parcels' THEN (p.warehouse_id, 'packing', 'customer')
                   IS DISTINCT FROM (m.origin_warehouse, m.origin, m.target)
              ELSE (p.warehouse_id, 'packing', 'customer')
                   IS DISTINCT FROM (m.target_warehouse, m.target, m.origin) END
        ORDER BY 2
        """,
        record="parcel {0}, pick {1}",
        what="is {2} with {3} pieces, but {4} left the ledger, from {5} to {6}",
    )


def picked_goods_moved_once() -> Iterator[Wrong]:
    """Each picked piece went once from its bin to the packing place, and each piece put back once the other way, less
    those that were written off."""
    return wrong_rows(
        TWICE,
        f"""
        {_PICKS}, came AS ({_MOVES.format(causes="'pick_waves'")}), back AS ({_MOVES.format(causes="'put_back'")}),
        lost AS (SELECT pick_id, sum(pieces) AS pieces FROM fulfilment_putback WHERE is_lost GROUP BY pick_id)
        SELECT coalesce(p.number, '?'), coalesce(p.id, came.cause_id, back.cause_id), coalesce(p.state, 'unknown'),
               coalesce(p.quantity, 0), coalesce(came.quantity, 0), coalesce(back.quantity, 0)
        FROM (SELECT * FROM picks WHERE state IN ('picked', 'put_back')) p
        FULL JOIN came ON came.cause_id = p.id
        FULL JOIN back ON back.cause_id = coalesce(p.id, came.cause_id)
        LEFT JOIN lost ON lost.pick_id = p.id
        WHERE (p.sku_id, p.lot, p.quantity, p.location_id, p.warehouse_id, 'packing') IS DISTINCT FROM
              (came.sku_id, came.lot, came.quantity, came.origin_id, came.target_warehouse, came.target)
           OR (back.cause_id IS NOT NULL) <> (p.state = 'put_back' AND p.quantity > coalesce(lost.pieces, 0))
           OR back.cause_id IS NOT NULL
              AND (p.sku_id, p.lot, p.quantity - coalesce(lost.pieces, 0), p.location_id, 'packing')
              IS DISTINCT FROM (back.sku_id, back.lot, back.quantity, back.target_id, back.origin)
        ORDER BY 2
        """,
        record="parcel {0}, pick {1}",
        what="is {2} with {3} pieces; {4} came from its bin and {5} went back, or not as it says",
    )


def lost_pieces_moved_once() -> Iterator[Wrong]:
    """What was written off of the stop basket left the packing place for the place of losses once, and two people
    signed for it."""
    return wrong_rows(
        TWICE,
        f"""
        WITH gone AS ({_MOVES.format(causes="'write_off_pieces'")}), lost AS (
            SELECT b.id, b.pieces, k.sku_id, k.lot, o.pieces AS signed FROM fulfilment_putback b
            JOIN fulfilment_pick k ON k.id = b.pick_id
            LEFT JOIN fulfilment_override o ON o.put_back_id = b.id WHERE b.is_lost)
        SELECT coalesce(lost.id, gone.cause_id), coalesce(lost.pieces, 0), coalesce(gone.quantity, 0),
               coalesce(lost.signed, 0)
        FROM lost FULL JOIN gone ON gone.cause_id = lost.id
        WHERE (lost.sku_id, lost.lot, lost.pieces, lost.pieces, 'packing', 'loss')
              IS DISTINCT FROM (gone.sku_id, gone.lot, gone.quantity, lost.signed, gone.origin, gone.target)
        ORDER BY 1
        """,
        record="loss {0}",
        what="says {1} pieces; {2} left the ledger, and two people signed for {3}",
    )


def picks_fill_lines() -> Iterator[Wrong]:
    """What a parcel line counts as picked is what its picks brought; a line in a wave has picks for all of it."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, l.id, l.quantity, l.picked, coalesce(k.brought, 0), coalesce(k.planned, 0)
        FROM fulfilment_parcelline l
        JOIN fulfilment_parcel p ON p.id = l.parcel_id
        LEFT JOIN (
            SELECT parcel_line_id, sum(quantity) FILTER (WHERE state IN ('picked', 'put_back')) AS brought,
                   sum(quantity) FILTER (WHERE state <> 'cancelled') AS planned
            FROM fulfilment_pick GROUP BY parcel_line_id) k ON k.parcel_line_id = l.id
        WHERE l.picked <> coalesce(k.brought, 0)
           OR coalesce(k.planned, 0) <> CASE
                  WHEN p.state IN ('waved', 'printed', 'picked', 'verified', 'weighed', 'shipped') THEN l.quantity
                  WHEN p.state = 'planned' THEN 0 ELSE l.picked END
        ORDER BY l.id
        """,
        record="parcel {0}, line {1}",
        what="wants {2} pieces and counts {3} picked; its picks brought {4} of {5}",
    )


def promises_serve_picks() -> Iterator[Wrong]:
    """What is set aside in a place is what pickers will fetch there."""
    return wrong_rows(
        SOLD,
        """
        SELECT place.code, coalesce(b.sku_id, k.sku_id), coalesce(b.promised, 0), coalesce(k.pieces, 0)
        FROM (SELECT * FROM inventory_balance WHERE promised <> 0) b
        FULL JOIN (
            SELECT location_id, sku_id, lot, sum(quantity) AS pieces FROM fulfilment_pick
            WHERE state IN ('to_pick', 'taken') GROUP BY location_id, sku_id, lot
        ) k ON k.location_id = b.location_id AND k.sku_id = b.sku_id AND k.lot = b.lot
        JOIN inventory_location place ON place.id = coalesce(b.location_id, k.location_id)
        WHERE coalesce(b.promised, 0) <> coalesce(k.pieces, 0)
        ORDER BY 2
        """,
        record="place {0}, SKU {1}",
        what="has {2} pieces set aside; picks wait for {3}",
    )


def claims_serve_parcels() -> Iterator[Wrong]:
    """A claim is held exactly as long as its parcel line waits to be picked; no claim is held for no line."""
    return wrong_rows(
        SOLD,
        """
        SELECT coalesce(p.number, '?'), coalesce(p.state, 'unknown'), coalesce(l.id, c.cause_id), c.state, c.quantity,
               coalesce(l.quantity, 0)
        FROM fulfilment_parcelline l
        JOIN fulfilment_parcel p ON p.id = l.parcel_id
        FULL JOIN (SELECT * FROM inventory_claim WHERE cause = 'parcel_line') c ON c.cause_id = l.id
        WHERE c.id IS NULL OR (l.id IS NULL AND c.state = 'held') OR c.quantity <> l.quantity
           OR (c.state = 'held') <> (p.state IN ('planned', 'waved', 'printed'))
        ORDER BY 3
        """,
        record="parcel {0} ({1}), line {2}",
        what="has a claim that is {3}, {4} of {5} pieces",
    )

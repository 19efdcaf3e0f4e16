"""What must be true of parcels, recomputed."""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows

TWICE = "Nothing happens twice"
STOP = "Nothing leaves after stop"


def lines_travel_once() -> Iterator[Wrong]:
    """What order lines count as claimed, picked, packed and shipped is what their parcels hold."""
    return wrong_rows(
        TWICE,
        """
        SELECT o.number, l.number, l.claimed, l.picked, l.packed, l.shipped,
               coalesce(p.claimed, 0), coalesce(p.picked, 0), coalesce(p.packed, 0), coalesce(p.shipped, 0)
        FROM orders_orderline l
        JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN (
            SELECT pl.order_line_id,
                   sum(pl.quantity) FILTER (
                       WHERE p.state <> 'void' AND (p.state <> 'stopped' OR pl.picked > 0)) AS claimed,
                   sum(pl.picked) FILTER (WHERE p.state <> 'void') AS picked,
                   sum(pl.quantity) FILTER (WHERE p.state <> 'void' AND p.weighed_at IS NOT NULL) AS packed,
                   sum(pl.quantity) FILTER (WHERE p.state = 'shipped') AS shipped
            FROM fulfilment_parcelline pl JOIN fulfilment_parcel p ON p.id = pl.parcel_id
            GROUP BY pl.order_line_id) p ON p.order_line_id = l.id
        WHERE (l.claimed, l.picked, l.packed, l.shipped) IS DISTINCT FROM
              (coalesce(p.claimed, 0), coalesce(p.picked, 0), coalesce(p.packed, 0), coalesce(p.shipped, 0))
        ORDER BY l.id
        """,
        record="order {0}, line {1}",
        what="counts {2}/{3}/{4}/{5} claimed/picked/packed/shipped; its parcels hold {6}/{7}/{8}/{9}",
    )


def shipped_goods_moved_once() -> Iterator[Wrong]:
    """Each line of a shipped parcel left the ledger once, with its whole quantity; no other line did."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, l.id, p.state, l.quantity, coalesce(m.quantity, 0)
        FROM fulfilment_parcelline l
        JOIN fulfilment_parcel p ON p.id = l.parcel_id
        LEFT JOIN inventory_move m ON m.cause = 'ship_parcels' AND m.cause_id = l.id
        WHERE CASE WHEN p.state = 'shipped' THEN l.quantity ELSE 0 END <> coalesce(m.quantity, 0)
        ORDER BY p.id
        """,
        record="parcel {0}, line {1}",
        what="is {2} with {3} pieces, but {4} left the ledger",
    )


def claims_serve_parcels() -> Iterator[Wrong]:
    """A claim is held exactly as long as its parcel line waits to be picked."""
    return wrong_rows(
        "Nothing is sold twice",
        """
        SELECT p.number, p.state, c.state, c.quantity, l.quantity
        FROM fulfilment_parcelline l
        JOIN fulfilment_parcel p ON p.id = l.parcel_id
        LEFT JOIN inventory_claim c ON c.cause = 'parcel_line' AND c.cause_id = l.id
        WHERE c.id IS NULL OR c.quantity <> l.quantity
           OR (c.state = 'held') <> (p.state IN ('planned', 'waved', 'printed'))
        ORDER BY p.id
        """,
        record="parcel {0} ({1})",
        what="has a claim that is {2}, {3} of {4} pieces",
    )


def parcels_left_once() -> Iterator[Wrong]:
    """Each shipped parcel was shipped by one fact, each other by none."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, p.state, count(f.id) FROM fulfilment_parcel p
        LEFT JOIN kernel_fact f ON f.subject = 'parcel' AND f.subject_id = p.id AND f.name = 'fulfilment.parcel.shipped'
        GROUP BY p.id HAVING count(f.id) <> (p.state = 'shipped')::int ORDER BY p.id
        """,
        record="parcel {0}",
        what="is {1} and was shipped by {2} facts",
    )


def nothing_left_after_stop() -> Iterator[Wrong]:
    """No parcel that was stopped was shipped."""
    return wrong_rows(
        STOP,
        """
        SELECT p.number, p.state, f.at FROM kernel_fact f JOIN fulfilment_parcel p ON p.id = f.subject_id
        WHERE f.subject = 'parcel' AND f.name = 'fulfilment.parcel.stopped' AND p.state NOT IN ('stopped', 'void')
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="is {1}, though it was stopped at {2}",
    )


def no_scan_after_stop() -> Iterator[Wrong]:
    """No station accepted a piece of a parcel once its stop was on record."""
    return wrong_rows(
        STOP,
        """
        SELECT p.number, s.barcode, s.at, f.at FROM kernel_fact f
        JOIN fulfilment_parcel p ON p.id = f.subject_id
        JOIN fulfilment_scan s ON s.parcel_id = p.id AND s.result IN ('piece_ok', 'parcel_done') AND s.id > (
            SELECT coalesce(max(g.id), 0) FROM fulfilment_scan g WHERE g.parcel_id = p.id AND g.at <= f.at)
        WHERE f.subject = 'parcel' AND f.name = 'fulfilment.parcel.stopped' AND s.at > f.at
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="accepted {1} at {2} after its stop at {3}",
    )


def verified_pieces_were_scanned() -> Iterator[Wrong]:
    """What a parcel counts as verified is what its lines and its accepted scans count."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, p.units_verified, l.verified, coalesce(s.pieces, 0)
        FROM fulfilment_parcel p
        JOIN (
            SELECT parcel_id, sum(verified) AS verified FROM fulfilment_parcelline GROUP BY parcel_id
        ) l ON l.parcel_id = p.id
        LEFT JOIN (
            SELECT parcel_id, sum(verified_after - verified_before) AS pieces FROM fulfilment_scan GROUP BY parcel_id
        ) s ON s.parcel_id = p.id
        WHERE p.units_verified <> l.verified OR p.units_verified <> coalesce(s.pieces, 0)
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="counts {1} verified pieces, its lines {2}, its scans {3}",
    )


PROOFS = (
    lines_travel_once,
    shipped_goods_moved_once,
    claims_serve_parcels,
    parcels_left_once,
    nothing_left_after_stop,
    no_scan_after_stop,
    verified_pieces_were_scanned,
)

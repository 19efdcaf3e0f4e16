"""What must be true of unique codes and the parcels they are in, recomputed."""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows

TWICE = "Nothing happens twice"


def codes_follow_parcels() -> Iterator[Wrong]:
    """A code that is in a parcel or shipped belongs to a line of its SKU, in a parcel that is where the code says."""
    return wrong_rows(
        TWICE,
        """
        SELECT c.code, c.state, coalesce(p.number, '?'), coalesce(p.state, 'unknown')
        FROM inventory_uniquecode c
        LEFT JOIN fulfilment_parcelline l ON l.id = c.cause_id AND l.sku_id = c.sku_id
        LEFT JOIN fulfilment_parcel p ON p.id = l.parcel_id
        WHERE c.state IN ('in_parcel', 'shipped')
          AND (p.id IS NULL OR (c.state = 'shipped') <> (p.state = 'shipped')
               OR p.state NOT IN ('picked', 'verified', 'weighed', 'shipped', 'stopped'))
        ORDER BY c.id
        """,
        record="unique code {0}",
        what="is {1}, but belongs to parcel {2}, which is {3}",
    )


def bound_codes_were_scanned() -> Iterator[Wrong]:
    """The codes a parcel holds are those that the accepted scans of its label read; one sent back holds fewer."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, p.state, coalesce(bound.codes, 0), coalesce(scanned.pieces, 0)
        FROM (
            SELECT s.parcel_id, s.sku_id, sum(s.verified_after - s.verified_before) AS pieces
            FROM inventory_uniquecode c
            JOIN fulfilment_scan s ON s.code = c.code AND s.sku_id = c.sku_id
            JOIN fulfilment_parcel q ON q.id = s.parcel_id AND q.waybill = s.waybill
                AND s.id > q.last_scan_before
            GROUP BY s.parcel_id, s.sku_id
        ) scanned
        FULL JOIN (
            SELECT l.parcel_id, c.sku_id, count(*) AS codes FROM inventory_uniquecode c
            JOIN fulfilment_parcelline l ON l.id = c.cause_id GROUP BY l.parcel_id, c.sku_id
        ) bound USING (parcel_id, sku_id)
        JOIN fulfilment_parcel p ON p.id = parcel_id
        WHERE p.state <> 'void' AND coalesce(bound.codes, 0) <> coalesce(scanned.pieces, 0)
          AND (p.state <> 'shipped' OR coalesce(bound.codes, 0) > coalesce(scanned.pieces, 0))
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="is {1} and holds {2} unique codes; its scans read {3}",
    )

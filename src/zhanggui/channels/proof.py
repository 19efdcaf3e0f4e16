"""What must be true of what we told the platforms, recomputed."""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows


def only_shipped_parcels_are_told() -> Iterator[Wrong]:
    """Every notice is of a parcel that has left, if only to be taken back."""
    return wrong_rows(
        "Nothing happens twice",
        """
        SELECT p.number, p.state, n.state FROM channels_notice n JOIN fulfilment_parcel p ON p.id = n.parcel_id
        WHERE p.state <> 'shipped' AND p.taken_back = 0 ORDER BY n.id
        """,
        record="parcel {0}",
        what="is {1}, but its platform notice is {2}",
    )


def what_left_is_told() -> Iterator[Wrong]:
    """Every line that a linked shop sold has, of its pieces that left, a notice: told, queued or refused.

    What left before the shop was linked is not ours to tell, and what left just now waits for its job.
    """
    return wrong_rows(
        "Nothing is lost",
        """
        SELECT p.number, o.number, p.shipped_at FROM fulfilment_parcel p
        JOIN fulfilment_parcelline pl ON pl.parcel_id = p.id
        JOIN orders_orderline l ON l.id = pl.order_line_id
        JOIN orders_order o ON o.id = l.order_id
        JOIN (SELECT subject_id, min(at) AS at FROM kernel_fact
              WHERE subject = 'shop' AND name = 'channels.shop.linked' GROUP BY subject_id
        ) linked ON linked.subject_id = o.shop_id AND p.shipped_at >= linked.at
        WHERE p.state = 'shipped' AND (l.origin = 'channel' OR l.origin <> 'gift' AND l.source_id IS NOT NULL)
          AND EXISTS (SELECT FROM channels_shoplink k WHERE k.shop_id = o.shop_id)
          AND NOT EXISTS (SELECT FROM channels_notice n WHERE n.parcel_id = p.id AND n.order_id = o.id)
          AND NOT EXISTS (
              SELECT FROM channels_notice n
              JOIN fulfilment_parcelline other ON other.parcel_id = n.parcel_id
              JOIN orders_orderline ol ON ol.id = other.order_line_id
              WHERE n.order_id = o.id AND ol.source_id = l.source_id AND ol.origin <> 'gift')
          AND NOT EXISTS (
              SELECT FROM procrastinate_jobs j WHERE j.task_name = 'channels.tell_shipped_parcels'
              AND j.status IN ('todo', 'doing') AND j.args->'ids' @> to_jsonb(p.id))
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="has left with pieces of order {1} at {2}, and its platform will not hear of it",
    )


PROOFS = (only_shipped_parcels_are_told, what_left_is_told)

"""What must be true of parcels, recomputed."""

from collections.abc import Iterator

from zhanggui.fulfilment.goods_proof import (
    claims_serve_parcels,
    lost_pieces_moved_once,
    picked_goods_moved_once,
    picks_fill_lines,
    promises_serve_picks,
    shipped_goods_moved_once,
)
from zhanggui.fulfilment.states import LIVE
from zhanggui.fulfilment.verifying.proof import bound_codes_were_scanned, codes_follow_parcels
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


def parcels_left_once() -> Iterator[Wrong]:
    """Each parcel was shipped by one fact more than it was taken back when it is shipped, else by as many."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, p.state, coalesce(f.shipped, 0), coalesce(f.back, 0), p.taken_back FROM fulfilment_parcel p
        LEFT JOIN (
            SELECT subject_id, count(*) FILTER (WHERE name = 'fulfilment.parcel.shipped') AS shipped,
                   count(*) FILTER (WHERE name = 'fulfilment.parcel.taken_back') AS back
            FROM kernel_fact
            WHERE subject = 'parcel' AND name IN ('fulfilment.parcel.shipped', 'fulfilment.parcel.taken_back')
            GROUP BY subject_id
        ) f ON f.subject_id = p.id
        WHERE (coalesce(f.shipped, 0), coalesce(f.back, 0))
              IS DISTINCT FROM (p.taken_back + (p.state = 'shipped')::int, p.taken_back::int)
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="is {1} and was shipped by {2} facts and taken back by {3}; it counts {4} times taken back",
    )


def nothing_left_after_stop() -> Iterator[Wrong]:
    """No parcel that was stopped was shipped, nor one that was planned before its order was asked to stop.

    One that counted as gone when its order was asked had nothing to stop; should it be taken back, it is asked anew.
    """
    return wrong_rows(
        STOP,
        """
        SELECT p.number, p.state, f.at FROM kernel_fact f JOIN fulfilment_parcel p ON p.id = f.subject_id
        WHERE f.subject = 'parcel' AND f.name = 'fulfilment.parcel.stopped' AND p.state NOT IN ('stopped', 'void')
        UNION
        SELECT p.number, p.state, asked.at FROM kernel_fact asked
        JOIN orders_orderline ol ON ol.order_id = asked.subject_id
        JOIN fulfilment_parcelline l ON l.order_line_id = ol.id
        JOIN fulfilment_parcel p ON p.id = l.parcel_id
        JOIN kernel_fact planned ON planned.subject = 'parcel' AND planned.subject_id = coalesce(l.home_id, p.id)
             AND planned.name = 'fulfilment.parcel.planned' AND planned.id < asked.id
        JOIN kernel_fact shipped ON shipped.subject = 'parcel' AND shipped.subject_id = p.id
             AND shipped.name = 'fulfilment.parcel.shipped' AND shipped.id > asked.id
        WHERE asked.subject = 'order' AND asked.name = 'orders.order.stop_asked'
          AND (p.taken_back = 0 OR 0 = (
              SELECT coalesce(sum(CASE f.name WHEN 'fulfilment.parcel.shipped' THEN 1 ELSE -1 END), 0)
              FROM kernel_fact f WHERE f.subject = 'parcel' AND f.subject_id = p.id AND f.id < asked.id
                   AND f.name IN ('fulfilment.parcel.shipped', 'fulfilment.parcel.taken_back')))
        ORDER BY 1
        """,
        record="parcel {0}",
        what="is {1}, though its stop is on record since {2}",
    )


def what_came_back_was_asked_to_stop() -> Iterator[Wrong]:
    """Whatever was asked of an order while its parcel counted as gone asked the parcel to stop when it came back."""
    return wrong_rows(
        STOP,
        """
        SELECT p.number, o.number, min(asked.at) FROM kernel_fact back
        JOIN fulfilment_parcel p ON p.id = back.subject_id
        CROSS JOIN LATERAL (
            SELECT max(f.id) AS id FROM kernel_fact f
            WHERE f.subject = 'parcel' AND f.subject_id = p.id AND f.name = 'fulfilment.parcel.shipped'
                  AND f.id < back.id) shipped
        JOIN (SELECT DISTINCT l.parcel_id, ol.order_id FROM fulfilment_parcelline l
              JOIN orders_orderline ol ON ol.id = l.order_line_id) carried ON carried.parcel_id = p.id
        JOIN orders_order o ON o.id = carried.order_id
        JOIN kernel_fact asked ON asked.subject = 'order' AND asked.subject_id = o.id
             AND asked.id > shipped.id AND asked.id < back.id
             AND (asked.name = 'orders.order.changed' AND asked.data->>'impact' = 'stop'
                  OR asked.name IN ('orders.order.change_asked', 'orders.order.data_disagree'))
        WHERE back.subject = 'parcel' AND back.name = 'fulfilment.parcel.taken_back' AND NOT EXISTS (
            SELECT FROM kernel_fact stop WHERE stop.subject = 'order' AND stop.subject_id = o.id
                   AND stop.name = 'orders.order.stop_asked' AND stop.id > back.id)
        GROUP BY p.id, o.id ORDER BY p.id, o.id
        """,
        record="parcel {0}",
        what="was taken back, but not stopped for what order {1} asked at {2}",
    )


def no_scan_after_stop() -> Iterator[Wrong]:
    """No station accepted a piece under a parcel's label once its stop was on record: the stop counted all of them."""
    return wrong_rows(
        STOP,
        """
        SELECT p.number, s.pieces, (f.data->>'units_verified')::int, f.at FROM kernel_fact f
        JOIN fulfilment_parcel p ON p.id = f.subject_id
        JOIN (
            SELECT parcel_id, waybill, sum(verified_after - verified_before) AS pieces FROM fulfilment_scan
            WHERE result IN ('piece_ok', 'parcel_done', 'undone') GROUP BY parcel_id, waybill
        ) s ON s.parcel_id = p.id AND s.waybill = p.waybill
        WHERE f.subject = 'parcel' AND f.name = 'fulfilment.parcel.stopped'
          AND s.pieces - p.units_rechecked > (f.data->>'units_verified')::int
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="accepted {1} pieces; it had {2} when it was stopped at {3}",
    )


def verified_pieces_were_scanned() -> Iterator[Wrong]:
    """What a parcel counts as verified is what its lines and the accepted scans of its label count."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, p.units_verified, l.verified, coalesce(s.pieces, 0)
        FROM fulfilment_parcel p
        JOIN (
            SELECT parcel_id, sum(verified) AS verified FROM fulfilment_parcelline GROUP BY parcel_id
        ) l ON l.parcel_id = p.id
        LEFT JOIN (
            SELECT parcel_id, waybill, sum(verified_after - verified_before) AS pieces FROM fulfilment_scan
            GROUP BY parcel_id, waybill
        ) s ON s.parcel_id = p.id AND s.waybill = p.waybill
        WHERE p.units_verified <> l.verified OR p.units_verified + p.units_rechecked <> coalesce(s.pieces, 0)
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="counts {1} verified pieces, its lines {2}, its scans {3}",
    )


def parcels_repeat_their_lines() -> Iterator[Wrong]:
    """A parcel on its way counts the pieces and weight of its lines; a merged one has none left to send."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, p.state, p.units, coalesce(l.units, 0) FROM fulfilment_parcel p
        LEFT JOIN (
            SELECT parcel_id, sum(quantity) AS units FROM fulfilment_parcelline GROUP BY parcel_id
        ) l ON l.parcel_id = p.id
        WHERE (p.state NOT IN ('void', 'merged') AND p.units IS DISTINCT FROM l.units)
           OR (p.state = 'merged' AND l.units IS NOT NULL)
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="is {1} and counts {2} pieces; its lines hold {3}",
    )


def guests_have_a_home() -> Iterator[Wrong]:
    """A line that travels in another parcel than its own is at home in one that waits for it."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, l.id, h.number, h.state FROM fulfilment_parcelline l
        JOIN fulfilment_parcel p ON p.id = l.parcel_id
        JOIN fulfilment_parcel h ON h.id = l.home_id
        WHERE h.state <> 'merged' OR h.id = p.id ORDER BY l.id
        """,
        record="parcel {0}, line {1}",
        what="is at home in {2}, which is {3}",
    )


def parcels_leave_with_the_first_of_their_orders() -> Iterator[Wrong]:
    """A parcel on its way must leave when the first order in it must; or a job is about to say so."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, p.ship_by, due.ship_by FROM fulfilment_parcel p
        JOIN (
            SELECT l.parcel_id, min(o.ship_by) AS ship_by, jsonb_agg(o.id) AS orders FROM fulfilment_parcelline l
            JOIN fulfilment_parcel live ON live.id = l.parcel_id
                 AND live.state IN ('planned', 'waved', 'printed', 'picked', 'verified', 'weighed')
            JOIN orders_orderline ol ON ol.id = l.order_line_id JOIN orders_order o ON o.id = ol.order_id
            GROUP BY l.parcel_id
        ) due ON due.parcel_id = p.id AND p.ship_by IS DISTINCT FROM due.ship_by
        WHERE NOT EXISTS (
            SELECT FROM procrastinate_jobs j JOIN jsonb_array_elements(j.args->'ids') AS moved ON due.orders @> moved
            WHERE j.task_name = 'fulfilment.follow_moved_deadlines' AND j.status IN ('todo', 'doing'))
        ORDER BY p.id
        """,
        record="parcel {0}",
        what="is to leave by {1}; the first of its orders must by {2}",
    )


def parcels_are_paid_in_one_way() -> Iterator[Wrong]:
    """No parcel on its way holds orders of two payment modes: what is paid never travels with what the courier is to
    collect. An order whose mode changed meanwhile is marked, and stops its parcel."""
    return wrong_rows(
        TWICE,
        """
        SELECT p.number, min(o.payment_mode), max(o.payment_mode) FROM fulfilment_parcelline l
        JOIN fulfilment_parcel p ON p.id = l.parcel_id AND p.state = ANY(%s)
        JOIN orders_orderline ol ON ol.id = l.order_line_id JOIN orders_order o ON o.id = ol.order_id
        GROUP BY p.id HAVING min(o.payment_mode) <> max(o.payment_mode)
            AND bool_and(o.stop_reason = '' AND o.review_reason = '') ORDER BY p.id
        """,
        record="parcel {0}",
        what="holds orders paid in different ways, {1} and {2}",
        params=(sorted(LIVE),),
    )


def closed_manifests_hold_what_left() -> Iterator[Wrong]:
    """Every parcel on a manifest that is closed, or has left, is shipped with its manifest's carrier; the manifest was
    closed with as many, less those that were explained."""
    return wrong_rows(
        STOP,
        """
        SELECT m.number, p.number, p.state FROM fulfilment_manifest m
        JOIN fulfilment_manifestparcel e ON e.manifest_id = m.id JOIN fulfilment_parcel p ON p.id = e.parcel_id
        WHERE m.state <> 'open'
          AND (p.state <> 'shipped' OR p.carrier <> m.carrier OR p.warehouse_id <> m.warehouse_id)
        UNION ALL
        SELECT m.number, 'of another count', m.state FROM fulfilment_manifest m
        WHERE m.state <> 'open' AND m.explained = 0
          AND m.scanned <> (SELECT count(*) FROM fulfilment_manifestparcel e WHERE e.manifest_id = m.id)
        ORDER BY 1
        """,
        record="manifest {0}",
        what="is closed and holds parcel {1}, which is {2}",
    )


PROOFS = (
    parcels_repeat_their_lines,
    parcels_leave_with_the_first_of_their_orders,
    parcels_are_paid_in_one_way,
    guests_have_a_home,
    lines_travel_once,
    picks_fill_lines,
    picked_goods_moved_once,
    lost_pieces_moved_once,
    shipped_goods_moved_once,
    promises_serve_picks,
    claims_serve_parcels,
    parcels_left_once,
    nothing_left_after_stop,
    what_came_back_was_asked_to_stop,
    no_scan_after_stop,
    verified_pieces_were_scanned,
    closed_manifests_hold_what_left,
    codes_follow_parcels,
    bound_codes_were_scanned,
)

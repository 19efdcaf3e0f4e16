-- One pull of the trigger at the verifying station, decided and written in one statement.
--
-- Locks the parcel, and the unique code if one was read, so that stations never wait for each other. A stop of the
-- parcel recorded before the lock, and a stop of its orders asked before it, are always seen. The same client_id answers
-- what it answered the first time. Order counters follow when the parcel is weighed.
--
-- A SKU that needs its barcode only costs what it always did; lots, unique codes, keyed counts, the inspector's marks
-- and pieces counted by hand are asked for where they apply. Once a box was opened, what was scanned
-- before counts for no lot.
CREATE OR REPLACE FUNCTION fulfilment_verify_scan(
    a_client_id uuid, a_waybill text, a_barcode text, an_actor_id bigint, an_actor text, a_source text,
    a_station text, an_at timestamptz, some_warehouses bigint[], some_shops bigint[],
    some_times int DEFAULT 1, may_count boolean DEFAULT false, a_lot text DEFAULT '', a_checker text DEFAULT '',
    a_sku_by_hand bigint DEFAULT NULL, chose boolean DEFAULT false
) RETURNS TABLE (
    result text, parcel_id bigint, sku_id bigint, verified_before int, verified_after int, units int,
    units_verified int, detail text, is_repeated boolean
) LANGUAGE plpgsql AS $$
DECLARE
    p fulfilment_parcel%ROWTYPE;
    u inventory_uniquecode%ROWTYPE;
    answer text;
    the_sku bigint;
    the_code bigint;
    the_line bigint;
    pieces int;
    tracked text;
    is_countable boolean := false;
    room bigint;
    lot_room bigint;
    lots text;
    asked text;
    before int := 0;
    after int := 0;
    said text := '';
    told text := '';
    again boolean := false;
BEGIN
    SELECT * INTO p FROM fulfilment_parcel
        WHERE waybill = a_waybill AND waybill <> ''
          AND (some_warehouses IS NULL OR warehouse_id = ANY (some_warehouses))
          AND (some_shops IS NULL OR shop_id = ANY (some_shops))
        FOR NO KEY UPDATE;

    RETURN QUERY SELECT s.result::text, s.parcel_id, s.sku_id, s.verified_before, s.verified_after,
                        coalesce(p.units, 0), coalesce(p.units_verified, 0), s.detail::text, true
        FROM fulfilment_scan s WHERE s.client_id = a_client_id;
    IF FOUND THEN RETURN; END IF;

    IF p.state NOT IN ('shipped', 'stopped', 'void') THEN
        SELECT o.stop_reason INTO asked FROM orders_order o WHERE o.id = p.order_id AND o.stop_reason <> '';
        IF NOT FOUND THEN
            -- Pieces of other orders travel along in a merged parcel.
            SELECT o.stop_reason INTO asked
                FROM fulfilment_parcelline l
                JOIN orders_orderline ol ON ol.id = l.order_line_id AND ol.order_id <> p.order_id
                JOIN orders_order o ON o.id = ol.order_id AND o.stop_reason <> ''
                WHERE l.parcel_id = p.id ORDER BY l.id LIMIT 1;
        END IF;
    END IF;

    IF p.id IS NULL THEN
        answer := 'unknown_waybill';
    ELSIF asked IS NOT NULL THEN
        answer := 'stopped'; said := asked;
    ELSIF p.state = 'stopped' THEN
        answer := 'stopped'; said := p.stop_reason;
    ELSIF p.state = 'void' THEN
        answer := 'void'; said := p.stop_reason;
    ELSIF p.state IN ('verified', 'weighed', 'shipped') THEN
        answer := 'already_scanned'; said := p.verified_by || ' ' || to_char(p.verified_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
    ELSIF p.state <> 'picked' THEN
        answer := 'not_picked';
    ELSE
        IF a_sku_by_hand IS NOT NULL THEN
            SELECT k.id, some_times, k.tracking, true INTO the_sku, pieces, tracked, is_countable
                FROM catalog_sku k WHERE k.id = a_sku_by_hand;
        ELSE
            SELECT g.sku_id, g.pieces * some_times, g.code_id, k.tracking, k.verify_by_count
                INTO the_sku, pieces, the_code, tracked, is_countable
                FROM fulfilment_goods_of_code(a_barcode) g JOIN catalog_sku k ON k.id = g.sku_id;
            IF the_code IS NOT NULL THEN
                SELECT * INTO u FROM inventory_uniquecode c WHERE c.id = the_code FOR NO KEY UPDATE;
                tracked := 'code'; told := u.code;
            END IF;
        END IF;
        -- Two order lines may want the same SKU: the count is of the SKU, and a carton may fill several lines.
        SELECT sum(l.verified), sum(l.picked - l.verified) INTO before, room FROM fulfilment_parcelline l
            WHERE l.parcel_id = p.id AND l.sku_id = the_sku;
        IF tracked = 'lot' AND before IS NOT NULL THEN
            SELECT string_agg(DISTINCT k.lot, ', '), coalesce(sum(k.quantity) FILTER (WHERE k.lot IN (a_lot, '')), -1)
                     - (SELECT coalesce(sum(s.verified_after - s.verified_before), 0) FROM fulfilment_scan s
                        WHERE s.parcel_id = p.id AND s.waybill = p.waybill AND s.sku_id = the_sku AND s.code = a_lot
                          AND s.id > p.last_scan_before)
                INTO lots, lot_room
                FROM fulfilment_pick k JOIN fulfilment_parcelline l ON l.id = k.parcel_line_id
                WHERE l.parcel_id = p.id AND k.sku_id = the_sku AND k.state = 'picked';
            told := a_lot;
        END IF;
        IF before IS NULL THEN
            answer := 'wrong_barcode'; before := 0;
        ELSIF tracked = 'code' AND u.id IS NULL THEN
            answer := 'code_due';
        ELSIF u.id IS NOT NULL AND (u.state <> 'in_stock' OR u.warehouse_id <> p.warehouse_id) THEN
            answer := 'code_gone'; said := u.state;
        ELSIF some_times > 1 AND (tracked = 'code' OR NOT (may_count OR is_countable)) THEN
            answer := 'one_by_one';
        ELSIF pieces > room THEN
            answer := 'too_many';
        ELSIF tracked = 'lot' AND a_lot = '' THEN
            answer := 'lot_due'; said := lots;
        ELSIF lot_room < 0 THEN
            answer := 'wrong_lot'; said := lots;
        ELSIF pieces > lot_room THEN
            answer := 'too_many';
        ELSIF EXISTS (
            SELECT FROM inventory_inspectionmark m
            WHERE m.sku_id = the_sku AND m.warehouse_id = p.warehouse_id AND m.state = 'pending'
              AND (m.lot = '' OR m.lot IN (a_lot, u.lot) OR EXISTS (
                  SELECT FROM fulfilment_pick k JOIN fulfilment_parcelline l ON l.id = k.parcel_line_id
                  WHERE l.parcel_id = p.id AND k.sku_id = the_sku AND k.lot = m.lot AND k.state = 'picked'))) THEN
            answer := 'inspection_due';
        END IF;
        after := before;
        IF answer IS NULL THEN
            after := before + pieces;
            IF u.id IS NOT NULL THEN
                SELECT l.id INTO the_line FROM fulfilment_parcelline l
                    WHERE l.parcel_id = p.id AND l.sku_id = the_sku AND l.verified < l.picked ORDER BY l.id LIMIT 1;
                UPDATE inventory_uniquecode SET state = 'in_parcel', cause_id = the_line, warehouse_id = p.warehouse_id
                    WHERE id = u.id;
            END IF;
            UPDATE fulfilment_parcelline l SET verified = l.verified + share.taken
                FROM (
                    SELECT free.id, least(free.room, pieces - free.ahead) AS taken FROM (
                        SELECT f.id, f.picked - f.verified AS room,
                               sum(f.picked - f.verified) OVER (ORDER BY f.id) - (f.picked - f.verified) AS ahead
                        FROM fulfilment_parcelline f WHERE f.parcel_id = p.id AND f.sku_id = the_sku) free
                    WHERE free.ahead < pieces AND free.room > 0) share
                WHERE l.id = share.id;
            IF p.units_verified + pieces = p.units THEN
                answer := 'parcel_done';
                UPDATE fulfilment_parcel SET units_verified = p.units, state = 'verified',
                    verified_at = an_at, verified_by = an_actor WHERE id = p.id;
                INSERT INTO kernel_fact (at, name, subject, subject_id, actor_id, actor, source, station, data)
                    VALUES (an_at, 'fulfilment.parcel.verified', 'parcel', p.id, an_actor_id, an_actor, a_source,
                            a_station, jsonb_build_object('waybill', p.waybill, 'units', p.units));
            ELSE
                answer := 'piece_ok';
                UPDATE fulfilment_parcel SET units_verified = p.units_verified + pieces WHERE id = p.id;
            END IF;
            p.units_verified := p.units_verified + pieces;
        END IF;
    END IF;

    INSERT INTO fulfilment_scan (client_id, parcel_id, waybill, barcode, sku_id, result, verified_before,
                                 verified_after, detail, actor_id, actor, station, at, code, is_choice, checked_by)
        VALUES (a_client_id, p.id, left(a_waybill, 40), left(a_barcode, 64), the_sku, answer, before, after,
                left(said, 200), an_actor_id, an_actor, a_station, an_at, left(told, 64), chose,
                CASE WHEN after > before THEN coalesce(nullif(a_checker, ''), an_actor) ELSE '' END)
        ON CONFLICT (client_id) DO NOTHING;
    IF NOT FOUND THEN
        -- The same pull came twice at once without a parcel to wait for. A piece is never counted without its scan.
        IF answer IN ('piece_ok', 'parcel_done') THEN
            RAISE unique_violation USING MESSAGE = 'one pull of the trigger named two waybills';
        END IF;
        again := true;
    END IF;
    RETURN QUERY SELECT answer, p.id, the_sku, before, after, coalesce(p.units, 0), coalesce(p.units_verified, 0), said,
        again;
END $$;

-- One piece held under the gun of a put wall finds its cell, decided and written in one statement.
--
-- Locks one parcel: stations that hold the same goods at once pass over each other's parcels, and only when every
-- parcel that still waits for them is held do they wait. Who was passed over is looked at again, so that no need is
-- filled twice and none is forgotten. What verifying has counted already needs no place any more.
-- A unique code names its piece: it fills one need, however often it is read and at whichever wave's wall, and none
-- once it has left the stock of this warehouse.
-- Pieces of parcels that are stopped, or whose orders are to stop, go to the stop basket once the others have theirs.
CREATE OR REPLACE FUNCTION fulfilment_sort_scan(
    a_client_id uuid, a_wave text, a_barcode text, an_actor_id bigint, an_actor text, a_source text, a_station text,
    an_at timestamptz, some_warehouses bigint[], some_shops bigint[]
) RETURNS TABLE (
    result text, wave_id bigint, parcel_id bigint, cell int, sku_id bigint, pieces int, sorted_before int,
    sorted_after int, units int, is_repeated boolean
) LANGUAGE plpgsql AS $$
DECLARE
    w fulfilment_wave%ROWTYPE;
    p fulfilment_parcel%ROWTYPE;
    answer text;
    the_sku bigint;
    the_pieces int := 1;
    before int := 0;
    after int := 0;
    needed int := 0;
    stopping bigint[] := '{}';
    is_patient boolean := false;
    is_moved boolean := false;
    the_code bigint;
    lies_here boolean := false;
BEGIN
    -- The same pull sent twice at once: the second waits here, and reads what the first was told.
    PERFORM pg_advisory_xact_lock(hashtextextended(a_client_id::text, 41));
    RETURN QUERY SELECT s.result::text, s.wave_id, s.parcel_id, s.cell::int, s.sku_id, s.pieces, s.sorted_before,
                        s.sorted_after, s.units, true
        FROM fulfilment_sort s WHERE s.client_id = a_client_id;
    IF FOUND THEN RETURN; END IF;

    SELECT * INTO w FROM fulfilment_wave v
        WHERE v.number = a_wave AND (some_warehouses IS NULL OR v.warehouse_id = ANY (some_warehouses));
    SELECT g.sku_id, g.pieces, g.code_id INTO the_sku, the_pieces, the_code FROM fulfilment_goods_of_code(a_barcode) g;
    IF the_code IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(a_barcode, 43));
        SELECT c.state = 'in_stock' AND c.warehouse_id = w.warehouse_id INTO lies_here
            FROM inventory_uniquecode c WHERE c.id = the_code;
    END IF;
    the_pieces := coalesce(the_pieces, 1);

    IF w.id IS NULL THEN
        answer := 'unknown_wave';
    ELSIF the_sku IS NULL THEN
        answer := 'unknown_barcode';
    ELSIF the_code IS NOT NULL AND (NOT lies_here OR EXISTS (
        SELECT FROM fulfilment_sort s
        WHERE s.barcode = a_barcode AND s.result IN ('piece_sorted', 'cell_complete', 'to_basket')
          AND (s.wave_id = w.id OR EXISTS (
              SELECT FROM fulfilment_parcel o
              WHERE o.id = s.parcel_id AND o.wave_id = s.wave_id AND o.state IN ('printed', 'picked', 'stopped')))
          AND NOT EXISTS (SELECT FROM fulfilment_sort x WHERE x.undoes_id = s.id))) THEN
        answer := 'already_sorted';
    ELSE
        WHILE answer IS NULL LOOP
            p := NULL;
            IF NOT is_patient THEN
                SELECT q.* INTO p FROM fulfilment_parcel q
                    WHERE q.wave_id = w.id AND q.state IN ('printed', 'picked') AND q.id <> ALL (stopping)
                      AND (some_shops IS NULL OR q.shop_id = ANY (some_shops))
                      AND (SELECT sum(l.picked - greatest(l.sorted, l.verified)) FROM fulfilment_parcelline l
                           WHERE l.parcel_id = q.id AND l.sku_id = the_sku) >= the_pieces
                    ORDER BY q.cell, q.id LIMIT 1 FOR NO KEY UPDATE OF q SKIP LOCKED;
                IF p.id IS NULL THEN
                    is_patient := true;
                    CONTINUE;
                END IF;
            ELSE
                SELECT q.* INTO p FROM fulfilment_parcel q
                    WHERE q.wave_id = w.id AND q.state IN ('printed', 'picked') AND q.id <> ALL (stopping)
                      AND (some_shops IS NULL OR q.shop_id = ANY (some_shops))
                      AND (SELECT sum(l.picked - greatest(l.sorted, l.verified)) FROM fulfilment_parcelline l
                           WHERE l.parcel_id = q.id AND l.sku_id = the_sku) >= the_pieces
                    ORDER BY q.cell, q.id LIMIT 1 FOR NO KEY UPDATE OF q;
            END IF;
            IF p.id IS NULL THEN
                -- Nobody on the way out waits for it: perhaps somebody who was stopped.
                SELECT q.* INTO p FROM fulfilment_parcel q
                    WHERE (q.state IN ('stopped') OR q.id = ANY (stopping))
                      AND (some_shops IS NULL OR q.shop_id = ANY (some_shops))
                      AND q.id IN (
                          SELECT l.parcel_id FROM fulfilment_pick k
                          JOIN fulfilment_parcelline l ON l.id = k.parcel_line_id
                          WHERE k.wave_id = w.id AND k.sku_id = the_sku AND k.state IN ('picked'))
                      AND (SELECT sum(l.picked - greatest(l.sorted, l.verified)) FROM fulfilment_parcelline l
                           WHERE l.parcel_id = q.id AND l.sku_id = the_sku) >= the_pieces
                    ORDER BY q.id LIMIT 1 FOR NO KEY UPDATE OF q;
                EXIT WHEN p.id IS NULL;
            ELSIF EXISTS (
                SELECT FROM orders_order o WHERE o.id = p.order_id AND o.stop_reason <> ''
                UNION ALL
                SELECT FROM fulfilment_parcelline l
                    JOIN orders_orderline ol ON ol.id = l.order_line_id AND ol.order_id <> p.order_id
                    JOIN orders_order o ON o.id = ol.order_id AND o.stop_reason <> ''
                    WHERE l.parcel_id = p.id) THEN
                stopping := stopping || p.id;
                CONTINUE;
            END IF;

            -- Its lines as they are now that nobody else can fill them.
            SELECT sum(greatest(l.sorted, l.verified)), sum(l.quantity) INTO before, needed
                FROM fulfilment_parcelline l WHERE l.parcel_id = p.id;
            UPDATE fulfilment_parcelline l SET sorted = greatest(l.sorted, l.verified) + share.taken
                FROM (
                    SELECT free.id, least(free.room, the_pieces - free.ahead) AS taken FROM (
                        SELECT f.id, f.picked - greatest(f.sorted, f.verified) AS room,
                               sum(f.picked - greatest(f.sorted, f.verified)) OVER (ORDER BY f.id)
                                   - (f.picked - greatest(f.sorted, f.verified)) AS ahead,
                               sum(f.picked - greatest(f.sorted, f.verified)) OVER () AS in_all
                        FROM fulfilment_parcelline f WHERE f.parcel_id = p.id AND f.sku_id = the_sku) free
                    WHERE free.in_all >= the_pieces AND free.ahead < the_pieces AND free.room > 0) share
                WHERE l.id = share.id;
            is_moved := FOUND;
            CONTINUE WHEN NOT is_moved;  -- filled by another station between the look and the lock

            after := before + the_pieces;
            answer := CASE WHEN p.state IN ('stopped') OR p.id = ANY (stopping) THEN 'to_basket'
                           WHEN after >= needed THEN 'cell_complete' ELSE 'piece_sorted' END;
        END LOOP;

        IF NOT is_moved THEN
            p := NULL; before := 0; after := 0; needed := 0;
            answer := CASE
                WHEN NOT EXISTS (SELECT FROM fulfilment_pick k WHERE k.wave_id = w.id AND k.state IN ('picked'))
                     AND EXISTS (SELECT FROM fulfilment_pick k WHERE k.wave_id = w.id AND k.state IN ('to_pick'))
                THEN 'not_picked'
                WHEN NOT EXISTS (SELECT FROM fulfilment_pick k WHERE k.wave_id = w.id AND k.sku_id = the_sku)
                THEN 'wrong_goods'
                WHEN the_pieces > 1 THEN 'pack_too_big' ELSE 'extra' END;
        END IF;
    END IF;

    IF answer = 'cell_complete' THEN
        INSERT INTO kernel_fact (at, name, subject, subject_id, actor_id, actor, source, station, data)
            VALUES (an_at, 'fulfilment.parcel.sorted', 'parcel', p.id, an_actor_id, an_actor, a_source, a_station,
                    jsonb_build_object('cell', p.cell, 'units', needed));
    END IF;
    INSERT INTO fulfilment_sort (client_id, wave_id, parcel_id, cell, sku_id, barcode, pieces, result, sorted_before,
                                 sorted_after, units, actor_id, actor, station, at)
        VALUES (a_client_id, w.id, p.id, p.cell, the_sku, left(a_barcode, 64), the_pieces, answer, before, after,
                needed, an_actor_id, an_actor, a_station, an_at);
    RETURN QUERY SELECT answer, w.id, p.id, p.cell::int, the_sku, the_pieces, before, after, needed, false;
END $$;

-- One pull of the trigger at the verifying station, decided and written in one statement.
--
-- Locks only the parcel, so that stations never wait for each other. A stop of the parcel recorded before the lock, and
-- a stop of its orders asked before it, are always seen. The same client_id answers what it answered the first time.
-- Order counters follow when the parcel is weighed.
CREATE FUNCTION fulfilment_verify_scan(
    a_client_id uuid, a_waybill text, a_barcode text, an_actor_id bigint, an_actor text, a_source text,
    a_station text, an_at timestamptz, some_warehouses bigint[], some_shops bigint[]
) RETURNS TABLE (
    result text, parcel_id bigint, sku_id bigint, verified_before int, verified_after int, units int,
    units_verified int, detail text, is_repeated boolean
) LANGUAGE plpgsql AS $$
DECLARE
    p fulfilment_parcel%ROWTYPE;
    answer text;
    the_sku bigint;
    pieces int;
    room bigint;
    asked text;
    before int := 0;
    after int := 0;
    said text := '';
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
        SELECT b.sku_id, b.pieces INTO the_sku, pieces FROM catalog_barcode b WHERE b.code = a_barcode;
        -- Two order lines may want the same SKU: the count is of the SKU, and a carton may fill several lines.
        SELECT sum(l.verified), sum(l.picked - l.verified) INTO before, room FROM fulfilment_parcelline l
            WHERE l.parcel_id = p.id AND l.sku_id = the_sku;
        IF before IS NULL THEN
            answer := 'wrong_barcode'; before := 0;
        ELSIF pieces > room THEN
            answer := 'too_many'; after := before;
        ELSE
            after := before + pieces;
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
                                 verified_after, detail, actor_id, actor, station, at)
        VALUES (a_client_id, p.id, left(a_waybill, 40), left(a_barcode, 64), the_sku, answer, before, after,
                left(said, 200), an_actor_id, an_actor, a_station, an_at)
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

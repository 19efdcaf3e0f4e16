-- The item comes first: one pull of the trigger chooses the parcel of a wave that must leave first, and verifies.
--
-- Stations that scan items of one wave at once choose one after the other, so that each gets a parcel of its own. None
-- waits for a parcel while it holds another: what somebody else has locked is passed over. The same client_id comes to
-- the same parcel again.
CREATE OR REPLACE FUNCTION fulfilment_verify_item(
    a_client_id uuid, a_wave bigint, a_barcode text, an_actor_id bigint, an_actor text, a_source text,
    a_station text, an_at timestamptz, some_warehouses bigint[], some_shops bigint[], a_checker text DEFAULT ''
) RETURNS TABLE (
    result text, parcel_id bigint, sku_id bigint, verified_before int, verified_after int, units int,
    units_verified int, detail text, is_repeated boolean, waybill text
) LANGUAGE plpgsql AS $$
DECLARE
    the_sku bigint;
    chosen text;
    choice bigint;
    answer text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(a_client_id::text, 7));
    SELECT s.waybill INTO chosen FROM fulfilment_scan s WHERE s.client_id = a_client_id;
    IF NOT FOUND THEN
        SELECT g.sku_id INTO the_sku FROM fulfilment_goods_of_code(a_barcode) g;
        PERFORM pg_advisory_xact_lock(hashtextextended('items of wave ' || a_wave, 7));
        FOR turn IN 1..50 LOOP
            SELECT p.id, p.waybill INTO choice, chosen FROM fulfilment_parcel p
                WHERE p.wave_id = a_wave AND fulfilment_awaits_item(p, the_sku, some_warehouses, some_shops)
                ORDER BY p.ship_by NULLS LAST, p.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
            EXIT WHEN choice IS NOT NULL OR NOT EXISTS (
                SELECT FROM fulfilment_parcel p
                WHERE p.wave_id = a_wave AND fulfilment_awaits_item(p, the_sku, some_warehouses, some_shops));
            -- Whoever holds the last one, to stop it perhaps, is done in a moment.
            PERFORM pg_sleep(0.02);
        END LOOP;
    END IF;

    IF chosen IS NOT NULL AND chosen <> '' THEN
        RETURN QUERY SELECT v.*, chosen FROM fulfilment_verify_scan(
            a_client_id, chosen, a_barcode, an_actor_id, an_actor, a_source, a_station, an_at, some_warehouses,
            some_shops, a_checker => a_checker, chose => true) v;
        RETURN;
    END IF;

    answer := CASE WHEN EXISTS (
        SELECT FROM fulfilment_parcelline l JOIN fulfilment_parcel p ON p.id = l.parcel_id
        WHERE p.wave_id = a_wave AND l.sku_id = the_sku) THEN 'none_waiting' ELSE 'wrong_barcode' END;
    INSERT INTO fulfilment_scan (client_id, waybill, barcode, sku_id, result, verified_before, verified_after,
                                 actor_id, actor, station, at)
        VALUES (a_client_id, '', left(a_barcode, 64), the_sku, answer, 0, 0, an_actor_id, an_actor, a_station, an_at)
        ON CONFLICT (client_id) DO NOTHING;
    RETURN QUERY SELECT s.result::text, s.parcel_id, s.sku_id, 0, 0, 0, 0, s.detail::text, NOT FOUND, ''
        FROM fulfilment_scan s WHERE s.client_id = a_client_id;
END $$;

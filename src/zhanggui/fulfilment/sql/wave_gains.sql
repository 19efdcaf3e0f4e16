-- A wave learns whose parcels it fetches from its picks, once for all that are written together: a row trigger on
-- twenty thousand parcels that go into waves would double what building them costs. A parcel that changes waves, or its
-- shop, is still seen by itself.
CREATE FUNCTION fulfilment_wave_gains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fulfilment_wave w SET shop_ids = ARRAY(SELECT DISTINCT unnest(w.shop_ids || s.shops) ORDER BY 1)
    FROM (SELECT p.wave_id, array_agg(DISTINCT p.shop_id) AS shops
          FROM fresh f
          JOIN fulfilment_parcelline l ON l.id = f.parcel_line_id
          JOIN fulfilment_parcel p ON p.id = l.parcel_id
          WHERE p.wave_id IS NOT NULL GROUP BY p.wave_id) s
    WHERE w.id = s.wave_id AND NOT w.shop_ids @> s.shops;
    RETURN NULL;
END $$;
CREATE TRIGGER fulfilment_pick_made AFTER INSERT ON fulfilment_pick
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION fulfilment_wave_gains();

DROP TRIGGER fulfilment_parcel_waved ON fulfilment_parcel;
CREATE TRIGGER fulfilment_parcel_waved AFTER UPDATE OF wave_id, shop_id ON fulfilment_parcel
    FOR EACH ROW WHEN (OLD.wave_id IS NOT NULL
                       AND (OLD.wave_id IS DISTINCT FROM NEW.wave_id OR OLD.shop_id IS DISTINCT FROM NEW.shop_id))
    EXECUTE FUNCTION fulfilment_wave_shops();

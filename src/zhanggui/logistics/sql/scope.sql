-- The row looked at is held until the end: a change of it at the same time waits, and finds this row.
CREATE FUNCTION logistics_scope_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE same boolean;
BEGIN
    IF TG_TABLE_NAME = 'logistics_track' THEN
        SELECT p.shop_id = NEW.shop_id AND p.warehouse_id = NEW.warehouse_id INTO same
        FROM fulfilment_parcel p WHERE p.id = NEW.parcel_id FOR SHARE;
    ELSIF TG_TABLE_NAME = 'logistics_anomaly' THEN
        SELECT t.shop_id = NEW.shop_id AND t.warehouse_id = NEW.warehouse_id INTO same
        FROM logistics_track t WHERE t.id = NEW.track_id FOR SHARE;
    ELSE
        SELECT o.shop_id = NEW.shop_id INTO same FROM orders_order o WHERE o.id = NEW.order_id;
    END IF;
    IF same IS NOT TRUE THEN
        RAISE EXCEPTION '% % is of another shop or warehouse than what it is about', TG_TABLE_NAME, NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_scope_kept';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER logistics_track_scope_kept AFTER INSERT OR UPDATE OF parcel_id, shop_id, warehouse_id ON logistics_track
    FOR EACH ROW EXECUTE FUNCTION logistics_scope_kept();
CREATE TRIGGER logistics_anomaly_scope_kept
    AFTER INSERT OR UPDATE OF track_id, shop_id, warehouse_id ON logistics_anomaly
    FOR EACH ROW EXECUTE FUNCTION logistics_scope_kept();
CREATE TRIGGER logistics_notice_scope_kept AFTER INSERT OR UPDATE OF order_id, shop_id ON logistics_buyernotice
    FOR EACH ROW EXECUTE FUNCTION logistics_scope_kept();

-- A parcel that changes takes along what is known of its way.
CREATE FUNCTION logistics_scope_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE logistics_track SET shop_id = NEW.shop_id, warehouse_id = NEW.warehouse_id WHERE parcel_id = NEW.id;
    UPDATE logistics_anomaly SET shop_id = NEW.shop_id, warehouse_id = NEW.warehouse_id
    WHERE track_id = (SELECT id FROM logistics_track WHERE parcel_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER logistics_parcel_moved AFTER UPDATE OF shop_id, warehouse_id ON fulfilment_parcel
    FOR EACH ROW WHEN (OLD.shop_id IS DISTINCT FROM NEW.shop_id OR OLD.warehouse_id IS DISTINCT FROM NEW.warehouse_id)
    EXECUTE FUNCTION logistics_scope_moved();

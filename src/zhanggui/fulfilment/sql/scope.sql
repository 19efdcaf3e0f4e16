-- Incidents, intercepts, waves and print jobs say whose they are, whatever writes them.
CREATE FUNCTION fulfilment_scope_of_parcel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A case holds its parcel until the end: a change at the same time waits, and finds the case. A refused scan does
    -- not wait for whoever works on the parcel.
    IF TG_TABLE_NAME = 'fulfilment_intercept' THEN
        SELECT p.shop_id, p.warehouse_id INTO NEW.shop_id, NEW.warehouse_id
        FROM fulfilment_parcel p WHERE p.id = NEW.parcel_id FOR SHARE;
    ELSIF NEW.parcel_id IS NULL THEN
        NEW.shop_id := NULL;
    ELSE
        SELECT p.shop_id INTO NEW.shop_id FROM fulfilment_parcel p WHERE p.id = NEW.parcel_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fulfilment_intercept_scope
    BEFORE INSERT OR UPDATE OF parcel_id, shop_id, warehouse_id ON fulfilment_intercept
    FOR EACH ROW EXECUTE FUNCTION fulfilment_scope_of_parcel();
CREATE TRIGGER fulfilment_incident_scope BEFORE INSERT OR UPDATE OF parcel_id, shop_id ON fulfilment_incident
    FOR EACH ROW EXECUTE FUNCTION fulfilment_scope_of_parcel();

CREATE FUNCTION fulfilment_scope_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fulfilment_intercept SET shop_id = NEW.shop_id, warehouse_id = NEW.warehouse_id WHERE parcel_id = NEW.id;
    UPDATE fulfilment_incident SET shop_id = NEW.shop_id WHERE parcel_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER fulfilment_parcel_moved AFTER UPDATE OF shop_id, warehouse_id ON fulfilment_parcel
    FOR EACH ROW WHEN (OLD.shop_id IS DISTINCT FROM NEW.shop_id OR OLD.warehouse_id IS DISTINCT FROM NEW.warehouse_id)
    EXECUTE FUNCTION fulfilment_scope_moved();

CREATE FUNCTION fulfilment_wave_shops() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fulfilment_wave SET shop_ids = shop_ids || NEW.shop_id
    WHERE id = NEW.wave_id AND NOT shop_ids @> ARRAY[NEW.shop_id];
    IF TG_OP = 'UPDATE' THEN
        UPDATE fulfilment_wave SET shop_ids = array_remove(shop_ids, OLD.shop_id)
        WHERE id = OLD.wave_id AND shop_ids @> ARRAY[OLD.shop_id] AND NOT EXISTS (
            SELECT FROM fulfilment_parcel p WHERE p.wave_id = OLD.wave_id AND p.shop_id = OLD.shop_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fulfilment_parcel_waved AFTER UPDATE OF wave_id, shop_id ON fulfilment_parcel
    FOR EACH ROW WHEN (OLD.wave_id IS DISTINCT FROM NEW.wave_id OR OLD.shop_id IS DISTINCT FROM NEW.shop_id)
    EXECUTE FUNCTION fulfilment_wave_shops();
CREATE TRIGGER fulfilment_parcel_made_waved AFTER INSERT ON fulfilment_parcel
    FOR EACH ROW WHEN (NEW.wave_id IS NOT NULL) EXECUTE FUNCTION fulfilment_wave_shops();

CREATE FUNCTION fulfilment_print_job_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fulfilment_printjob j
    SET shop_ids = ARRAY(SELECT DISTINCT unnest(j.shop_ids || s.shops) ORDER BY 1),
        warehouse_ids = ARRAY(SELECT DISTINCT unnest(j.warehouse_ids || s.houses) ORDER BY 1)
    FROM (SELECT f.job_id, array_agg(DISTINCT p.shop_id) AS shops, array_agg(DISTINCT p.warehouse_id) AS houses
          FROM fresh f JOIN fulfilment_parcel p ON p.id = f.parcel_id GROUP BY f.job_id) s
    WHERE j.id = s.job_id AND NOT (j.shop_ids @> s.shops AND j.warehouse_ids @> s.houses);
    RETURN NULL;
END $$;
CREATE TRIGGER fulfilment_print_document_scope AFTER INSERT ON fulfilment_printdocument
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION fulfilment_print_job_scope();

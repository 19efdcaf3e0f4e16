-- Whoever puts a parcel on a manifest, or takes one off, finds it open and keeps it so until the end of the transaction.
CREATE FUNCTION fulfilment_manifest_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT m.number INTO closed FROM (
            SELECT o.number, o.state FROM fulfilment_manifest o
            WHERE o.id IN (SELECT manifest_id FROM fresh) ORDER BY o.id FOR SHARE) m WHERE m.state <> 'open' LIMIT 1;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT m.number INTO closed FROM (
            SELECT o.number, o.state FROM fulfilment_manifest o
            WHERE o.id IN (SELECT manifest_id FROM gone) ORDER BY o.id FOR SHARE) m WHERE m.state <> 'open' LIMIT 1;
    ELSE
        SELECT m.number INTO closed FROM (
            SELECT o.number, o.state FROM fulfilment_manifest o
            WHERE o.id IN (SELECT manifest_id FROM fresh UNION SELECT manifest_id FROM gone)
            ORDER BY o.id FOR SHARE) m WHERE m.state <> 'open' LIMIT 1;
    END IF;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'manifest % is not open', closed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'manifest_entries_while_open';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fulfilment_manifest_parcel_put AFTER INSERT ON fulfilment_manifestparcel
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION fulfilment_manifest_entries();
CREATE TRIGGER fulfilment_manifest_parcel_moved AFTER UPDATE ON fulfilment_manifestparcel
    REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION fulfilment_manifest_entries();
CREATE TRIGGER fulfilment_manifest_parcel_taken AFTER DELETE ON fulfilment_manifestparcel
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION fulfilment_manifest_entries();

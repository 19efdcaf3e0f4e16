-- A weight is accepted together with the line that names both people.
CREATE FUNCTION fulfilment_oddweight_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM fulfilment_override WHERE odd_weight_id = NEW.id) THEN
        RAISE EXCEPTION 'odd weight % was accepted by nobody', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fulfilment_oddweight_signed AFTER UPDATE OF state ON fulfilment_oddweight
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'accepted' AND OLD.state <> 'accepted')
    EXECUTE FUNCTION fulfilment_oddweight_signed();

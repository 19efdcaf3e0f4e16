-- What both have signed stays as it is.
CREATE FUNCTION fulfilment_shift_sheet_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'shift sheet % is signed', OLD.number
        USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_sheet_kept';
END $$;
CREATE TRIGGER fulfilment_shift_sheet_kept BEFORE UPDATE ON fulfilment_shiftsheet
    FOR EACH ROW WHEN (OLD.state = 'taken' OR OLD.items IS DISTINCT FROM NEW.items)
    EXECUTE FUNCTION fulfilment_shift_sheet_kept();
CREATE TRIGGER fulfilment_shift_sheet_stays BEFORE DELETE ON fulfilment_shiftsheet
    FOR EACH ROW EXECUTE FUNCTION fulfilment_shift_sheet_kept();

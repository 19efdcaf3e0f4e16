-- Whatever changes how many pieces can be sold says so in the same transaction. Rows are only appended, so that nobody
-- waits for anybody; they are gone once the listings of the SKU are weighed.
CREATE FUNCTION channels_stock_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO channels_stockchange (sku_id, at) VALUES (NEW.sku_id, clock_timestamp());
    RETURN NULL;
END $$;
CREATE TRIGGER channels_stock_made AFTER INSERT ON inventory_availability
    FOR EACH ROW WHEN (NEW.sellable <> NEW.claimed) EXECUTE FUNCTION channels_stock_changed();
CREATE TRIGGER channels_stock_moved AFTER UPDATE OF sellable, claimed ON inventory_availability
    FOR EACH ROW WHEN (NEW.sellable - NEW.claimed <> OLD.sellable - OLD.claimed) EXECUTE FUNCTION channels_stock_changed();

-- Orders wait for pieces from the moment they are here. Claiming takes pieces off the stock and off the waiting alike:
-- the columns it writes are not looked at.
CREATE FUNCTION channels_lines_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO channels_stockchange (sku_id, at)
    SELECT DISTINCT sku_id, clock_timestamp() FROM fresh WHERE sku_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER channels_lines_came AFTER INSERT ON orders_orderline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION channels_lines_came();

CREATE FUNCTION channels_line_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO channels_stockchange (sku_id, at)
    SELECT DISTINCT sku_id, clock_timestamp() FROM unnest(ARRAY[OLD.sku_id, NEW.sku_id]) AS sku_id
    WHERE sku_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER channels_line_changed AFTER UPDATE OF ordered, sku_id, is_cancelled, is_replaced ON orders_orderline
    FOR EACH ROW WHEN (NEW.ordered <> OLD.ordered OR NEW.sku_id IS DISTINCT FROM OLD.sku_id
                       OR NEW.is_cancelled <> OLD.is_cancelled OR NEW.is_replaced <> OLD.is_replaced)
    EXECUTE FUNCTION channels_line_changed();

CREATE FUNCTION channels_order_called_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO channels_stockchange (sku_id, at)
    SELECT DISTINCT sku_id, clock_timestamp() FROM orders_orderline
    WHERE order_id = NEW.id AND sku_id IS NOT NULL AND ordered <> claimed;
    RETURN NULL;
END $$;
CREATE TRIGGER channels_order_called_off AFTER UPDATE OF state ON orders_order
    FOR EACH ROW WHEN (NEW.state <> OLD.state AND (NEW.state = 'cancelled' OR OLD.state = 'cancelled' OR NEW.state IN ('shipped', 'completed') AND OLD.state IN ('unpaid', 'to_review', 'reviewed') OR OLD.state IN ('shipped', 'completed')))
    EXECUTE FUNCTION channels_order_called_off();

-- Each weighing of a listing has a number of its own, higher than all before it.
CREATE SEQUENCE channels_offer_version;

-- Shares are of one whole, but for those that somebody agreed to have beyond it.
CREATE FUNCTION channels_shares_are_of_one_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(ratio) FROM channels_stockshare WHERE overlap_by = '') > 100 THEN
        RAISE EXCEPTION 'shares of stock add up to more than 100 per cent'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stock_shares_of_one_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER channels_shares_are_of_one_whole AFTER INSERT OR UPDATE ON channels_stockshare
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION channels_shares_are_of_one_whole();

-- What was told so far.
INSERT INTO channels_shoplisting (shop_id, listing, sku_code, title, spec, barcode, is_on_sale, seen_at, matched_by,
                                  overlap_by, frozen_by, wanted, version, told, told_version, told_at, trouble, sku_id)
SELECT o.shop_id, o.listing, o.sku_code, '', '', '', true, o.offered_at, CASE WHEN s.id IS NULL THEN 'nobody' ELSE 'code' END,
       '', '', o.quantity, 1, o.quantity, 1, o.offered_at, '', s.id
FROM channels_offer o LEFT JOIN catalog_sku s ON s.code = o.sku_code;
INSERT INTO channels_stockshare (shop_id, is_published, ratio, safety, end_mark, overlap_by)
SELECT DISTINCT shop_id, true, 100, 0, 0, 'before shares' FROM channels_offer;
SELECT setval('channels_offer_version', 1);

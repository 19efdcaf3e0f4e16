-- Whether a scanned item may choose this parcel: picked, holding that one SKU, nobody at it yet, nothing stopping it.
-- Where its label comes only now, nothing may hold it back either.
CREATE OR REPLACE FUNCTION fulfilment_awaits_item(
    p fulfilment_parcel, a_sku bigint, some_warehouses bigint[], some_shops bigint[]
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT 'picked' = p.state AND p.sku_count = 1 AND p.units_verified = 0
       AND (some_warehouses IS NULL OR p.warehouse_id = ANY (some_warehouses))
       AND (some_shops IS NULL OR p.shop_id = ANY (some_shops))
       AND EXISTS (SELECT FROM fulfilment_parcelline l WHERE l.parcel_id = p.id AND l.sku_id = a_sku)
       AND NOT EXISTS (
           SELECT FROM fulfilment_parcelline l
           JOIN orders_orderline ol ON ol.id = l.order_line_id
           JOIN orders_order o ON o.id = ol.order_id
                AND (o.stop_reason <> '' OR p.prints = 0 AND (o.open_holds > 0 OR o.review_reason <> ''))
           WHERE l.parcel_id = p.id);
$$;

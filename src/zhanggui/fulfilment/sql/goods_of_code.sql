-- What a code on goods stands for: a barcode's SKU and pieces, or the one piece that has this unique code.
-- Nothing for a code nobody knows; one that is both is a barcode.
CREATE OR REPLACE FUNCTION fulfilment_goods_of_code(a_code text)
RETURNS TABLE (sku_id bigint, pieces int, code_id bigint) LANGUAGE sql STABLE AS $$
    SELECT b.sku_id, b.pieces, NULL::bigint FROM catalog_barcode b WHERE b.code = a_code
    UNION ALL
    SELECT c.sku_id, 1, c.id FROM inventory_uniquecode c
    WHERE c.code = a_code AND NOT EXISTS (SELECT FROM catalog_barcode b WHERE b.code = a_code);
$$;

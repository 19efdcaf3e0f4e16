-- A company after a hundred days of 10,000 orders: one million orders of two lines, most of them long gone.
-- Nothing here goes through the flows, because only the size and the mix count. Foreign keys are not asked.
SET session_replication_role = replica;
SET maintenance_work_mem = '256MB';

INSERT INTO people_shop (id, code, name, channel, carrier, currency, ship_within_hours)
SELECT s, 'M' || s, '店铺 ' || s, 'files', 'testcarrier', 'CNY', 48 FROM generate_series(1, 20) s;
INSERT INTO people_warehouse (id, code, name, priority, sender_name, sender_phone, sender_address)
SELECT w, 'MW' || w, '仓库 ' || w, w, '', '', '' FROM generate_series(1, 3) w;
INSERT INTO catalog_category (id, name) SELECT c, '分类 ' || c FROM generate_series(1, 40) c;
INSERT INTO catalog_product (id, code, name, picture, category_id)
SELECT p, 'K' || p, '西湖龙井 第' || p || '号', '', 1 + p % 40 FROM generate_series(1, 5000) p;
INSERT INTO catalog_sku (id, code, spec, price, floor_price, cost, weight_g, is_active, product_id)
SELECT k, 'K' || k % 5000 + 1 || '-' || k, '净含量:250g', 39.90, 0, 18.50, 250, k % 10 > 0, 1 + k % 5000
FROM generate_series(1, 20000) k;
INSERT INTO catalog_barcode (code, sku_id, pieces) SELECT 69 || lpad(k::text, 11, '0'), k, 1 FROM generate_series(1, 20000) k;
INSERT INTO inventory_location (id, warehouse_id, code, kind, walk_order)
SELECT 1000 + n, 1 + n % 3, 'B-' || n / 3, CASE WHEN n < 3 THEN 'packing' WHEN n % 2 = 0 THEN 'picking' ELSE 'storage' END, n
FROM generate_series(0, 5999) n;
INSERT INTO inventory_location (id, code, kind, walk_order) VALUES (999, 'customer', 'customer', 0) ON CONFLICT DO NOTHING;
INSERT INTO inventory_balance (location_id, sku_id, lot, on_hand, promised)
SELECT 1003 + (k * 3 + w) % 5997, k, '', 500, k % 3 FROM generate_series(1, 20000) k, generate_series(0, 2) w;
INSERT INTO inventory_availability (warehouse_id, sku_id, sellable, claimed)
SELECT 1 + w, k, 500, CASE k % 20 WHEN 0 THEN 500 ELSE k % 5 END FROM generate_series(1, 20000) k, generate_series(0, 2) w;

-- r is how many orders came after it. Half of the orders are of two shops, each of the ten smallest has one in a hundred.
CREATE UNLOGGED TABLE bench_orders AS
SELECT n AS id, r, state, parcel, shop_id, CASE WHEN n / 7 % 20 < 13 THEN 1 WHEN n / 7 % 20 < 18 THEN 2 ELSE 3 END AS warehouse_id,
       now() - r * interval '8.64 seconds' AS placed_at,
       parcel <> '' AND parcel <> 'void' AS has_goods,
       CASE WHEN state IN ('to_review', 'reviewed') AND n % 15 = 0 OR parcel = 'stopped' THEN 1 ELSE 0 END AS holds
FROM (
    SELECT 1000000 - r AS n, r,
        CASE WHEN r < 10000 THEN 'to_review' WHEN r < 12000 THEN 'reviewed' WHEN r < 24000 THEN 'in_warehouse'
             WHEN r < 24500 THEN 'partly_shipped' WHEN r < 24800 THEN 'in_warehouse' WHEN r % 83 = 0 THEN 'cancelled'
             WHEN r % 200 = 1 THEN 'unpaid' WHEN r < 200000 THEN 'shipped' ELSE 'completed' END AS state,
        CASE WHEN r < 12000 THEN '' WHEN r < 14000 THEN 'planned' WHEN r < 16000 THEN 'waved' WHEN r < 18000 THEN 'printed'
             WHEN r < 20000 THEN 'picked' WHEN r < 22000 THEN 'verified' WHEN r < 24000 THEN 'weighed'
             WHEN r < 24500 THEN 'shipped' WHEN r < 24800 THEN 'stopped' WHEN r % 166 = 0 THEN 'void'
             WHEN r % 83 = 0 OR r % 200 = 1 THEN '' ELSE 'shipped' END AS parcel,
        CASE WHEN m < 30 THEN 1 WHEN m < 50 THEN 2 WHEN m < 90 THEN 3 + m % 8 ELSE 11 + m % 10 END AS shop_id
    FROM (SELECT r, (1000000 - r)::bigint * 7919 % 100 AS m FROM generate_series(0, 999999) r) AS numbered
) AS mixed
ORDER BY n;

INSERT INTO orders_order (
    id, shop_id, number, state, channel_state, version, placed_at, paid_at, modified_at, payload_hash, ship_by, buyer,
    buyer_message, seller_memo, seller_flag, remark_handled, receiver_state, receiver_city,
    receiver_district, receiver_name_masked, receiver_mobile_masked, receiver_digest, receiver_sealed, currency, paid, freight, discount, cash_on_delivery, goods, line_count, units, units_claimed,
    units_shipped, open_holds, imported_at, labels, gifts_due
)
SELECT id, shop_id, (2611210000000000 + id * 137)::text, state,
       CASE state WHEN 'unpaid' THEN 'pending_payment' WHEN 'cancelled' THEN 'cancelled' WHEN 'completed' THEN 'completed'
            WHEN 'shipped' THEN 'shipped' WHEN 'partly_shipped' THEN 'partially_shipped' ELSE 'awaiting_shipment' END,
       1, placed_at, CASE state WHEN 'unpaid' THEN NULL ELSE placed_at + interval '90 seconds' END, placed_at,
       decode(md5(id::text), 'hex'), CASE state WHEN 'unpaid' THEN NULL ELSE placed_at + interval '48 hours' END,
       '买家' || id % 400000, CASE id % 25 WHEN 0 THEN '请尽快发货' ELSE '' END, CASE id % 25 WHEN 1 THEN '送贺卡' ELSE '' END,
       CASE id % 20 WHEN 1 THEN 1 + id % 5 ELSE 0 END, id % 25 < 2 AND r >= 10000 AND id % 50 > 0,
       '浙江省', '杭州市', '西湖区', '王**', '138****' || lpad((id % 10000)::text, 4, '0'),
       decode(md5((id % 400000)::text), 'hex'), decode(repeat(md5(id::text), 10), 'hex'), 'CNY', 20 + id % 300, 0, 0, false,
       '西湖龙井 明前特级 绿茶礼盒装', 2, 3, CASE WHEN has_goods THEN 3 ELSE 0 END,
       CASE WHEN parcel = 'shipped' THEN CASE state WHEN 'partly_shipped' THEN 2 ELSE 3 END ELSE 0 END, holds, placed_at,
       CASE id % 5000 WHEN 0 THEN ARRAY['贵宾'] ELSE '{}' END, false
FROM bench_orders;

INSERT INTO orders_orderline (
    id, order_id, number, sku_id, sku_code, listing, title, spec, price, amount, refund, is_cancelled, ordered, claimed,
    picked, packed, shipped, returned
)
SELECT id * 2 + half, id, id::text || half, k, 'K' || k % 5000 + 1 || '-' || k, k::text, '西湖龙井 明前特级 绿茶礼盒装',
       '净含量:250g', 39.90, 39.90, 'none', false, half + 1, done, done, done, done, 0
FROM (
    SELECT *, CASE WHEN parcel = 'shipped' THEN half + 1 ELSE 0 END AS done, 1 + (id * 31 + half * 7) % 20000 AS k
    FROM bench_orders, generate_series(0, 1) half
) AS halves;
INSERT INTO orders_hold (order_id, reason, note, placed_by, placed_at)
SELECT id, CASE state WHEN 'to_review' THEN 'by_hand' WHEN 'reviewed' THEN 'shortage' ELSE 'refund' END, '', 'bench', placed_at
FROM bench_orders WHERE holds > 0;
INSERT INTO orders_review (order_id, order_version, passed, trace, reviewed_by, reviewed_at)
SELECT id, 1, true, '[["paid", true, ""]]', 'bench', placed_at FROM bench_orders WHERE r BETWEEN 10000 AND 200000;

INSERT INTO fulfilment_wave (id, number, warehouse_id, carrier, kind, state, parcel_count, units, built_by, built_at, printed_at, picked_at, picked_by)
SELECT id / 50, 'W' || to_char(max(placed_at), 'YYMMDD') || '-' || id / 50, 1 + (id / 50) % 3, 'testcarrier', 'multi',
       CASE min(parcel) WHEN 'waved' THEN 'open' WHEN 'printed' THEN 'printed' ELSE 'picked' END, count(*), 3 * count(*),
       'bench', max(placed_at), max(placed_at), max(placed_at), 'bench'
FROM bench_orders WHERE parcel NOT IN ('', 'void', 'planned') GROUP BY id / 50;
INSERT INTO fulfilment_parcel (
    id, number, state, shop_id, warehouse_id, order_id, carrier, waybill, wave_id, cell, units, units_verified, sku_count,
    expected_g, weighed_g, prints, ship_by, planned_at, printed_at, picked_at, verified_at, verified_by, weighed_at,
    shipped_at, shipped_by, stopped_at, stop_reason
)
SELECT id, 'P' || to_char(placed_at, 'YYMMDD') || '-' || lpad(id::text, 7, '0'), parcel, shop_id, warehouse_id, id,
       'testcarrier', CASE WHEN parcel IN ('planned', 'waved', 'void') THEN '' ELSE 'TC' || lpad(id::text, 11, '0') END,
       CASE WHEN parcel IN ('planned', 'void') THEN NULL ELSE id / 50 END,
       CASE WHEN parcel IN ('planned', 'void') THEN NULL ELSE id % 50 END,
       3, CASE WHEN parcel IN ('verified', 'weighed', 'shipped') THEN 3 ELSE 0 END, 2, 750, 760, 1,
       placed_at + interval '48 hours', placed_at, placed_at, placed_at, placed_at, 'bench', placed_at,
       CASE parcel WHEN 'shipped' THEN placed_at + interval '20 hours' END, 'bench', NULL, ''
FROM bench_orders WHERE parcel <> '';
INSERT INTO fulfilment_parcelline (id, parcel_id, order_line_id, sku_id, quantity, picked, verified)
SELECT l.id, l.order_id, l.id, l.sku_id, l.ordered, l.shipped, l.shipped
FROM orders_orderline l JOIN bench_orders o ON o.id = l.order_id WHERE o.parcel <> '';
INSERT INTO fulfilment_pick (parcel_line_id, wave_id, location_id, sku_id, lot, quantity, state)
SELECT o.id * 2 + half, o.id / 50, 1003 + o.id % 5997, 1 + (o.id * 31 + half * 7) % 20000, '', half + 1,
       CASE WHEN o.parcel IN ('waved', 'printed') THEN 'to_pick' ELSE 'picked' END
FROM bench_orders o, generate_series(0, 1) half WHERE o.parcel NOT IN ('', 'void', 'planned') AND o.r < 200000;
INSERT INTO fulfilment_scan (client_id, parcel_id, waybill, barcode, sku_id, result, verified_before, verified_after, actor, station, at)
SELECT gen_random_uuid(), o.id, 'TC' || lpad(o.id::text, 11, '0'), '69', 1, CASE half WHEN 1 THEN 'parcel_done' ELSE 'piece_ok' END,
       half, half + 1, 'bench', 'V1', o.placed_at
FROM bench_orders o, generate_series(0, 1) half WHERE o.parcel IN ('verified', 'weighed', 'shipped') AND o.r < 200000;
INSERT INTO inventory_move (sku_id, lot, origin_id, target_id, quantity, unit_cost, cause, cause_id, actor, at)
SELECT 1 + (o.id * 31 + half * 7) % 20000, '', 1000 + o.warehouse_id - 1, 999,
       half + 1, 18.5, 'ship_parcels', o.id * 2 + half, 'bench', o.placed_at
FROM bench_orders o, generate_series(0, 1) half WHERE o.parcel = 'shipped' ORDER BY o.id;
INSERT INTO channels_notice (shop_id, order_id, parcel_id, state, tries, trouble, queued_at, told_at)
SELECT shop_id, id, id, CASE WHEN r < 25000 THEN 'queued' WHEN r % 2000 = 7 THEN 'refused' ELSE 'told' END, 1, '', placed_at, placed_at
FROM bench_orders WHERE parcel = 'shipped';
INSERT INTO channels_unread (shop_id, number, code, sentence, payload, payload_hash, seen_at)
SELECT 1 + n % 20, 'U' || n, 'field_missing', '缺少字段', '', decode(md5(n::text), 'hex'), now() FROM generate_series(1, 500) n;
INSERT INTO kernel_fact (at, name, subject, subject_id, actor, source, data)
SELECT placed_at, 'orders.order.imported', 'order', id, 'bench', 'bench', '{}' FROM bench_orders;
INSERT INTO procrastinate_jobs (queue_name, task_name, status)
SELECT 'default', 'orders.review', (ARRAY['failed', 'todo', 'doing'])[1 + n % 3]::procrastinate_job_status FROM generate_series(1, 3000) n;

DROP TABLE bench_orders;
SET session_replication_role = origin;
VACUUM ANALYZE;

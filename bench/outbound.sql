-- What the outbound desks list after those hundred days: where a million parcels are, what is wrong with some of them, what
-- buyers were told, manifests, print jobs, incidents and intercepts. Foreign keys are not asked.
SET session_replication_role = replica;

INSERT INTO logistics_noticeaccount (id, code, name, notifier, settings, secrets, quiet_from, quiet_until, most_a_day, is_active, trouble)
VALUES (1, 'BENCH', 'bench', 'log', '{}', '', '21:00', '08:00', 3, true, '');
-- The younger a parcel the less far it is; of a hundred old ones two have come back.
INSERT INTO logistics_track (
    id, parcel_id, shop_id, warehouse_id, carrier, waybill, region, stage, stage_at, handed_at, collect_by, collected_at, delivered_at, refused_at,
    returning_at, returned_at, moved_at, trouble, signed_by, scans, contradictions, tries, refusal
)
SELECT id, id, shop_id, warehouse_id, carrier, waybill, '浙江省', stage, shipped_at + interval '40 hours', shipped_at, shipped_at + interval '24 hours',
       CASE WHEN stage <> 'handed_over' THEN shipped_at + interval '8 hours' END,
       CASE WHEN stage = 'delivered' THEN shipped_at + interval '40 hours' END,
       CASE WHEN stage IN ('returning', 'returned') AND id % 2 = 0 THEN shipped_at + interval '40 hours' END,
       CASE WHEN stage IN ('returning', 'returned') THEN shipped_at + interval '41 hours' END,
       CASE WHEN stage = 'returned' THEN shipped_at + interval '90 hours' END, shipped_at + interval '40 hours',
       CASE WHEN stage = 'in_transit' AND id % 40 = 0 THEN '派送异常' ELSE '' END,
       CASE WHEN stage = 'delivered' THEN '本人' ELSE '' END, 5, 0, 0, ''
FROM (
    SELECT *, CASE WHEN id > 965000 THEN 'handed_over' WHEN id > 955000 THEN 'collected' WHEN id > 935000 THEN 'in_transit'
                   WHEN id > 930000 THEN 'out_for_delivery' WHEN id % 100 = 7 AND id > 900000 THEN 'returning'
                   WHEN id % 100 IN (7, 8) THEN 'returned' WHEN id % 400 = 9 AND id > 900000 THEN 'at_pickup_point'
                   ELSE 'delivered' END AS stage
    FROM fulfilment_parcel WHERE state = 'shipped'
) AS parcels ORDER BY id;
UPDATE orders_order o SET delivered_at = t.delivered_at
FROM logistics_track t WHERE t.parcel_id = o.id AND t.stage = 'delivered' AND o.state IN ('shipped', 'completed');
INSERT INTO logistics_trackevent (track_id, key, happened_at, told_at, what, words, place, code, is_contradicting)
SELECT t.id, md5(t.id || '-' || n), t.handed_at + n * interval '6 hours', t.handed_at + n * interval '6 hours', 'in_transit',
       '快件已到达杭州转运中心', '杭州', '2', false
FROM logistics_track t, generate_series(1, 3) n WHERE t.id > 700000;
INSERT INTO logistics_anomaly (track_id, shop_id, warehouse_id, kind, cause, state, words, opened_at, due_at, resolution, note, closed_at, closed_by)
SELECT id, shop_id, warehouse_id, kind, 'bench', CASE WHEN id > 900000 THEN 'open' WHEN id % 3 = 0 THEN 'resolved' ELSE 'passed' END, '快件异常',
       handed_at + interval '30 hours', handed_at + interval '54 hours', CASE WHEN id <= 900000 AND id % 3 = 0 THEN 'arrived' ELSE '' END,
       '', CASE WHEN id <= 900000 THEN handed_at + interval '60 hours' END, ''
FROM (
    SELECT *, (ARRAY['uncollected', 'stuck', 'unfetched', 'returning', 'refused', 'other_signed', 'damaged', 'lost', 'trouble',
                     'contradicted'])[1 + id / 20 % 10] AS kind
    FROM logistics_track WHERE id % 20 = 0
) AS wrong;
INSERT INTO logistics_buyernotice (
    order_id, parcel_id, shop_id, event, cause, account_id, state, is_dry, subject, text, buyer_key, "to", made_at, due_at, sent_at, tries, trouble
)
SELECT t.id, t.id, t.shop_id, 'shipped', '', 1, CASE WHEN t.id % 5000 = 3 THEN 'failed' WHEN t.id > 970000 THEN 'waiting' ELSE 'sent' END, false,
       '您的包裹', '您的包裹已发出', decode(md5(t.id::text), 'hex'), '138****0000', t.handed_at, t.handed_at, t.handed_at, 1, ''
FROM logistics_track t;
INSERT INTO fulfilment_manifest (
    number, warehouse_id, carrier, state, pickup, counts_from, opened_at, opened_by, closed_at, closed_by, left_at, left_by, driver,
    plate, listed, scanned, shipped, explained, prints, reopenings
)
SELECT 'M' || n, 1 + n % 3, 'testcarrier' || CASE WHEN n > 49990 THEN n::text ELSE '' END,
       CASE WHEN n > 49990 THEN 'open' WHEN n > 49900 THEN 'closed' ELSE 'left' END, '', now() - (50000 - n) * interval '3 minutes',
       now() - (50000 - n) * interval '3 minutes', 'bench', CASE WHEN n <= 49990 THEN now() END, 'bench',
       CASE WHEN n <= 49900 THEN now() END, 'bench', '', '', 20, 20, 20, 0, 1, 0
FROM generate_series(1, 50000) n;
INSERT INTO fulfilment_printjob (id, key, component, "table", state, labels, made_by, made_at, done_at)
SELECT n, 'bench-' || n, 'cainiao', 'T' || n % 12, CASE WHEN n > 99950 THEN 'open' ELSE 'done' END, 10, 'bench',
       now() - (100000 - n) * interval '80 seconds', CASE WHEN n <= 99950 THEN now() - (100000 - n) * interval '80 seconds' END
FROM generate_series(1, 100000) n;
INSERT INTO fulfilment_printdocument (job_id, parcel_id, sequence, waybill, print_number, state, printer, words, sent_at, told_at)
SELECT 1 + id / 10, id, 1 + id % 10, 'TC' || lpad(id::text, 11, '0'), 1,
       CASE WHEN id % 9000 = 5 THEN 'unknown' WHEN id % 7000 = 5 THEN 'failed' ELSE 'printed' END, 'P1', '', now(), now()
FROM fulfilment_parcel WHERE state = 'shipped';
INSERT INTO fulfilment_incident (
    warehouse_id, shop_id, cause, subject, state, parcel_id, code, template, data, words, step, "table", times, opened_by, opened_at, last_at, due_at,
    resolution, resolution_note, resolved_by, resolved_at
)
SELECT warehouse_id, shop_id, (ARRAY['wrong_barcode', 'already_scanned', 'too_many', 'stopped', 'void', 'weight', 'hand_over', 'waybill'])[1 + id / 10 % 8],
       'parcel ' || id, CASE WHEN id > 985000 THEN 'open' ELSE 'resolved' END, id, waybill, '', '{}', '条码不符', 'verify', 'V1', 1, 'bench',
       planned_at, planned_at, planned_at + interval '2 hours', CASE WHEN id > 985000 THEN '' ELSE 'corrected' END, '',
       CASE WHEN id > 985000 THEN '' ELSE 'bench' END, CASE WHEN id <= 985000 THEN planned_at + interval '1 hour' END
FROM fulfilment_parcel WHERE id % 10 = 0;
INSERT INTO fulfilment_intercept (parcel_id, shop_id, warehouse_id, state, reason, opened_at, opened_by, due_at, answer, closed_at, closed_by)
SELECT id, shop_id, warehouse_id, CASE WHEN id > 960000 THEN 'asked' WHEN id % 3 = 0 THEN 'returned' ELSE 'delivered' END, 'refund', shipped_at, 'bench',
       shipped_at + interval '24 hours', '', CASE WHEN id <= 960000 THEN shipped_at + interval '50 hours' END, ''
FROM fulfilment_parcel WHERE state = 'shipped' AND id % 50 = 0;
UPDATE fulfilment_wave w SET shop_ids = s.shops
FROM (SELECT wave_id, array_agg(DISTINCT shop_id) AS shops FROM fulfilment_parcel GROUP BY 1) s WHERE w.id = s.wave_id;
UPDATE fulfilment_printjob j SET shop_ids = s.shops, warehouse_ids = s.houses
FROM (SELECT d.job_id, array_agg(DISTINCT p.shop_id) AS shops, array_agg(DISTINCT p.warehouse_id) AS houses
      FROM fulfilment_printdocument d JOIN fulfilment_parcel p ON p.id = d.parcel_id GROUP BY 1) s WHERE j.id = s.job_id;
-- What left, at its price of that day; a box for each, a crate for one in fifty. One in forty weighed oddly, one in eighty was overridden.
INSERT INTO fulfilment_sending (parcel_id, left_at, shop_id, warehouse_id, freight)
SELECT id, shipped_at, shop_id, warehouse_id, CASE WHEN id % 30 > 0 THEN 3 + id % 7 END
FROM fulfilment_parcel WHERE state = 'shipped' ORDER BY shipped_at;
INSERT INTO fulfilment_packuse (parcel_id, sku_id, unit_cost, content, is_booked, at, by)
SELECT id, 1 + id % 12, 0.8, md5((id % 3000)::text), true, verified_at, 'bench'
FROM fulfilment_parcel WHERE state IN ('verified', 'weighed', 'shipped') ORDER BY verified_at;
INSERT INTO fulfilment_crate (parcel_id, state, why, marked_at, marked_by, back_at, back_by, cost, note)
SELECT id, 'back', 'glass', planned_at, 'bench', planned_at + interval '6 hours', 'bench', 35.50, ''
FROM fulfilment_parcel WHERE state = 'shipped' AND id % 50 = 3;
INSERT INTO fulfilment_oddweight (
    parcel_id, state, grams, low_g, high_g, cause, cause_pieces, at, by, station, closed_at, closed_by, is_own, reason
)
SELECT id, CASE WHEN state = 'weighed' THEN 'open' ELSE 'accepted' END, 900, 700, 800, 'unknown', 0, planned_at, 'bench', 'W1',
       CASE WHEN state <> 'weighed' THEN planned_at END, CASE WHEN state <> 'weighed' THEN 'bench' ELSE '' END, false,
       CASE WHEN state <> 'weighed' THEN 'heavy box' ELSE '' END
FROM fulfilment_parcel WHERE state IN ('weighed', 'shipped') AND id % 40 = 0 ORDER BY id;
INSERT INTO fulfilment_override (kind, parcel_id, odd_weight_id, pieces, reason, actor_id, actor, confirmed_by_id, confirmed_by, station, at)
SELECT 'weight', parcel_id, id, 0, 'heavy box', 1, 'bench', 2, 'bench 2', 'W1', at
FROM fulfilment_oddweight WHERE state = 'accepted' AND parcel_id % 80 = 0 ORDER BY id;

SET session_replication_role = origin;
VACUUM ANALYZE;

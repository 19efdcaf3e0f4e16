"""Rows are changed behind the program's back; `prove` names the first wrong record of each promise."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.world import BY, World, make_world
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.testing import make_entries
from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.testing import make_link
from zhanggui.config.proving import all_proofs, prove
from zhanggui.costing.flows.add_landed_costs import add_landed_costs
from zhanggui.costing.flows.choose_method import choose_method
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.rules.adjusting import LandedCost
from zhanggui.costing.testing import come_in, go_out
from zhanggui.counting.flows.approve_differences import approve_differences
from zhanggui.counting.testing import COUNTER, OTHER, open_count, scan_bin
from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.write_off_pieces import write_off_pieces
from zhanggui.fulfilment.models import Manifest, Parcel
from zhanggui.fulfilment.testing import LEAD, take_to
from zhanggui.inventory.flows.add_codes import add_codes
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.inventory.unique_codes import CodeDraft
from zhanggui.invoicing.flows.request_payments import request_payments
from zhanggui.invoicing.testing import draft_of, make_claim, make_invoices, make_received
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.testing import AT, channel_order, gift_draft, make_gift_rules, make_orders, make_shop
from zhanggui.planning.flows.sum_sales import sum_sales
from zhanggui.planning.testing import make_plan
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.scrap_defects import scrap_defects
from zhanggui.quality.models import Defect
from zhanggui.quality.rules.disposing import DisposalDraft
from zhanggui.quality.testing import INSPECTOR, find_defects, make_inspections, make_quality_warehouse
from zhanggui.transfers.flows.receive_transfers import receive_transfers
from zhanggui.transfers.models import TransferLine
from zhanggui.transfers.testing import make_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db: None) -> World:
    """Parcels at every stage, one stopped with pieces lost, two merged, one taken back; one order of a bundle, one with
    a gift; one of a linked shop, one paid from a prepaid balance, one of goods with unique codes. Two months have
    entries in the books. Every promise holds.
    """
    world = make_world(skus=2, pieces=100)
    for stage in ("planned", "waved", "printed", "picked", "verified", "weighed", "shipped"):
        take_to(stage, world.orders(2))
    stopped = take_to("weighed", world.orders(1))
    stop_parcels(parcel_ids=stopped, reason="refund", **BY)
    write_off_pieces(parcel_ids=stopped, reason="gone", confirmed_by=LEAD, **BY).one()
    _hand_over(world)
    _take_back_changed(world)
    _leave_linked(world)
    world.orders(1)
    assert merge_parcels(parcel_ids=take_to("planned", world.orders(2)), **BY).refused == {}
    bundle = make_skus(1, prefix="SET")[0].code
    set_bundles(bundles=[BundleDraft(bundle, tuple((sku.code, 1) for sku in world.skus))], **BY)
    make_orders(world.shop, [channel_order(skus={bundle: 1})])
    make_gift_rules(gift_draft("rule 1", ("skus", "any", world.skus[0].code), sku=world.skus[1].code))
    assert apply_gifts(order_ids=world.orders(1), **BY).refused == {}
    _pay_from_balance(world)
    _verify_by_code(world)
    _inspect()
    for month in (10, 11):
        make_entries(booked_on=date(2026, month, 5))
    _value(world)
    sum_sales(actor=BY["actor"], at=AT + timedelta(days=1))
    make_plan(world.warehouse, at=AT + timedelta(days=1))
    _count_bins(world)
    _transfer(world)
    _invoice(world)
    assert [wrong for _, wrong in prove() if wrong] == []
    return world


def _transfer(world: World) -> None:
    """Goods went to another warehouse, and one piece of them has not arrived yet."""
    pk = make_transfer(world.warehouse, make_warehouse(), {world.skus[0].pk: 3}, to="sent")
    line = TransferLine.objects.get(transfer=pk)
    assert receive_transfers(transfer_ids=[pk], pieces={line.pk: 2}, **BY).refused == {}


def _invoice(world: World) -> None:
    """Two invoices are approved and one of them asked to be paid, less a claim; a third is only matched."""
    lines = make_received(world.warehouse, world.skus, pieces=10)
    drafts = [draft_of(lines, quantity=4) for _ in range(2)]
    approved = make_invoices(drafts, state="approved")
    claim = make_claim(approved[0].supplier, Decimal(2))
    assert request_payments(invoice_ids=[approved[0].pk], claim_ids=[claim.pk], **BY).refused == {}
    make_invoices([draft_of(lines, quantity=1)])


def _count_bins(world: World) -> None:
    """Three bins are counted: one held a piece nobody knew of, one is to be counted still, one waits for approval."""
    found, waiting, _ = open_count([world.place("P-02"), world.place("S-01"), world.place("DEFECT")])
    for counter in (COUNTER, OTHER):
        scan_bin(found, {world.skus[0].pk: 1}, actor=counter)
    scan_bin(waiting, {world.skus[0].pk: 1})
    assert approve_differences(bin_ids=[found], note="", **BY).refused == {}


def _value(world: World) -> None:
    """Stock has a value, first in, first out; a purchase has its layer, and freight was added to it."""
    install_chart(**BY)
    choose_method(method="fifo", **BY)
    receipt = come_in(world.warehouse, world.skus[0].pk, 4, "2.5")
    go_out(world.warehouse, world.skus[0].pk, 1)
    value_moves(**BY)
    add_landed_costs(cause="test", costs=[LandedCost(1, receipt, Decimal(8))], **BY).one()


def _hand_over(world: World) -> None:
    """The van of one carrier was here: its manifest is closed."""
    carried = Parcel.objects.filter(pk__in=take_to("weighed", world.orders(1)))
    carried.update(carrier="van")
    hand_over_parcels(parcel_ids=[parcel.pk for parcel in carried], **BY)
    assert close_manifests(manifest_ids=list(Manifest.objects.values_list("pk", flat=True)), **BY).refused == {}


def _inspect() -> None:
    """A lot was sorted, and some of what failed is scrapped."""
    warehouse, (sku,) = make_quality_warehouse("QC"), make_skus(1, prefix="QC")
    inspection_ids = make_inspections(warehouse, [sku.pk])
    find_defects(inspection_ids, 4)
    judge_inspections(verdicts=[Verdict(pk, "sorted") for pk in inspection_ids], actor=INSPECTOR, at=AT)
    defect_ids = Defect.objects.values_list("pk", flat=True)
    scrap_defects(drafts=[DisposalDraft(pk, 1) for pk in defect_ids], actor=INSPECTOR, at=AT)


def _pay_from_balance(world: World) -> None:
    """A buyer has paid in advance, and one order has taken what it costs of it."""
    top_up_accounts(top_ups=[TopUp(world.shop.pk, "buyer1", Decimal(50), "r1")], **BY)
    order = channel_order(skus=[world.skus[0].code], payment_mode=PaymentMode.PREPAID, buyer="buyer1", paid_at=None)
    make_orders(world.shop, [order])


def _verify_by_code(world: World) -> None:
    """A parcel holds a piece that is known by its own code."""
    sku = make_skus(1, prefix="CODED")[0]
    make_stock(world.warehouse, {sku.pk: 1})
    set_tracking(sku_ids=[sku.pk], tracking="code", verify_by_count=False, **BY).one()
    assert add_codes(codes=[CodeDraft("SN1", sku.pk, world.warehouse.pk)], **BY).refused == {}
    parcel_ids = take_to("picked", make_orders(world.shop, [channel_order(skus=[sku.code])]))
    waybill = Parcel.objects.get(pk__in=parcel_ids).waybill
    assert verify_scan(waybill=waybill, barcode="SN1", client_id=uuid4(), **BY).result == "parcel_done"


def _take_back_changed(world: World) -> None:
    """A parcel is taken back; meanwhile its buyer asked for another address."""
    order = channel_order(skus={sku.code: 1 for sku in world.skus})
    parcels = take_to("shipped", make_orders(world.shop, [order]))
    asked = replace(order, address_change_asked=True, modified_at=order.modified_at + timedelta(minutes=1), raw=b"2")
    import_orders(shop_id=world.shop.pk, orders=[asked], **BY)
    assert take_back_parcels(parcel_ids=parcels, note="wrong pile", **BY).done == parcels


def _leave_linked(world: World) -> None:
    """A parcel of a linked shop has left, and its platform is to be told."""
    shop = make_shop(channel="taobao")
    make_link(shop, "http://127.0.0.1:1", at=AT)
    left = take_to("shipped", make_orders(shop, [channel_order(skus=[world.skus[0].code])]))
    queue_notices(parcel_ids=left, **BY)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'channels.tell_shipped_parcels'")


@contextmanager
def behind_its_back(*constraints: tuple[str, str]) -> Iterator[Any]:
    """Triggers sleep and the named constraints are gone until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


CORRUPTIONS: dict[str, tuple[str, Sequence[tuple[str, str]], set[str]]] = {
    "a balance": (
        "UPDATE inventory_balance SET on_hand = on_hand + 1 WHERE id = {}(id)",
        (),
        {"balances_are_moves", "sellable_is_what_lies_there"},
    ),
    "pieces in transit": (
        "UPDATE transfers_transferline SET sent = sent - 1, received = received - 1 WHERE id = {}(id) AND received > 0",
        (),
        {"transit_is_what_lines_say"},
    ),
    "a missing piece without a case": (
        "DELETE FROM transfers_transfercase WHERE id = {}(id)",
        (),
        {"missing_pieces_have_a_case"},
    ),
    "the book of a count": (
        "UPDATE counting_countline SET book = book + 1, counted = counted + 1 WHERE id = {}(id) AND book IS NOT NULL",
        (),
        {"books_of_counts_are_replayed"},
    ),
    "a posted difference": (
        (
            "UPDATE counting_countline SET counted = counted + 1 WHERE id = {}(id) "
            "AND bin_id IN (SELECT id FROM counting_countbin WHERE state = 'posted')"
        ),
        (),
        {"differences_moved_goods"},
    ),
    "an approval of one's own count": (
        "UPDATE counting_countbin SET decided_by = counter WHERE id = {}(id) AND state = 'posted'",
        (),
        {"nobody_approved_their_own_count"},
    ),
    "a bin shown to its counter": (
        "DELETE FROM inventory_blindplace WHERE location_id = (SELECT max(location_id) FROM inventory_blindplace)",
        (),
        {"counters_are_blind"},
    ),
    "what may be sold": (
        "UPDATE inventory_availability SET sellable = sellable - 1 WHERE id = {}(id)",
        (),
        {"sellable_is_what_lies_there"},
    ),
    "more claimed than there is": (
        "UPDATE inventory_availability SET claimed = sellable + 1 WHERE id = {}(id)",
        (("inventory_availability", "nothing_sold_twice"),),
        {"claimed_is_held", "nothing_is_claimed_twice"},
    ),
    "a bundle of what lies on stock": (
        (
            "INSERT INTO catalog_bundlepart (bundle_id, part_id, quantity) "
            "SELECT lying.sku_id, other.id, 1 FROM inventory_balance AS lying "
            "JOIN catalog_sku AS other ON other.id <> lying.sku_id WHERE lying.on_hand > 0 ORDER BY lying.id LIMIT 1"
        ),
        (),
        {"no_bundle_is_on_stock"},
    ),
    "a claim": (
        "UPDATE inventory_claim SET quantity = quantity + 1 WHERE id = {}(id) AND state = 'held'",
        (),
        {"claimed_is_held", "claims_serve_parcels"},
    ),
    "a claim let go under a parcel": (
        "UPDATE inventory_claim SET state = 'released' WHERE id = {}(id) AND state = 'held'",
        (),
        {"claimed_is_held", "claims_serve_parcels"},
    ),
    "a move": (
        "DELETE FROM inventory_move WHERE id = {}(id) AND cause = 'ship_parcels'",
        (),
        {"balances_are_moves", "shipped_goods_moved_once", "sales_are_moves", "lines_are_moves"},
    ),
    "a shipped piece that went elsewhere": (
        "UPDATE inventory_move SET lot = 'X' WHERE id = {}(id) AND cause = 'ship_parcels'",
        (),
        {"balances_are_moves", "shipped_goods_moved_once"},
    ),
    "a piece from another shelf": (
        "UPDATE inventory_move SET lot = 'X' WHERE id = {}(id) AND cause = 'pick_waves'",
        (),
        {"balances_are_moves", "picked_goods_moved_once"},
    ),
    "a lost piece of another lot": (
        "UPDATE inventory_move SET lot = 'X' WHERE id = {}(id) AND cause = 'write_off_pieces'",
        (),
        {"balances_are_moves", "lost_pieces_moved_once"},
    ),
    "a pick of more than the parcel wants": (
        "UPDATE fulfilment_pick SET quantity = quantity + 1 WHERE id = {}(id) AND state = 'to_pick'",
        (),
        {"picks_fill_lines", "promises_serve_picks"},
    ),
    "what is set aside": (
        "UPDATE inventory_balance SET promised = promised + 1 WHERE id = {}(id) AND promised > 0",
        (),
        {"promises_serve_picks"},
    ),
    "a claim for no parcel": (
        (
            "INSERT INTO inventory_claim (cause, cause_id, sku_id, warehouse_id, quantity, state, at) "
            "SELECT cause, -1, sku_id, warehouse_id, quantity, state, at FROM inventory_claim "
            "WHERE state = 'held' ORDER BY id LIMIT 1"
        ),
        (),
        {"claimed_is_held", "claims_serve_parcels"},
    ),
    "a counter of a line": (
        "UPDATE orders_orderline SET claimed = claimed - 1 WHERE id = {}(id) AND picked = 0 AND claimed > 0",
        (),
        {"orders_repeat_their_lines", "lines_travel_once"},
    ),
    "the money of a part": (
        "UPDATE orders_orderline SET amount = amount + 1 WHERE id = {}(id) AND origin = 'part'",
        (),
        {"own_lines_share_the_money"},
    ),
    "a line that nothing is sent for": (
        "UPDATE orders_orderline SET is_replaced = true WHERE id = {}(id) AND origin = 'channel' AND claimed = 0",
        (),
        {"replaced_lines_are_sent", "orders_repeat_their_lines"},
    ),
    "the count of a parcel": (
        "UPDATE fulfilment_parcel SET units = units + 1 WHERE id = {}(id) AND state = 'planned'",
        (),
        {"parcels_repeat_their_lines"},
    ),
    "a merged parcel that leaves with the last of its orders": (
        (
            "UPDATE fulfilment_parcel SET ship_by = ship_by + interval '1 hour' "
            "WHERE id = (SELECT min(merged_into_id) FROM fulfilment_parcel)"
        ),
        (),
        {"parcels_leave_with_the_first_of_their_orders"},
    ),
    "cash on delivery in a parcel with what is paid": (
        (
            "UPDATE orders_order SET payment_mode = 'cod' "
            "WHERE id = (SELECT min(order_id) FROM fulfilment_parcel WHERE state = 'merged')"
        ),
        (),
        {"parcels_are_paid_in_one_way"},
    ),
    "a guest without a home": (
        "UPDATE fulfilment_parcelline SET home_id = parcel_id WHERE id = {}(id) AND home_id IS NOT NULL",
        (),
        {"guests_have_a_home"},
    ),
    "what a gift rule gave": (
        "UPDATE orders_giftrule SET pieces_given = pieces_given + 1 WHERE id = {}(id)",
        (),
        {"gift_rules_sum_their_grants"},
    ),
    "a gift of more than its line": (
        "UPDATE orders_giftgrant SET pieces = pieces + 1 WHERE id = {}(id)",
        (),
        {"gift_rules_sum_their_grants", "gift_grants_have_their_lines"},
    ),
    "the sum of an order": (
        "UPDATE orders_order SET units = units + 1 WHERE id = {}(id)",
        (),
        {"orders_repeat_their_lines"},
    ),
    "an order in the warehouse without a claim": (
        "UPDATE orders_order SET state = 'in_warehouse' WHERE id = {}(id) AND state = 'to_review'",
        (),
        {"states_follow_counters"},
    ),
    "a prepaid balance": (
        "UPDATE orders_prepaidaccount SET balance = balance + 1 WHERE id = {}(id)",
        (),
        {"accounts_sum_their_entries"},
    ),
    "a reservation of more than is due": (
        "UPDATE orders_orderpayment SET amount = amount + 1 WHERE id = {}(id) AND kind = 'balance'",
        (),
        {"reservations_are_due"},
    ),
    "a price difference nobody made": (
        "UPDATE orders_order SET difference = difference + 1 WHERE id = {}(id)",
        (),
        {"orders_sum_their_differences"},
    ),
    "the count of holds": (
        "UPDATE orders_order SET open_holds = open_holds + 1 WHERE id = {}(id)",
        (),
        {"holds_are_counted"},
    ),
    "a second import": (
        (
            "INSERT INTO kernel_fact (at, name, subject, subject_id, actor, source, data) "
            "SELECT at, name, subject, subject_id, actor, source, data FROM kernel_fact "
            "WHERE name = 'orders.order.imported' ORDER BY id LIMIT 1"
        ),
        (),
        {"orders_arrive_once"},
    ),
    "a second hand-over": (
        (
            "INSERT INTO kernel_fact (at, name, subject, subject_id, actor, source, data) "
            "SELECT at, name, subject, subject_id, actor, source, data FROM kernel_fact "
            "WHERE name = 'fulfilment.parcel.shipped' ORDER BY id LIMIT 1"
        ),
        (),
        {"parcels_left_once"},
    ),
    "a stopped parcel that leaves": (
        "UPDATE fulfilment_parcel SET state = 'shipped' WHERE id = {}(id) AND state = 'stopped'",
        (),
        {"nothing_left_after_stop", "shipped_goods_moved_once", "lines_travel_once", "parcels_left_once"},
    ),
    "a parcel that leaves though its order was asked to stop": (
        (
            "UPDATE kernel_fact f SET name = 'orders.order.stop_asked', subject = 'order', "
            "subject_id = (SELECT p.order_id FROM fulfilment_parcel p WHERE p.id = f.subject_id) "
            "WHERE f.id = (SELECT min(w.id) FROM kernel_fact w JOIN fulfilment_parcel p ON p.id = w.subject_id "
            "WHERE w.name = 'fulfilment.parcel.weighed' AND p.state = 'shipped')"
        ),
        (),
        {"nothing_left_after_stop"},
    ),
    "a parcel taken back that no longer stops for what was asked": (
        (
            "UPDATE kernel_fact SET name = 'orders.order.stop_lost' WHERE name = 'orders.order.stop_asked' "
            "AND id > (SELECT max(id) FROM kernel_fact WHERE name = 'fulfilment.parcel.taken_back')"
        ),
        (),
        {"what_came_back_was_asked_to_stop"},
    ),
    "a piece scanned after stop": (
        (
            "INSERT INTO fulfilment_scan (client_id, parcel_id, waybill, barcode, result, verified_before, "
            "verified_after, actor, station, at) "
            "SELECT gen_random_uuid(), id, waybill, 'X', 'piece_ok', 1, 2, 'x', '', "
            "stopped_at + interval '1 minute' FROM fulfilment_parcel WHERE state = 'stopped'"
        ),
        (),
        {"no_scan_after_stop", "verified_pieces_were_scanned"},
    ),
    "a platform told of a parcel that is still here": (
        (
            "INSERT INTO channels_notice (shop_id, order_id, parcel_id, state, tries, trouble, queued_at, told_at) "
            "SELECT shop_id, order_id, id, 'told', 1, '', now(), now() FROM fulfilment_parcel "
            "WHERE state = 'weighed' ORDER BY id LIMIT 1"
        ),
        (),
        {"only_shipped_parcels_are_told"},
    ),
    "a platform that never hears of a parcel that left": (
        "DELETE FROM channels_notice WHERE id = {}(id) AND state = 'queued'",
        (),
        {"what_left_is_told"},
    ),
    "a parcel added to a closed manifest": (
        (
            "INSERT INTO fulfilment_manifestparcel (manifest_id, parcel_id, scanned_at, actor, station) "
            "SELECT m.id, p.id, now(), 'x', '' FROM fulfilment_manifest m, fulfilment_parcel p "
            "WHERE p.state = 'weighed' ORDER BY p.id LIMIT 1"
        ),
        (),
        {"closed_manifests_hold_what_left"},
    ),
    "a verified piece nobody scanned": (
        "UPDATE fulfilment_parcel SET units_verified = units_verified - 1 WHERE id = {}(id) AND state = 'verified'",
        (("fulfilment_parcel", "only_complete_parcels_leave"),),
        {"verified_pieces_were_scanned"},
    ),
    "what a SKU sold on a day": (
        "UPDATE planning_salesday SET sold = sold + 1 WHERE sku_id = (SELECT max(sku_id) FROM planning_salesday)",
        (),
        {"sales_are_moves"},
    ),
    "a figure of a suggestion": (
        'UPDATE planning_suggestion SET inputs = inputs || \'{"demand": "9000.00"}\' WHERE id = {}(id)',
        (),
        {"suggestions_follow"},
    ),
    "pieces of a lot that passed": (
        "UPDATE quality_inspection SET passed = passed + 1, failed = failed - 1 WHERE id = {}(id) AND failed > 1",
        (),
        {"judged_pieces_moved"},
    ),
    "what is left of a defect": (
        'UPDATE quality_defect SET "left" = "left" + 1 WHERE id = {}(id) AND "left" < quantity',
        (),
        {"defects_add_up", "defects_lie_where_they_say"},
    ),
    "defective goods that went to a shelf": (
        (
            "UPDATE inventory_move SET origin_id = (SELECT min(id) FROM inventory_location WHERE kind = 'defective'), "
            "target_id = (SELECT min(id) FROM inventory_location WHERE kind = 'picking'), quantity = quantity "
            "WHERE id = {}(id) AND cause = 'scrap_defects'"
        ),
        (),
        {"balances_are_moves", "nothing_rejected_went_back", "lines_are_moves"},
    ),
    "pieces counted as invoiced": (
        (
            "UPDATE invoicing_invoicedcount SET taken = taken - 1 WHERE purchase_line_id = "
            "(SELECT max(purchase_line_id) FROM invoicing_invoicedcount)"
        ),
        (),
        {"pieces_are_invoiced_once"},
    ),
    "what an invoice comes to": (
        "UPDATE invoicing_supplierinvoice SET amount = amount - 1, tax = tax + 1 WHERE id = {}(id)",
        (),
        {"invoices_add_up"},
    ),
    "an approved invoice without its entry": (
        (
            "UPDATE invoicing_supplierinvoice SET state = 'approved', booked_on = due_on, decided_by = 'x' "
            "WHERE id = {}(id) AND state = 'matched'"
        ),
        (),
        {"approved_invoices_are_posted"},
    ),
    "what a request deducts": (
        "UPDATE invoicing_paymentrequest SET deducted = deducted + 1, payable = payable - 1 WHERE id = {}(id)",
        (),
        {"payment_requests_add_up"},
    ),
    "what a SKU is worth": (
        "UPDATE costing_stockvalue SET value = value + 1 WHERE id = {}(id) AND quantity > 0",
        (),
        {"values_are_lines", "layers_are_the_value", "books_are_the_value"},
    ),
    "what a line says was there": (
        "UPDATE costing_costline SET value_after = value_after + 1 WHERE id = {}(id)",
        (),
        {"lines_run_on"},
    ),
    "the value of a line": (
        "UPDATE costing_costline SET value = value + 1 WHERE id = {}(id)",
        (),
        {"values_are_lines", "lines_run_on", "layers_are_lines", "months_are_lines", "batches_are_lines"},
    ),
    "what is left of a layer": (
        "UPDATE costing_layer SET value_left = value_left + 1 WHERE id = {}(id)",
        (("costing_layer", "empty_layer_worth_nothing"),),
        {"layers_are_lines", "layers_are_the_value"},
    ),
    "the pieces of a line": (
        "UPDATE costing_costline SET quantity = quantity + 1 WHERE id = {}(id) AND kind = 'receipt'",
        (),
        {"values_are_lines", "lines_run_on", "layers_are_lines", "lines_are_moves", "months_are_lines"},
    ),
    "what a month ended with": (
        "UPDATE costing_monthend SET value = value + 1 WHERE id = {}(id)",
        (),
        {"months_are_lines"},
    ),
    "what freight made of stock": (
        "UPDATE costing_adjustment SET in_stock = in_stock + 1, amount = amount + 1 WHERE id = {}(id)",
        (),
        {"adjustments_are_lines"},
    ),
    "the sum of a batch": (
        "UPDATE costing_costbatch SET value = value + 1 WHERE id = {}(id)",
        (),
        {"batches_are_lines", "entries_are_batches", "books_are_the_value"},
    ),
    "the entry of a batch": (
        "UPDATE costing_costbatch SET entry_id = NULL WHERE id = {}(id)",
        (),
        {"entries_are_batches"},
    ),
    "a leg of an entry": (
        "UPDATE books_posting SET amount = amount + 1 WHERE id = {}(id)",
        (),
        {"legs_sum_to_zero", "balances_are_postings"},
    ),
    "what an account shows for a month": (
        "UPDATE books_accountbalance SET debit = debit + 1 WHERE id = {}(id)",
        (),
        {"balances_are_postings"},
    ),
    "an entry of another month": (
        "UPDATE books_entry SET booked_on = (booked_on + interval '2 months')::date WHERE id = {}(id)",
        (),
        {"entries_lie_in_their_month"},
    ),
    "a month that is closed before an earlier one": (
        "UPDATE books_period SET state = 'closed' WHERE first_on = (SELECT max(first_on) FROM books_period)",
        (),
        {"months_close_in_order"},
    ),
    "a unique code that left without its parcel": (
        "UPDATE inventory_uniquecode SET state = 'shipped' WHERE id = {}(id) AND state = 'in_parcel'",
        (),
        {"codes_follow_parcels"},
    ),
    "a unique code that is in stock though its piece is in a parcel": (
        "UPDATE inventory_uniquecode SET state = 'in_stock', cause_id = NULL WHERE id = {}(id) AND state = 'in_parcel'",
        (),
        {"bound_codes_were_scanned"},
    ),
}


@pytest.mark.parametrize("name", sorted(CORRUPTIONS))
def test_prove_names_the_first_wrong_record(company, name):
    sql, constraints, expected = CORRUPTIONS[name]
    with behind_its_back(*constraints) as cursor:
        cursor.execute(first_match(sql))
        assert cursor.rowcount == 1
    found = {proof.__name__: wrong for proof, wrong in prove() if wrong}
    assert set(found) == expected
    for wrong in found.values():
        assert wrong[0].promise
        assert any(letter.isdigit() for letter in wrong[0].record), wrong[0]


def first_match(sql: str) -> str:
    """`id = {}(id) AND …` becomes: the lowest id for which the rest is true."""
    if "{}(id)" not in sql:
        return sql
    head, _, condition = sql.partition(" WHERE id = {}(id)")
    table = head.replace("DELETE FROM", "UPDATE").split()[1]
    rest = condition.removeprefix(" AND ") or "true"
    return f"{head} WHERE id = (SELECT min(id) FROM {table} WHERE {rest})"


def test_every_proof_was_made_to_fail():
    proven = set().union(*(expected for _, _, expected in CORRUPTIONS.values()))
    assert {proof.__name__ for proof in all_proofs()} - proven == set()

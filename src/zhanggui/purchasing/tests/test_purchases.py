"""Purchase orders: what may be ordered, who must agree, what has come of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.models import Fact
from zhanggui.parties.flows.pause_suppliers import pause_suppliers
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.rules.stages import DocumentsRunOut
from zhanggui.parties.rules.terms import TermsDraft
from zhanggui.parties.testing import AT, make_approved
from zhanggui.purchasing.flows.approve_purchases import approve_purchases
from zhanggui.purchasing.flows.confirm_purchases import confirm_purchases
from zhanggui.purchasing.flows.count_receipts import count_receipts
from zhanggui.purchasing.flows.draft_purchases import draft_purchases
from zhanggui.purchasing.flows.end_purchases import end_purchases
from zhanggui.purchasing.flows.promise_lines import NothingAwaited, Promise, promise_lines
from zhanggui.purchasing.flows.send_back_purchases import send_back_purchases
from zhanggui.purchasing.flows.send_purchases import send_purchases
from zhanggui.purchasing.flows.submit_purchases import submit_purchases
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.queries import last_prices, on_order, open_lines
from zhanggui.purchasing.rules.drafting import (
    AmountTooSmall,
    PackBroken,
    PiecesNotPositive,
    PriceMissing,
    PriceUnsound,
    PurchaseRow,
    TooFew,
)
from zhanggui.purchasing.rules.steps import ApprovedByItsAuthor, FewerThanReceived, MoreThanOrdered, PurchaseNotThere
from zhanggui.purchasing.testing import BUYER, LEAD, make_purchase

pytestmark = pytest.mark.django_db
BY: Any = {"actor": BUYER, "at": AT}
PRICE = Decimal("3.50")


@pytest.fixture
def house():
    return make_warehouse("W")


@pytest.fixture
def supplier():
    return make_approved()[0]


@pytest.fixture
def sku():
    return make_skus(1)[0]


def agree(supplier, sku, price="3.50", **terms):
    draft = TermsDraft(supplier.pk, sku.code, Decimal(price), date(2026, 1, 1), tax_rate=Decimal(13), **terms)
    assert not set_terms(terms=[draft], actor=BUYER, at=AT).refused


def draft(supplier, house, sku, pieces=10, price=None, **more):
    row = PurchaseRow(1, supplier.pk, house.pk, sku.pk, pieces, unit_price=price)
    return draft_purchases(rows=[row], **more, **BY)


def test_rows_become_one_draft_per_supplier_and_warehouse_at_the_agreed_price(house, supplier, sku):
    other, (more,) = make_approved()[0], make_skus(1)
    agree(supplier, sku)
    rows = [
        PurchaseRow(1, supplier.pk, house.pk, sku.pk, 10),
        PurchaseRow(2, other.pk, house.pk, sku.pk, 3, unit_price=Decimal("9.9999")),
        PurchaseRow(3, supplier.pk, house.pk, more.pk, 1, unit_price=Decimal(2), tax_rate=Decimal(6)),
    ]
    assert draft_purchases(rows=rows, **BY).done == [1, 2, 3]
    own = PurchaseOrder.objects.get(supplier=supplier)
    assert (own.lines.count(), own.amount, own.tax) == (2, Decimal("37.00"), Decimal("4.67"))
    assert PurchaseOrder.objects.get(supplier=other).amount == Decimal("30.00")


@pytest.mark.parametrize(
    ("pieces", "price", "refusal"),
    [
        (0, PRICE, PiecesNotPositive),
        (-5, PRICE, PiecesNotPositive),
        (12, Decimal("1.00001"), PriceUnsound),
        (12, Decimal(-1), PriceUnsound),
        (6, None, TooFew),
        (13, None, PackBroken),
    ],
)
def test_what_cannot_be_ordered_is_refused(house, supplier, sku, pieces, price, refusal):
    agree(supplier, sku, least_quantity=12, pack_size=6)
    assert isinstance(draft(supplier, house, sku, pieces, price).refused[1], refusal)
    assert not PurchaseOrder.objects.exists()


def test_a_price_is_needed_and_so_is_a_supplier_in_good_standing(house, supplier, sku):
    assert isinstance(draft(supplier, house, sku).refused[1], PriceMissing)
    pause_suppliers(supplier_ids=[supplier.pk], reason="late again", actor=LEAD, at=AT).one()
    assert draft(supplier, house, sku, price=PRICE).refused[1].code() == "supplier_paused"


def test_a_cause_is_ordered_once_until_its_order_is_cancelled(house, supplier, sku):
    for _ in range(2):
        assert draft(supplier, house, sku, price=PRICE, cause="suggestion").done == [1]
    order = PurchaseOrder.objects.get()
    end_purchases(purchase_ids=[order.pk], reason="double", **BY).one()
    assert draft(supplier, house, sku, price=PRICE, cause="suggestion").done == [1]
    assert PurchaseOrder.objects.count() == 2


def test_what_is_agreed_needs_nobody_else(house, supplier, sku):
    agree(supplier, sku)
    draft(supplier, house, sku).one()
    order = PurchaseOrder.objects.get()
    submit_purchases(purchase_ids=[order.pk], **BY).one()
    order.refresh_from_db()
    assert (order.state, order.why, order.approved_by) == ("approved", [], "")


@pytest.mark.parametrize(
    ("price", "why"),
    [("3.51", "above_agreed"), ("3.50", "large")],
)
def test_a_price_above_the_agreed_one_or_a_large_amount_waits_for_somebody_else(house, supplier, sku, price, why):
    agree(supplier, sku)
    draft(supplier, house, sku, pieces=10 if why == "above_agreed" else 10_000, price=Decimal(price)).one()
    order = PurchaseOrder.objects.get()
    submit_purchases(purchase_ids=[order.pk], **BY).one()
    order.refresh_from_db()
    assert (order.state, [reason for reason, _ in order.why]) == ("to_approve", [why])
    assert isinstance(approve_purchases(purchase_ids=[order.pk], **BY).refused[order.pk], ApprovedByItsAuthor)
    approve_purchases(purchase_ids=[order.pk], actor=LEAD, at=AT).one()
    order.refresh_from_db()
    assert (order.state, order.approved_by) == ("approved", LEAD.name)


def test_a_price_above_the_last_one_paid_is_asked_about(house, supplier, sku):
    make_purchase(house, [sku], supplier=supplier, price=PRICE)
    assert last_prices([(supplier.pk, sku.pk)]) == {(supplier.pk, sku.pk): PRICE}
    order = make_purchase(house, [sku], supplier=supplier, price=PRICE + 1, state="to_approve")
    assert (order.state, order.why) == ("to_approve", [["above_last", sku.code]])
    send_back_purchases(purchase_ids=[order.pk], reason="ask them again", actor=LEAD, at=AT).one()
    order.refresh_from_db()
    assert order.state == "draft"


def test_an_order_below_the_suppliers_least_amount_is_refused(house, supplier, sku):
    supplier.least_amount = Decimal(100)
    supplier.save()
    draft(supplier, house, sku, price=PRICE).one()
    order = PurchaseOrder.objects.get()
    assert isinstance(submit_purchases(purchase_ids=[order.pk], **BY).refused[order.pk], AmountTooSmall)


def test_the_database_lets_nobody_approve_what_they_drafted(house, sku):
    order = make_purchase(house, [sku], state="draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchaseOrder.objects.filter(pk=order.pk).update(drafted_by_id=7, approved_by_id=7)


def test_what_arrives_is_counted_and_the_rest_stays_open_with_a_new_promise(house, sku):
    (more,) = make_skus(1)
    order = make_purchase(house, [sku, more])
    confirm_purchases(purchase_ids=[order.pk], **BY).one()
    first, second = order.lines.order_by("nth")
    assert count_receipts(received={first.pk: 10, second.pk: 4}, **BY).done == [first.pk, second.pk]
    order.refresh_from_db()
    assert order.state == "part_received"
    assert on_order([sku.pk, more.pk]) == {more.pk: 6}
    promise_lines(promises=[Promise(second.pk, date(2026, 12, 1))], reason="out of yarn", **BY).one()
    assert [line.promised_on for line in open_lines(order_ids=[order.pk])] == [date(2026, 12, 1)]
    assert isinstance(
        promise_lines(promises=[Promise(first.pk, date(2026, 12, 1))], **BY).refused[first.pk], NothingAwaited
    )
    count_receipts(received={second.pk: 6}, **BY).one()
    order.refresh_from_db()
    assert (order.state, on_order([more.pk])) == ("received", {})
    assert Fact.objects.filter(name="purchasing.purchase.received", subject_id=order.pk).count() == 2


def test_more_than_ordered_and_tolerated_is_refused_and_a_receipt_can_be_taken_back(house, supplier, sku):
    supplier.over_percent = Decimal(15)
    supplier.save()
    order = make_purchase(house, [sku], supplier=supplier)
    line = order.lines.get()
    refusal = count_receipts(received={line.pk: 12}, **BY).refused[line.pk]
    assert (type(refusal), refusal.data["most"]) == (MoreThanOrdered, 11)
    count_receipts(received={line.pk: 11}, **BY).one()
    assert isinstance(count_receipts(received={line.pk: -12}, **BY).refused[line.pk], FewerThanReceived)
    count_receipts(received={line.pk: -11}, **BY).one()
    order.refresh_from_db()
    assert (order.state, on_order([sku.pk])) == ("confirmed", {sku.pk: 10})


def test_an_order_ends_short_or_cancelled_and_takes_nothing_more(house, sku):
    short, never = make_purchase(house, [sku]), make_purchase(house, [sku])
    line = short.lines.get()
    count_receipts(received={line.pk: 4}, **BY).one()
    assert len(end_purchases(purchase_ids=[short.pk, never.pk], reason="model ends", **BY).done) == 2
    assert [PurchaseOrder.objects.get(pk=one.pk).state for one in (short, never)] == ["closed", "cancelled"]
    assert PurchaseLine.objects.get(pk=line.pk).cancelled == 6
    assert on_order([sku.pk]) == {}
    assert isinstance(count_receipts(received={line.pk: 1}, **BY).refused[line.pk], PurchaseNotThere)
    assert isinstance(send_purchases(purchase_ids=[never.pk], **BY).refused[never.pk], PurchaseNotThere)


def test_nothing_is_ordered_on_papers_that_have_run_out(house, sku):
    ends = date(2026, 12, 31)
    seller = make_approved(ends=ends)[0]
    assert AT.date() < ends
    after: Any = {"actor": BUYER, "at": AT.replace(year=ends.year + 1)}
    row = PurchaseRow(1, seller.pk, house.pk, sku.pk, 10, unit_price=PRICE)
    assert isinstance(draft_purchases(rows=[row], **after).refused[1], DocumentsRunOut)
    assert not PurchaseOrder.objects.exists()

    order = make_purchase(house, [sku], supplier=seller, state="draft")
    assert isinstance(submit_purchases(purchase_ids=[order.pk], **after).refused[order.pk], DocumentsRunOut)
    order.refresh_from_db()
    assert order.state == "draft"

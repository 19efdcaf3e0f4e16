"""Freight, corrected prices and revaluations: for what is there and for what is gone."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.world import broken_promises

from zhanggui.books.flows.close_periods import close_periods
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.models import Period
from zhanggui.catalog.testing import make_skus
from zhanggui.costing.flows.add_landed_costs import add_landed_costs
from zhanggui.costing.flows.choose_method import choose_method
from zhanggui.costing.flows.correct_prices import correct_prices
from zhanggui.costing.flows.revalue_stock import revalue_stock
from zhanggui.costing.models import Adjustment, CostLine
from zhanggui.costing.queries import values_at
from zhanggui.costing.rules.adjusting import (
    CostNotSound,
    LandedCost,
    MorePiecesThanCame,
    NothingToRevalue,
    ReasonMissing,
    ReceiptNotValued,
    ReceiptPrice,
    Revaluation,
)
from zhanggui.costing.testing import ACTOR, AT, come_in, go_out, value_all, worth_of
from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotAllowed
from zhanggui.people.models import Warehouse

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def house() -> Warehouse:
    install_chart(**BY)
    return make_warehouse()


@pytest.fixture
def sku_id() -> int:
    return make_skus(1)[0].pk


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_freight_goes_to_what_is_there_and_to_what_was_sold(house, sku_id, method):
    choose_method(method=method, **BY)
    receipt = come_in(house, sku_id, 10, "10")
    go_out(house, sku_id, 4)
    cost = LandedCost(1, receipt, Decimal("20.00"))
    assert add_landed_costs(cause="freight", costs=[cost], **BY).done == [1]
    assert worth_of(sku_id) == (6, Decimal("72.00"))
    assert Adjustment.objects.values_list("in_stock", "sold").get() == (Decimal(12), Decimal(8))
    assert add_landed_costs(cause="freight", costs=[cost], **BY).done == [1]
    assert Adjustment.objects.count() == 1
    assert broken_promises() == []


def test_freight_of_pieces_that_are_all_gone_is_cost_of_goods_sold(house, sku_id):
    receipt = come_in(house, sku_id, 1, "10")
    go_out(house, sku_id, 1)
    add_landed_costs(cause="freight", costs=[LandedCost(1, receipt, Decimal(5))], **BY).one()
    assert worth_of(sku_id) == (0, Decimal(0))
    assert CostLine.objects.values_list("value", "beside").get(kind="landed") == (Decimal(0), Decimal(5))
    assert broken_promises() == []


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_an_invoice_says_another_price(house, sku_id, method):
    choose_method(method=method, **BY)
    receipt = come_in(house, sku_id, 10, "10")
    go_out(house, sku_id, 4)
    correct_prices(cause="invoice", prices=[ReceiptPrice(1, receipt, Decimal("9.5"))], **BY).one()
    assert worth_of(sku_id) == (6, Decimal("57.00"))
    correct_prices(cause="invoice", prices=[ReceiptPrice(2, receipt, Decimal("10"))], **BY).one()
    assert worth_of(sku_id) == (6, Decimal("60.00"))
    assert broken_promises() == []


def test_invoices_of_some_pieces_each_say_the_cost_together_to_the_cent(house, sku_id):
    receipt = come_in(house, sku_id, 7, "3.3333")
    parts = [ReceiptPrice(1, receipt, Decimal("3.1"), 2), ReceiptPrice(2, receipt, Decimal("3.6667"), 3)]
    assert correct_prices(cause="invoice", prices=parts, **BY).done == [1, 2]
    assert correct_prices(cause="invoice", prices=parts, **BY).done == [1, 2]
    more = correct_prices(cause="invoice", prices=[ReceiptPrice(3, receipt, Decimal(1), 3)], **BY).refused
    assert isinstance(more[3], MorePiecesThanCame)
    correct_prices(cause="invoice", prices=[ReceiptPrice(4, receipt, Decimal("3.4"), 2)], **BY).one()
    assert worth_of(sku_id) == (7, Decimal("6.20") + Decimal("11.00") + Decimal("6.80"))
    correct_prices(cause="credit note", prices=[ReceiptPrice(1, receipt, Decimal(3))], **BY).one()
    assert worth_of(sku_id) == (7, Decimal("21.00"))
    assert broken_promises() == []


def test_a_receipt_nobody_knows_is_refused(house):
    refused = add_landed_costs(cause="freight", costs=[LandedCost(1, 404, Decimal(1))], **BY).refused
    assert isinstance(refused[1], ReceiptNotValued)
    refused = correct_prices(cause="invoice", prices=[ReceiptPrice(1, 404, Decimal(1))], **BY).refused
    assert isinstance(refused[1], ReceiptNotValued)


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_stock_is_revalued_with_a_reason(house, sku_id, method):
    choose_method(method=method, **BY)
    come_in(house, sku_id, 3, "10")
    come_in(house, sku_id, 4, "1")
    revalue_stock(revaluations=[Revaluation(sku_id, Decimal("3.3333"))], reason="out of season", **BY).one()
    assert worth_of(sku_id) == (7, Decimal("23.33"))
    assert broken_promises() == []
    lines = CostLine.objects.count()
    revalue_stock(revaluations=[Revaluation(sku_id, Decimal("3.3333"))], reason="again", **BY).one()
    assert CostLine.objects.count() == lines


def test_what_cannot_be_revalued(house, sku_id):
    refused = revalue_stock(revaluations=[Revaluation(sku_id, Decimal(1))], reason="why", **BY).refused
    assert isinstance(refused[sku_id], NothingToRevalue)
    come_in(house, sku_id, 3, "10")
    refused = revalue_stock(revaluations=[Revaluation(sku_id, Decimal("-1"))], reason="why", **BY).refused
    assert isinstance(refused[sku_id], CostNotSound)
    with pytest.raises(ReasonMissing):
        revalue_stock(revaluations=[], reason=" ", **BY)
    clerk = Actor(name="Ann", grants=frozenset({"revalue_stock"}))
    with pytest.raises(NotAllowed):
        revalue_stock(revaluations=[], reason="why", actor=clerk, at=AT)


def test_what_is_about_a_closed_month_lands_in_the_open_one(house, sku_id):
    receipt = come_in(house, sku_id, 10, "10", at=AT.replace(month=10))
    value_all(AT.replace(month=10))
    close_periods(period_ids=list(Period.objects.filter(first_on=date(2026, 10, 1)).values_list("pk", flat=True)), **BY)
    correct_prices(cause="invoice", prices=[ReceiptPrice(1, receipt, Decimal(11))], **BY).one()
    kept = Adjustment.objects.get()
    assert (kept.happened_on, kept.booked_on) == (date(2026, 10, 11), date(2026, 11, 11))
    assert kept.lines.values_list("batch__entry__booked_on", flat=True).get() == date(2026, 11, 11)
    come_in(house, sku_id, 1, "11", at=AT.replace(month=10))
    value_all()
    late = CostLine.objects.latest("pk")
    assert [(one.quantity, one.value) for one in values_at(date(2026, 10, 31))] == [(10, Decimal(100))]
    assert (late.happened_on, late.booked_on) == (date(2026, 10, 11), date(2026, 11, 11))
    assert broken_promises() == []
    revaluation = [Revaluation(sku_id, Decimal(5))]
    revalue_stock(revaluations=revaluation, reason="audit of October", about=date(2026, 10, 31), **BY).one()
    kept = Adjustment.objects.latest("pk")
    assert (kept.kind, kept.happened_on, kept.booked_on) == ("revaluation", date(2026, 10, 31), date(2026, 11, 11))
    assert worth_of(sku_id) == (11, Decimal(55))
    assert [(one.quantity, one.value) for one in values_at(date(2026, 10, 31))] == [(10, Decimal(100))]

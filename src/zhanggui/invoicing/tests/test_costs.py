"""Costing hears what goods really cost."""

from decimal import Decimal
from typing import Any

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.costing.testing import come_in, value_all, worth_of
from zhanggui.inventory.testing import make_warehouse
from zhanggui.invoicing.flows.accept_differences import accept_differences
from zhanggui.invoicing.flows.approve_invoices import approve_invoices
from zhanggui.invoicing.flows.correct_invoiced_prices import correct_invoiced_prices
from zhanggui.invoicing.testing import ACCOUNTANT, AT, LEAD, draft_of, make_invoices, make_received

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACCOUNTANT, "at": AT}


def test_pieces_invoiced_above_the_ordered_price_are_worth_more_once():
    warehouse, (sku,) = make_warehouse(), make_skus(1)
    (line,) = make_received(warehouse, [sku])
    arrival = come_in(warehouse, sku.pk, 10, "3.5")
    draft = draft_of([line], quantity=4, price=Decimal(4))
    (invoice,) = make_invoices([draft._replace(lines=[draft.lines[0]._replace(arrival=arrival)])])
    accept_differences(line_ids=[one.pk for one in invoice.lines.all()], reason="as agreed", actor=LEAD, at=AT)
    approve_invoices(invoice_ids=[invoice.pk], actor=LEAD, at=AT).one()
    value_all()
    for _ in range(2):
        assert correct_invoiced_prices(invoice_ids=[invoice.pk], **BY).done
        assert worth_of(sku.pk) == (10, Decimal("37.00"))


def test_an_invoice_that_names_no_arrival_leaves_the_value_of_goods_alone():
    (invoice,) = make_invoices(
        [draft_of(make_received(make_warehouse(), make_skus(1)), price=Decimal("3.40"))], state="approved"
    )  # fmt: skip
    assert correct_invoiced_prices(invoice_ids=[invoice.pk], **BY).done == []

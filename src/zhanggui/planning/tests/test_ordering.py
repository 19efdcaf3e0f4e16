"""Approved suggestions become purchase orders, and what was ordered counts in the next plan."""

from datetime import date, timedelta
from typing import Any

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.flows.pause_suppliers import pause_suppliers
from zhanggui.planning.deciding import StepNotOpen
from zhanggui.planning.flows.approve_suggestions import approve_suggestions
from zhanggui.planning.flows.edit_suggestions import QuantityUnsound, edit_suggestions
from zhanggui.planning.flows.order_suggestions import order_suggestions
from zhanggui.planning.models import Plan, Suggestion
from zhanggui.planning.testing import AT, BUYER, make_history, make_plan, make_terms
from zhanggui.purchasing.flows.approve_purchases import approve_purchases
from zhanggui.purchasing.flows.end_purchases import end_purchases
from zhanggui.purchasing.flows.send_purchases import send_purchases
from zhanggui.purchasing.flows.submit_purchases import submit_purchases
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.testing import LEAD
from zhanggui.transfers.testing import make_transfer

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": BUYER, "at": AT}


def approved_of(plan: Plan) -> list[int]:
    ids = list(Suggestion.objects.filter(plan=plan, state="proposed").order_by("pk").values_list("pk", flat=True))
    assert approve_suggestions(suggestion_ids=ids, **BY).done == ids
    return ids


def test_a_suggestion_becomes_an_order_in_packs_and_of_the_least_quantity():
    """36 are missing of each: the first in packs of 10 comes to 40, the second to the 48 it is delivered from."""
    warehouse, (one, two) = make_warehouse("W1"), make_skus(2)
    first, second = make_terms([one], pack_size=10, least=1), make_terms([two], pack_size=24, least=48, price="2")
    make_history(warehouse, [one, two])
    ids = approved_of(make_plan(warehouse))
    assert order_suggestions(suggestion_ids=ids, **BY).done == ids
    lines = PurchaseLine.objects.order_by("cause_id").values_list(
        "cause", "cause_id", "sku_id", "ordered", "unit_price", "wanted_on", "order__supplier_id", "order__state"
    )
    assert [(*line[:4], str(line[4]), *line[5:]) for line in lines] == [
        ("suggestion", ids[0], one.pk, 40, "9.5000", date(2026, 11, 28), first.pk, "draft"),
        ("suggestion", ids[1], two.pk, 48, "2.0000", date(2026, 11, 28), second.pk, "draft"),
    ]
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"ordered"}


def test_one_draft_takes_everything_of_a_supplier_for_a_warehouse():
    warehouses, skus = (make_warehouse("W1"), make_warehouse("W2")), make_skus(3)
    make_terms(skus)
    for warehouse in warehouses:
        make_history(warehouse, skus)
    ids = [pk for warehouse in warehouses for pk in approved_of(make_plan(warehouse))]
    order_suggestions(suggestion_ids=ids, **BY)
    orders = PurchaseOrder.objects.order_by("warehouse_id")
    assert [(order.warehouse_id, order.lines.count()) for order in orders] == [(one.pk, 3) for one in warehouses]


def test_what_was_ordered_counts_from_the_draft_until_its_order_is_ended():
    warehouse, (sku,) = make_warehouse("W1"), make_skus(1)
    make_terms([sku])
    make_history(warehouse, [sku], sells=lambda day: 3)
    (pk,) = approved_of(make_plan(warehouse))
    seen: list[tuple[int, int, int]] = []

    def plan_again() -> None:
        plan = make_plan(warehouse, at=AT + timedelta(minutes=1 + len(seen)))
        found = Suggestion.objects.get(plan=plan)
        seen.append((found.inputs["approved"], found.inputs["on_order"], found.suggested))

    plan_again()
    order_suggestions(suggestion_ids=[pk], **BY)
    order = PurchaseOrder.objects.get()
    plan_again()
    submit_purchases(purchase_ids=[order.pk], **BY)
    plan_again()
    approve_purchases(purchase_ids=[order.pk], actor=LEAD, at=AT)
    send_purchases(purchase_ids=[order.pk], **BY)
    plan_again()
    assert end_purchases(purchase_ids=[order.pk], reason="no", **BY).done == [order.pk]
    plan_again()
    assert seen == [(36, 0, 0), (0, 36, 0), (0, 36, 0), (0, 36, 0), (0, 0, 36)]


def test_what_cannot_be_ordered_stays_approved_and_nothing_is_ordered_twice():
    warehouse, (one, two) = make_warehouse("W1"), make_skus(2)
    make_terms([one])
    paused = make_terms([two], price="2")
    make_history(warehouse, [one, two])
    plan = make_plan(warehouse)
    (first, second) = approved_of(plan)
    pause_suppliers(supplier_ids=[paused.pk], reason="late", **BY)
    outcome = order_suggestions(suggestion_ids=[first, second, 0], **BY)
    assert outcome.done == [first]
    assert isinstance(outcome.refused[0], NotFound)
    assert Suggestion.objects.get(pk=second).state == "approved"
    again = order_suggestions(suggestion_ids=[first], **BY)
    assert isinstance(again.refused[first], StepNotOpen)
    assert PurchaseLine.objects.count() == 1
    stranger = Actor("stranger", grants=frozenset({"*"}), warehouse_ids=frozenset())
    assert isinstance(order_suggestions(suggestion_ids=[second], actor=stranger, at=AT).refused[second], NotFound)


def test_less_than_the_supplier_delivers_is_refused_when_it_is_typed():
    warehouse, (sku,) = make_warehouse("W1"), make_skus(1)
    make_terms([sku], pack_size=6, least=12)
    make_history(warehouse, [sku])
    row = Suggestion.objects.get(plan=make_plan(warehouse))
    for quantity in (6, 13):
        assert isinstance(edit_suggestions(quantities={row.pk: quantity}, **BY).refused[row.pk], QuantityUnsound)
    assert edit_suggestions(quantities={row.pk: 12}, **BY).done == [row.pk]


def test_what_another_warehouse_has_sent_is_not_bought():
    warehouse, other, (sku,) = make_warehouse("W1"), make_warehouse("W2"), make_skus(1)
    make_terms([sku])
    make_history(warehouse, [sku])
    make_stock(other, {sku.pk: 50})
    make_transfer(other, warehouse, {sku.pk: 20}, to="sent")
    make_transfer(other, warehouse, {sku.pk: 5}, to="approved")
    found = Suggestion.objects.get(plan=make_plan(warehouse))
    assert (found.inputs["coming"], found.suggested) == (20, 18)  # 36 − 20 = 16, in packs of 6

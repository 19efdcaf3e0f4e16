"""A plan works every SKU of a warehouse out; its suggestions keep what they follow from, and are decided on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound
from zhanggui.planning.flows.approve_suggestions import SupplierMissing, approve_suggestions
from zhanggui.planning.flows.class_skus import class_skus
from zhanggui.planning.flows.drop_suggestions import drop_suggestions
from zhanggui.planning.flows.edit_suggestions import QuantityUnsound, SuggestionDecided, edit_suggestions
from zhanggui.planning.flows.go_on_planning import go_on_planning
from zhanggui.planning.flows.purge_suggestions import purge_suggestions
from zhanggui.planning.flows.reopen_suggestions import PlannedAgain, reopen_suggestions
from zhanggui.planning.flows.start_plans import PlanRunning, start_plans
from zhanggui.planning.models import Forecast, Plan, SkuClass, Suggestion
from zhanggui.planning.rules.suggesting import inputs_from, suggest
from zhanggui.planning.testing import AT, BUYER, make_history, make_plan, make_terms

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": BUYER, "at": AT}


def uneven(number: int) -> Callable[[int], int]:
    return lambda day: (day * (number + 3) + number) % (number + 2)


def suggestion_of(sku: Any, plan: Plan) -> Suggestion:
    return Suggestion.objects.get(sku=sku, plan=plan)


def test_a_steady_seller_is_bought_for_lead_time_and_review():
    """Three a day for five days of delivery and seven of review, nothing varies: 36, less 10 on the shelf, in packs."""
    warehouse, (sku,) = make_warehouse("W1"), make_skus(1)
    supplier = make_terms([sku], pack_size=6, least=12)
    make_history(warehouse, [sku])
    make_stock(warehouse, {sku.pk: 10})
    plan = make_plan(warehouse)
    assert (plan.state, plan.total, plan.looked, plan.suggested) == ("done", 1, 1, 1)
    found = suggestion_of(sku, plan)
    assert found.inputs["demand"] == "36.00"
    assert (found.suggested, found.quantity, found.supplier_id, found.state) == (30, 30, supplier.pk, "proposed")
    assert (found.days_left, found.is_urgent, found.abc) == (3, True, "a")
    forecast = Forecast.objects.get(sku=sku)
    assert forecast.error == 0
    assert not forecast.is_worse
    assert set(forecast.weekly) == {21}


def test_every_suggestion_is_the_same_number_from_its_stored_inputs():
    warehouse, skus = make_warehouse("W1"), make_skus(40)
    make_terms(skus[:30], pack_size=4)
    for number, sku in enumerate(skus):
        make_history(warehouse, [sku], days=120, sells=uneven(number))
    make_stock(warehouse, {sku.pk: 40 * number for number, sku in enumerate(skus)})
    plan = make_plan(warehouse)
    rows = list(Suggestion.objects.filter(plan=plan))
    assert len(rows) == 40
    assert {row.state for row in rows} == {"proposed", "enough"}
    for row in rows:
        assert suggest(inputs_from(row.inputs)).quantity == row.suggested
        assert (row.state == "proposed") == (row.suggested > 0)


def test_one_plan_at_a_time_and_only_of_warehouses_one_sees():
    warehouse = make_warehouse("W1")
    assert start_plans(warehouse_ids=[warehouse.pk], **BY).done == [warehouse.pk]
    assert isinstance(start_plans(warehouse_ids=[warehouse.pk], **BY).refused[warehouse.pk], PlanRunning)
    stranger = Actor("stranger", grants=frozenset({"*"}), warehouse_ids=frozenset())
    asked: dict[str, Any] = {"actor": stranger, "at": AT}
    assert isinstance(start_plans(warehouse_ids=[warehouse.pk], **asked).refused[warehouse.pk], NotFound)
    assert isinstance(class_skus(warehouse_ids=[warehouse.pk], **asked).refused[warehouse.pk], NotFound)
    plan = Plan.objects.get()
    assert go_on_planning(plan_ids=[plan.pk], **BY).done == []
    assert go_on_planning(plan_ids=[plan.pk], **BY).done == [plan.pk]
    assert go_on_planning(plan_ids=[plan.pk], **BY).done == [plan.pk]


def test_a_plan_goes_on_stretch_by_stretch(monkeypatch):
    monkeypatch.setattr("zhanggui.planning.working.STRETCH", 2)
    warehouse, skus = make_warehouse("W1"), make_skus(5)
    make_history(warehouse, skus, days=30)
    start_plans(warehouse_ids=[warehouse.pk], **BY)
    plan = Plan.objects.get()
    seen = []
    while not go_on_planning(plan_ids=[plan.pk], **BY).done:
        plan.refresh_from_db()
        seen.append((plan.looked, plan.total))
    assert seen == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert Suggestion.objects.count() == 5


def test_suggestions_are_edited_approved_dropped_and_opened_again():
    warehouse, skus = make_warehouse("W1"), make_skus(2)
    make_terms(skus[:1], pack_size=6)
    make_history(warehouse, skus)
    plan = make_plan(warehouse)
    offered, alone = (suggestion_of(sku, plan) for sku in skus)
    assert edit_suggestions(quantities={offered.pk: 60, alone.pk: 7, 0: 1}, **BY).done == [offered.pk, alone.pk]
    assert isinstance(edit_suggestions(quantities={offered.pk: 61}, **BY).refused[offered.pk], QuantityUnsound)
    outcome = approve_suggestions(suggestion_ids=[offered.pk, alone.pk, 0], **BY)
    assert outcome.done == [offered.pk]
    assert [type(no) for no in outcome.refused.values()] == [SupplierMissing, NotFound]
    assert isinstance(edit_suggestions(quantities={offered.pk: 6}, **BY).refused[offered.pk], SuggestionDecided)
    assert drop_suggestions(suggestion_ids=[alone.pk], reason="no", **BY).done == [alone.pk]
    assert reopen_suggestions(suggestion_ids=[alone.pk], **BY).done == [alone.pk]
    make_plan(warehouse, at=AT + timedelta(days=1))
    outcome = reopen_suggestions(suggestion_ids=[offered.pk, alone.pk], **BY)
    assert isinstance(outcome.refused[offered.pk], PlannedAgain)
    offered.refresh_from_db()
    assert (offered.suggested, offered.quantity, offered.state) == (36, 60, "approved")


def test_what_was_replaced_is_kept_for_a_while(settings):
    warehouse, skus = make_warehouse("W1"), make_skus(2)
    make_terms(skus)
    make_history(warehouse, skus)
    first = make_plan(warehouse)
    approve_suggestions(suggestion_ids=[suggestion_of(skus[0], first).pk], **BY)
    second = make_plan(warehouse, at=AT + timedelta(days=1))

    def kept(*, days: int) -> list[tuple[int, str]]:
        purge_suggestions(actor=BUYER, at=AT + timedelta(days=days))
        return list(Suggestion.objects.order_by("pk").values_list("plan_id", "state"))

    approved, replaced = (first.pk, "approved"), (first.pk, "replaced")
    later = [(second.pk, "enough"), (second.pk, "proposed")]
    assert kept(days=settings.SUGGESTION_DAYS) == [approved, replaced, *later]
    settings.SUGGESTION_DAYS = 0
    assert kept(days=9_999) == [approved, replaced, *later]
    settings.SUGGESTION_DAYS = 180
    assert kept(days=181) == [approved, *later]


def test_classes_follow_what_went_out():
    warehouse, (much, little) = make_warehouse("W1"), make_skus(2)
    for sku in (much, little):
        type(sku).objects.filter(pk=sku.pk).update(cost=10)
    make_history(warehouse, [much], sells=lambda day: 30)
    make_history(warehouse, [little], sells=lambda day: 40 if day % 50 == 0 else 0)
    class_skus(warehouse_ids=[warehouse.pk], **BY)
    rows = {row.sku_id: (row.abc, row.xyz, row.pieces) for row in SkuClass.objects.all()}
    assert rows[much.pk] == ("a", "x", 7500)
    assert rows[little.pk][:2] == ("c", "z")

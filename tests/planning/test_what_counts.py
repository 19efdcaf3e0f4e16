"""What orders wait for and what was approved counts in the next plan."""

import pytest

from tests.architecture.makers.shortages import weighed
from tests.world import BY, make_world
from zhanggui.catalog.models import Sku
from zhanggui.orders.flows.wish_purchases import wish_purchases
from zhanggui.planning.flows.approve_suggestions import approve_suggestions
from zhanggui.planning.flows.order_suggestions import order_suggestions
from zhanggui.planning.models import Plan, Suggestion
from zhanggui.planning.stock import waited_for
from zhanggui.planning.testing import make_history, make_plan, make_terms

pytestmark = pytest.mark.django_db


def suggestion_of(sku: Sku, plan: Plan) -> Suggestion:
    return Suggestion.objects.get(sku=sku, plan=plan)


def test_what_is_short_and_approved_counts():
    world = make_world()
    warehouse = world.warehouse
    _, (sku_id,) = weighed(world, 4)
    sku = Sku.objects.get(pk=sku_id)
    assert waited_for([warehouse.pk]) == {(warehouse.pk, sku.pk): 4}
    wish_purchases(sku_ids=[sku.pk], warehouse_id=warehouse.pk, quantity=9, **BY)
    make_terms([sku], pack_size=1, least=1)
    make_history(warehouse, [sku])
    first = suggestion_of(sku, make_plan(warehouse))
    assert (first.inputs["short"], first.suggested) == (4, 40)  # no more than orders wait for, whatever was wished
    approve_suggestions(suggestion_ids=[first.pk], **BY)
    second = suggestion_of(sku, make_plan(warehouse))
    assert (second.inputs["approved"], second.suggested, second.state) == (40, 0, "enough")
    order_suggestions(suggestion_ids=[first.pk], **BY)
    third = suggestion_of(sku, make_plan(warehouse))
    assert (third.inputs["approved"], third.inputs["on_order"], third.suggested) == (0, 40, 0)
    second.refresh_from_db()
    assert second.state == "replaced"

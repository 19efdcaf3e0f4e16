"""What orders wait for is bought where it was wished, once: when it has come, the wish counts no more."""

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.flows.wish_purchases import wish_purchases
from zhanggui.orders.models import Order
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.planning.models import Suggestion
from zhanggui.planning.testing import AT, BUYER, make_plan, make_terms

pytestmark = pytest.mark.django_db
BY = {"actor": BUYER, "at": AT}


def test_what_orders_wait_for_is_bought_where_it_was_wished_and_once():
    main, far, (sku,) = make_warehouse("MAIN"), make_warehouse("FAR"), make_skus(1)
    make_terms([sku], pack_size=1, least=1)
    ids = make_orders(make_shop(), [channel_order(skus={sku.code: 7})])
    move_to(Order, ids, "reviewed")
    plan_parcels(order_ids=ids, **BY)
    weigh_shortages(order_ids=ids, **BY)
    assert suggested(main, far) == {main.pk: 7}

    wish_purchases(sku_ids=[sku.pk], warehouse_id=far.pk, quantity=5, **BY).one()
    assert suggested(main, far) == {main.pk: 2, far.pk: 5}

    make_stock(main, {sku.pk: 7})
    plan_parcels(order_ids=ids, **BY)
    weigh_shortages(order_ids=ids, **BY)
    assert suggested(main, far) == {}


def suggested(*warehouses) -> dict[int, int]:
    """By warehouse, of plans that are made now."""
    plans = [make_plan(warehouse) for warehouse in warehouses]
    rows = Suggestion.objects.filter(plan__in=plans, quantity__gt=0)
    return dict(rows.values_list("warehouse_id", "quantity"))

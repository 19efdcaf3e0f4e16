"""What leaves in parcels leaves at its cost, and comes back at the very same, whatever was bought meanwhile."""

from decimal import Decimal

import pytest
from tests.world import BY, broken_promises, make_world

from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.queries import standing
from zhanggui.books.states import Role
from zhanggui.costing.flows.choose_method import choose_method
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.models import CostLine
from zhanggui.costing.queries import costs_sent
from zhanggui.costing.testing import come_in, worth_of
from zhanggui.fulfilment.flows.ship_parcels import MOVE
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.models import Move

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("method", "sold"), [("fifo", "10.00"), ("average", "15.00")])
def test_a_parcel_costs_what_left_with_it_until_it_is_back(method, sold):
    install_chart(**BY)
    world = make_world(pieces=0)
    choose_method(method=method, **BY)
    sku_id = world.skus[0].pk
    for price in ("10", "20"):
        come_in(world.warehouse, sku_id, 1, price, at=BY["at"])
    parcel_ids = take_to("shipped", world.orders(1))
    value_moves(**BY)
    row = Move.objects.get(cause=MOVE).cause_id
    assert costs_sent(MOVE, [row]) == {row: Decimal(sold)}

    come_in(world.warehouse, sku_id, 9, "20", at=BY["at"])
    assert take_back_parcels(parcel_ids=parcel_ids, note="wrong pile", **BY).done == parcel_ids
    value_moves(**BY)
    assert CostLine.objects.get(kind="sale_return").value == Decimal(sold)
    assert worth_of(sku_id) == (11, Decimal("210.00"))
    stock, cost = (standing(role, BY["at"].date()) for role in (Role.STOCK, Role.COST_OF_GOODS_SOLD))
    assert stock is not None
    assert cost is not None
    assert (stock.amount, cost.amount) == (Decimal("210.00"), Decimal(0))
    assert broken_promises() == []

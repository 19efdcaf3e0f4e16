"""Goods move while their value is worked out, by several at the same moment: each move is valued once."""

from decimal import Decimal
from functools import partial
from threading import Event, Thread

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, causes, make_world
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.costing.flows.add_landed_costs import add_landed_costs
from zhanggui.costing.flows.choose_method import choose_method
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.models import Adjustment, CostBook, CostLine
from zhanggui.costing.rules.adjusting import LandedCost
from zhanggui.costing.testing import come_in, go_out, worth_of
from zhanggui.inventory.models import Move

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_many_workers_value_each_move_once_while_more_goods_move(method):
    install_chart(**BY)
    world = make_world(skus=2, pieces=0)
    choose_method(method=method, **BY)
    first, second = (sku.pk for sku in world.skus)
    receipts = [come_in(world.warehouse, sku, 10, "3") for sku in (first, second)]
    freight = [LandedCost(next(causes), receipt, Decimal(5)) for receipt in receipts]
    moving = [partial(come_in, world.warehouse, first, 2, "9"), partial(go_out, world.warehouse, second, 4)]
    landing = [partial(add_landed_costs, cause="freight", costs=freight, **BY)] * 2
    at_once([partial(value_moves, **BY)] * 3 + moving + landing)
    value_moves(**BY)
    assert CostLine.objects.filter(move__isnull=False).count() == Move.objects.count() == 4
    assert Adjustment.objects.count() == 2
    assert worth_of(first) == (12, Decimal(53))
    assert worth_of(second)[0] == 6
    assert broken_promises() == []


def test_a_move_that_drew_its_number_first_and_is_committed_last_is_valued():
    world = make_world(skus=2, pieces=0)
    early, late = (sku.pk for sku in world.skus)
    drawn, go_on = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            come_in(world.warehouse, early, 1, "2")
            drawn.set()
            go_on.wait(timeout=20)
        connection.close()

    other = Thread(target=slow)
    other.start()
    drawn.wait(timeout=20)
    come_in(world.warehouse, late, 1, "3")
    for _ in range(3):
        value_moves(**BY)
    assert worth_of(late) == (1, Decimal(3))
    assert CostBook.objects.get().valued_through < Move.objects.get().pk
    go_on.set()
    other.join(timeout=20)
    for _ in range(3):
        value_moves(**BY)
    assert worth_of(early) == (1, Decimal(2))
    assert CostLine.objects.count() == 2
    assert broken_promises() == []

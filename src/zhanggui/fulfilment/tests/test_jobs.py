"""Whoever can be served now is planned: stock freed, counted or received, holds released, however many wait."""

from typing import Any

import pytest

from zhanggui.fulfilment import jobs
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import orders_waiting_for
from zhanggui.fulfilment.tests.conftest import STOCK
from zhanggui.kernel.facts import _subscribers
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: Any = {"actor": ACTOR, "at": AT}


def served_and_short(world, *, number: int, units: int) -> tuple[int, list[int]]:
    """The parcel that took all the stock, and orders that a person let pass all the same."""
    first, *others = make_orders(world.shop, [channel_order(skus={"TS-A": n}) for n in (STOCK, *[units] * number)])
    review_orders(order_ids=[first, *others], forced=["stock"], reason="more is on its way", **BY)
    plan_parcels(order_ids=[first], **BY)
    assert plan_parcels(order_ids=others, **BY).done == []
    return Parcel.objects.get().pk, others


def test_a_voided_parcel_serves_who_waits(world):
    parcel_id, (order_id,) = served_and_short(world, number=1, units=STOCK)
    stop_parcels(parcel_ids=[parcel_id], reason="refund", **BY)
    jobs.plan_after_void(ids=[parcel_id])
    assert Parcel.objects.get(state="planned").order_id == order_id


def test_a_voided_parcel_serves_whom_review_refused_for_want_of_it(world):
    parcel_id, _ = served_and_short(world, number=0, units=0)
    (order_id,) = world.orders(1, {"TS-A": 1})
    assert review_orders(order_ids=[order_id], **BY).done == []
    weigh_shortages(order_ids=[order_id], **BY)
    stop_parcels(parcel_ids=[parcel_id], reason="refund", **BY)
    jobs.plan_after_void(ids=[parcel_id])
    assert Order.objects.get(pk=order_id).state == "reviewed"


def test_nobody_beyond_the_first_chunk_is_forgotten(world):
    _, others = served_and_short(world, number=1005, units=1)
    assert sorted(orders_waiting_for([world.a.pk])) == sorted(others)


@pytest.mark.parametrize(
    "fact",
    [
        "inventory.goods.received",
        "inventory.stock.adjusted",
        "fulfilment.parcel.voided",
        "orders.order.released",
        "orders.order.reviewed",
    ],
)
def test_each_reason_to_plan_has_a_job(fact):
    assert any(task.name.startswith("fulfilment.plan_") for task in _subscribers[fact])

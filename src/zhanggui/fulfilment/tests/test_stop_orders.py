"""An order that was asked to stop, before and after the job has run."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.parcels import OrderStopping
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def newer(order, **changes):
    return replace(order, modified_at=order.modified_at + timedelta(minutes=5), raw=b"newer", **changes)


CHANGES = {
    "address": lambda order: {"receiver": replace(order.receiver, address="elsewhere")},
    "items": lambda order: {"lines": order.lines[:1]},
    "message": lambda order: {"buyer_message": "not the white one"},
    "memo": lambda order: {"seller_memo": "发顺丰"},
    "cash": lambda order: {"cash_on_delivery": True},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_stops_the_parcel_and_is_said_as_the_reason(world, change):
    order = channel_order(skus=world.usual)
    (order_id,) = make_orders(world.shop, [order])
    (parcel_id,) = take_to("weighed", [order_id])
    import_orders(shop_id=world.shop.pk, orders=[newer(order, **CHANGES[change](order))], **BY)

    refusal = ship_parcels(parcel_ids=[parcel_id], **BY).refused[parcel_id]
    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=[parcel_id], **BY)

    assert "changed" in refusal.data["reason"]
    assert Parcel.objects.get().stop_reason == change
    assert (Order.objects.get().stop_reason, Order.objects.get().state) == ("", "to_review")


def test_a_hold_lifted_before_the_job_ran_still_stops_what_was_under_way(world):
    parcel = world.parcel("weighed")
    hold_orders(order_ids=[parcel.order_id], note="call first", **BY)
    release_orders(order_ids=[parcel.order_id], **BY)

    assert ship_parcels(parcel_ids=[parcel.pk], **BY).refused[parcel.pk].data["reason"] == "call first"
    assert isinstance(plan_parcels(order_ids=[parcel.order_id], **BY).refused[parcel.order_id], OrderStopping)


def test_a_cancellation_says_so_at_the_door(world):
    parcel = world.parcel("weighed")
    cancel_orders(order_ids=[parcel.order_id], **BY)
    assert ship_parcels(parcel_ids=[parcel.pk], **BY).refused[parcel.pk].data["reason"] == "Cancelled"


def test_what_has_left_is_not_marked(world):
    order = channel_order(skus=world.usual)
    (order_id,) = make_orders(world.shop, [order])
    take_to("shipped", [order_id])
    import_orders(shop_id=world.shop.pk, orders=[newer(order, seller_memo="too late")], **BY)
    assert Order.objects.get().stop_reason == ""

"""Holding, releasing, cancelling, reopening: what each leaves behind."""

from dataclasses import replace
from typing import Any

import pytest

from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.cancel_orders import ClosedAlready, cancel_orders
from zhanggui.orders.flows.hold_orders import NothingToHold, hold_orders
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.flows.release_orders import NotHeldByUs, release_orders
from zhanggui.orders.flows.reopen_orders import NotCancelledByUs, reopen_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.testing import ACTOR, AT

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def facts() -> list[str]:
    names = Fact.objects.filter(subject="order").order_by("id").values_list("name", flat=True)
    return [name.removeprefix("orders.order.") for name in names]


def test_a_hold_is_counted_told_and_released(desk):
    order_id = desk.order()
    hold_orders(order_ids=[order_id], note="ask the buyer", **BY)
    hold_orders(order_ids=[order_id], note="asked", **BY)
    assert Hold.objects.get().note == "asked"
    assert Order.objects.get().open_holds == 1

    release_orders(order_ids=[order_id], **BY)
    assert Order.objects.get().open_holds == 0
    assert facts() == ["imported", "held", "held", "released"]


def test_what_the_platform_holds_only_the_platform_releases(desk):
    order_id = desk.order(address_change_asked=True)
    refused = release_orders(order_ids=[order_id], **BY).refused
    assert isinstance(refused[order_id], NotHeldByUs)
    assert list(Hold.objects.values_list("reason", flat=True)) == ["address_change"]


def test_a_closed_order_is_not_held(desk):
    order_id = desk.order(state=ChannelState.CANCELLED)
    assert isinstance(hold_orders(order_ids=[order_id], **BY).refused[order_id], NothingToHold)


def test_holding_what_is_in_the_warehouse_asks_its_parcels_to_stop(desk):
    order_id = desk.order()
    review_orders(order_ids=[order_id], **BY)
    record_progress(lines=[Progress(OrderLine.objects.get().pk, claimed=1)], **BY)
    assert desk.state(order_id) == "in_warehouse"

    hold_orders(order_ids=[order_id], **BY)
    assert facts()[-2:] == ["held", "stop_asked"]


def test_counters_carry_the_order_to_shipped(desk):
    order_id = desk.order()
    line_id = OrderLine.objects.get().pk
    review_orders(order_ids=[order_id], **BY)
    record_progress(lines=[Progress(line_id, claimed=1), Progress(line_id, picked=1, packed=1)], **BY)
    record_progress(lines=[Progress(line_id, shipped=1)], **BY)

    order = Order.objects.get()
    assert (order.state, order.units_claimed, order.units_shipped) == ("shipped", 1, 1)


def test_cancelled_by_us_can_be_opened_again_closed_by_the_platform_cannot(desk):
    ours, theirs = desk.order(), desk.order(state=ChannelState.CANCELLED)
    cancel_orders(order_ids=[ours], reason="asked by phone", **BY)
    assert desk.state(ours) == "cancelled"
    assert isinstance(cancel_orders(order_ids=[ours], **BY).refused[ours], ClosedAlready)

    outcome = reopen_orders(order_ids=[ours, theirs], **BY)
    assert outcome.done == [ours]
    assert isinstance(outcome.refused[theirs], NotCancelledByUs)
    assert desk.state(ours) == "to_review"


@pytest.mark.parametrize("flow", [cancel_orders, hold_orders, release_orders, reopen_orders])
def test_orders_of_other_shops_do_not_exist(desk, flow):
    order_id = desk.order()
    stranger = replace(ACTOR, shop_ids=frozenset({desk.shop.pk + 1}))
    refused = flow(order_ids=[order_id], actor=stranger, at=AT).refused
    assert refused[order_id].code() == "not_found"

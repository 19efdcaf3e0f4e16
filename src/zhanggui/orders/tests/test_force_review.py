"""Checks of what only the company risks are forced, with the right and a reason."""

from typing import Any

import pytest

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.kernel.refusal import NotAllowed
from zhanggui.orders.flows.review_orders import NotForceable, ReasonMissing, review_orders
from zhanggui.orders.testing import (
    ACTOR,
    AT,
)
from zhanggui.orders.tests.ruled import BY


def test_a_check_is_forced_only_with_the_right_and_a_reason(desk):
    from zhanggui.orders.models import BlockedBuyer

    BlockedBuyer.objects.create(buyer="bad1", note="never pays")
    order_id = desk.order(buyer="bad1")
    clerk = Actor(name="clerk", grants=frozenset({"review_orders"}))
    force: dict[str, Any] = {"order_ids": [order_id], "forced": ["buyer"], "at": AT}
    with pytest.raises(NotAllowed):
        review_orders(**force, reason="paid in the shop", actor=clerk)
    with pytest.raises(ReasonMissing):
        review_orders(**force, actor=ACTOR)
    with pytest.raises(NotForceable):
        review_orders(order_ids=[order_id], forced=["paid"], reason="x", **BY)
    assert review_orders(**force, reason="paid in the shop", actor=ACTOR).done == [order_id]
    assert Fact.objects.get(name="orders.order.review_forced").data == {
        "checks": "buyer", "reason": "paid in the shop",
    }  # fmt: skip


def test_what_the_platform_shows_as_sent_passes_only_when_forced(desk):
    from zhanggui.kernel.doors.channel import ChannelState

    order_id = desk.order(state=ChannelState.SHIPPED)
    assert review_orders(order_ids=[order_id], **BY).done == []
    asked: dict[str, Any] = {"forced": ["not_sent"], "reason": "number typed by mistake"}
    assert review_orders(order_ids=[order_id], **asked, **BY).done == [order_id]
    assert desk.state(order_id) == "reviewed"

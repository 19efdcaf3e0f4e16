"""Review: what is in the way is said all at once, kept with the decision, and asked again when the order changes."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from zhanggui.catalog.models import Sku
from zhanggui.kernel.doors.channel import ChannelState, Receiver, RefundState
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import NotToReview, review_orders
from zhanggui.orders.models import BlockedBuyer, Order, Review
from zhanggui.orders.rules.review import RULES
from zhanggui.orders.testing import ACTOR, AT, channel_order

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def reasons(order_id: int) -> list[str]:
    """The codes of the refusals of one review."""
    refused = review_orders(order_ids=[order_id], **BY).refused
    return [reason.code() for reason in refused[order_id].data["reasons"]] if refused else []


def test_an_order_with_nothing_in_the_way_is_reviewed_and_traced(desk):
    order_id = desk.order()
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]

    assert desk.state(order_id) == "reviewed"
    decision = Review.objects.get()
    assert (decision.passed, decision.order_version) == (True, 1)
    assert [name for name, _, _ in decision.trace] == [rule.name for rule in RULES]
    assert all(passed for _, passed, _ in decision.trace)


CASES: dict[str, dict[str, Any]] = {
    "unpaid": {"state": ChannelState.PENDING_PAYMENT, "paid_at": None},
    "platform_hold": {"state": ChannelState.ON_HOLD},
    "address_changing": {"address_change_asked": True},
    "items_changing": {"item_change_asked": True},
    "no_receiver": {"receiver": Receiver(name="王䶮", address="somewhere")},
    "remark_unread": {"buyer_message": "red please"},
    "buyer_blocked": {"buyer": "bad1"},
}


@pytest.mark.parametrize("code", CASES)
def test_each_reason_stops_the_review(desk, code):
    BlockedBuyer.objects.create(buyer="bad1", note="never pays")
    order_id = desk.order(**CASES[code])
    before = desk.state(order_id)

    assert reasons(order_id) == [code]
    assert desk.state(order_id) == before
    assert Review.objects.get().passed is False


def test_lines_without_sku_refunds_prices_and_stock_are_seen(desk):
    Sku.objects.filter(pk=desk.sku.pk).update(floor_price=Decimal(50))
    order = channel_order(skus={desk.sku.code: 11, "NOBODY": 1})
    lines = (replace(order.lines[0], refund=RefundState.REQUESTED), order.lines[1])

    assert reasons(desk.order(lines=lines)) == ["unmatched", "refunding", "below_floor", "out_of_stock"]


def test_what_the_platform_shows_as_sent_is_not_reviewed(desk):
    order_id = desk.order(state=ChannelState.SHIPPED)
    refused = review_orders(order_ids=[order_id], **BY).refused
    assert isinstance(refused[order_id], NotToReview)


def test_a_remark_read_by_a_person_is_no_obstacle_until_the_next_one(desk):
    order_id = desk.order(buyer_message="red please")
    handle_remarks(order_ids=[order_id], **BY)
    assert reasons(order_id) == []


def test_a_hold_of_ours_is_an_obstacle(desk):
    order_id = desk.order()
    hold_orders(order_ids=[order_id], note="ask the buyer", **BY)
    assert reasons(order_id) == ["held"]


def test_a_bad_order_does_not_block_the_others(desk):
    good, bad = desk.order(), desk.order(buyer_message="?")
    outcome = review_orders(order_ids=[good, bad, 10**9], **BY)
    assert outcome.done == [good]
    assert {key: refusal.code() for key, refusal in outcome.refused.items()} == {
        bad: "review_refused",
        10**9: "not_found",
    }
    assert Order.objects.filter(state="reviewed").count() == 1


def test_what_a_receiver_lacks_is_said_in_the_reviewers_words(desk):
    refused = review_orders(order_ids=[desk.order(receiver=Receiver(name="", address=""))], **BY).refused
    (reason,) = next(iter(refused.values())).data["reasons"]
    with override("zh-hans"):
        assert reason.sentence == "收货信息不全，缺：收货人姓名, 电话, 地址。"

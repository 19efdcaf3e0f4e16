"""A version refused for the same again is no new decision: nothing is written, and the clerk reads the same answer."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.kernel.models import Fact
from zhanggui.orders.facts import OrderReviewRefused
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.reopen_orders import reopen_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, Review
from zhanggui.orders.states import HoldReason
from zhanggui.orders.testing import ACTOR, AT

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def written() -> tuple[int, int]:
    return Review.objects.count(), Fact.objects.filter(name=OrderReviewRefused.NAME).count()


def statements(order_ids: list[int]) -> int:
    with CaptureQueriesContext(connection) as seen:
        review_orders(order_ids=order_ids, **BY)
    return len(seen)


def test_the_same_refusal_of_the_same_version_is_written_once(desk):
    order_id = desk.order(buyer_message="red please")
    first = review_orders(order_ids=[order_id], **BY).refused[order_id]
    assert written() == (1, 1)
    for _ in range(3):
        assert str(review_orders(order_ids=[order_id], **BY).refused[order_id]) == str(first)
    assert written() == (1, 1)


def test_another_refusal_is_a_new_decision_and_so_is_the_former_one_again(desk):
    order_id = desk.order(buyer_message="red please")
    review_orders(order_ids=[order_id], **BY)
    hold_orders(order_ids=[order_id], reason=HoldReason.BY_HAND, **BY)
    review_orders(order_ids=[order_id], **BY)
    review_orders(order_ids=[order_id], **BY)
    assert written() == (2, 2)

    Order.objects.get(pk=order_id).holds.all().delete()
    review_orders(order_ids=[order_id], **BY)
    assert written() == (3, 3)


def test_a_newer_version_is_decided_anew(desk):
    order_id = desk.order(buyer_message="red please")
    review_orders(order_ids=[order_id], **BY)
    Order.objects.filter(pk=order_id).update(version=2)
    review_orders(order_ids=[order_id], **BY)
    assert list(Review.objects.order_by("pk").values_list("order_version", "passed")) == [(1, False), (2, False)]


def test_passing_is_always_written(desk):
    order_id = desk.order(buyer_message="red please")
    review_orders(order_ids=[order_id], **BY)
    handle_remarks(order_ids=[order_id], **BY)
    review_orders(order_ids=[order_id], **BY)
    cancel_orders(order_ids=[order_id], **BY)
    reopen_orders(order_ids=[order_id], **BY)
    review_orders(order_ids=[order_id], **BY)
    assert list(Review.objects.order_by("pk").values_list("passed", flat=True)) == [False, True, True]


@pytest.mark.parametrize("again", [False, True])
def test_the_statements_are_as_many_for_thirty_orders_as_for_three(desk, again):
    few = [desk.order(buyer_message="red please") for _ in range(3)]
    many = [desk.order(buyer_message="red please") for _ in range(30)]
    if again:
        review_orders(order_ids=[*few, *many], **BY)
    assert statements(many) == statements(few)

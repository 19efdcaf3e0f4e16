"""What an order of the pool is about where a buyer's request keeps it: of people only what lists show."""

from dataclasses import replace
from typing import Any

import pytest

from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.models import StuckOrder
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db


def about(desk: Any, **changes: Any) -> tuple[str, str]:
    order = channel_order("P1", skus={"A": 1, "B": 2, "C": 3, "D": 4})
    if changes.pop("refund", False):
        changes["lines"] = (replace(order.lines[0], refund=RefundState.REQUESTED), *order.lines[1:])
    (pk,) = make_orders(desk.shop, [replace(order, **changes)])
    find_exceptions(order_ids=[pk], actor=ACTOR, at=AT)
    row = StuckOrder.objects.get()
    return row.cause, row.detail


def test_another_address_names_the_receiver_behind_stars(desk):
    cause, detail = about(desk, address_change_asked=True)
    assert (cause, detail) == ("address_change", "王* 138****8000 浙江省杭州市西湖区")


def test_other_goods_name_the_lines(desk):
    assert about(desk, item_change_asked=True, item_change_lines=("P1-2",)) == ("item_change", "B × 2")


def test_without_named_lines_all_that_was_bought_counts(desk):
    assert about(desk, item_change_asked=True) == ("item_change", "A × 1、B × 2、C × 3 +1")


def test_a_refund_names_its_lines(desk):
    assert about(desk, refund=True) == ("refund", "A × 1")

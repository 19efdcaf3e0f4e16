"""Of many orders to one name or number the latest are found, and no buyer hides another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from zhanggui.orders.desks import OrderDesk
from zhanggui.orders.entering.buyers import buyers_known_by
from zhanggui.orders.receivers.finding import find_orders
from zhanggui.orders.testing import ACTOR, AT, RECEIVER, channel_order, make_orders, make_shop
from zhanggui.ui.desk import desk_rows

pytestmark = pytest.mark.django_db


def test_the_newest_of_a_common_name_is_found(monkeypatch):
    monkeypatch.setattr("zhanggui.orders.receivers.finding.MOST_FOUND", 20)
    monkeypatch.setattr("zhanggui.orders.desks.orders.MOST_FOUND", 20)
    orders = [
        channel_order(
            skus=["A"],
            receiver=replace(RECEIVER, name="王伟", mobile=f"13{n:09}"),
            placed_at=AT - timedelta(hours=40 - n),
        )
        for n in range(40)
    ]
    make_orders(make_shop(), orders)
    latest = [order.number for order in reversed(orders[20:])]
    assert [order.number for order in find_orders("王伟", actor=ACTOR)] == latest
    rows = desk_rows(OrderDesk(), {"tab": "all", "q": "王伟"}, ACTOR)["rows"]
    assert {row["number"] for row in rows} == set(latest)


def test_a_frequent_buyer_hides_no_other_with_the_same_phone_tail():
    other = replace(RECEIVER, name="赵六", mobile="13900138000", address="别处1号")
    first = channel_order(skus=["A"], receiver=other, placed_at=AT - timedelta(days=2))
    make_orders(make_shop(), [first, *(channel_order(skus=["A"]) for _ in range(60))])
    assert {one["name"][0] for one in buyers_known_by("8000", actor=ACTOR)} == {"王", "赵"}


def test_the_highest_of_many_numbers_that_begin_alike_are_found(monkeypatch):
    monkeypatch.setattr("zhanggui.orders.receivers.finding.MOST_FOUND", 5)
    shop, other = make_shop(), make_shop()
    make_orders(shop, [channel_order(f"88_{n:02}", ["A"]) for n in range(9)])
    make_orders(other, [channel_order(f"88_{n:02}", ["A"]) for n in range(20, 29)])
    make_orders(other, [channel_order("88x07", ["A"])])
    assert {order.number for order in find_orders("88_0", actor=ACTOR)} == {f"88_{n:02}" for n in range(4, 9)}
    clerk = replace(ACTOR, shop_ids=frozenset({shop.pk}))
    assert len(find_orders("88_2", actor=ACTOR)) == 5
    assert find_orders("88_2", actor=clerk) == []
    rows = desk_rows(OrderDesk(), {"tab": "all", "q": "88_"}, clerk)["rows"]
    assert {row["number"] for row in rows} == {f"88_{n:02}" for n in range(9)}

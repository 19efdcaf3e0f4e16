"""Rules ask how many other orders of the buyer are not sent yet, in the shops the rule is for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.models import Order, RuleRun
from zhanggui.orders.testing import AT, channel_order, make_orders, make_rules, make_shop, rule_draft
from zhanggui.orders.tests.ruled import BY, label


def elsewhere(desk: Any, shop: Any, **about: Any) -> int:
    (order_id,) = make_orders(shop, [channel_order(skus={desk.sku.code: 3}, **about)])
    return int(order_id)


def labels(order_id: int) -> list[str]:
    review_orders(order_ids=[order_id], **BY)
    return Order.objects.get(pk=order_id).labels


def someone_else(n: int = 0) -> Any:
    return replace(channel_order().receiver, name="韩梅梅", address=f"另一条路 {n} 号")


def test_orders_of_the_buyer_that_are_not_sent_count_and_closed_ones_do_not(desk):
    make_rules(rule_draft("several", ("open_orders", "ge", "1"), acts=[label("several")]))
    first = desk.order(buyer="李雷", receiver=someone_else(1), placed_at=AT - timedelta(days=5))
    second = desk.order(buyer="李雷", receiver=someone_else(2), placed_at=AT - timedelta(days=3))
    stranger = desk.order(buyer="韩梅梅", receiver=someone_else(3))
    cancel_orders(order_ids=[first], reason="x", **BY)
    assert labels(second) == labels(stranger) == []
    third = desk.order(buyer="李雷", receiver=someone_else(4))
    assert labels(third) == ["several"]


def test_the_same_receiver_counts_in_every_shop_that_the_rule_is_for(desk):
    second, third = make_shop(), make_shop()
    own = rule_draft("own", ("open_orders", "eq", "1"), acts=[label("own")], shop_ids=(desk.shop.pk, second.pk))
    make_rules(rule_draft("all", ("open_orders", "eq", "2"), acts=[label("all")]), own)
    order_id = desk.order(buyer="甲")
    elsewhere(desk, second, buyer="乙")
    elsewhere(desk, third, buyer="丙")
    assert labels(order_id) == ["all", "own"]
    saw = RuleRun.objects.get().saw
    assert sorted(saw.values()) == [1, 2]


def test_a_buyer_of_the_same_name_in_another_shop_is_somebody_else(desk):
    make_rules(rule_draft("several", ("open_orders", "ge", "1"), acts=[label("several")]))
    order_id = desk.order(buyer="李雷")
    elsewhere(desk, make_shop(), buyer="李雷", receiver=someone_else())
    assert labels(order_id) == []


def test_they_are_counted_in_one_statement_and_only_for_a_rule_that_asks(desk):
    numbers: dict[str, Any] = {"duplicate_hours": 0, "floor_percent": 100, "circle_limit": 3, "circle_minutes": 60}
    set_review_thresholds(**numbers, **BY)
    make_rules(rule_draft("plain", ("paid", "ge", "0"), acts=[label("a")]))
    plain = _statements(desk, 1)
    make_rules(rule_draft("several", ("open_orders", "ge", "0"), acts=[label("b")]))
    assert _statements(desk, 1) == _statements(desk, 5) == plain + 1


def _statements(desk: Any, count: int) -> int:
    ids = [desk.order(buyer="李雷") for _ in range(count)]
    with CaptureQueriesContext(connection) as seen:
        review_orders(order_ids=ids, **BY)
    return len(seen)

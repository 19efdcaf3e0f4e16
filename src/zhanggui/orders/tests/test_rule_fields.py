"""What rules see of an order: goods that are sent, payment, promise and the past of its buyer."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import (
    AT,
    RECEIVER,
    channel_order,
    make_orders,
    make_rules,
    rule_draft,
)
from zhanggui.orders.tests.ruled import BY, codes, label


def test_a_rule_sees_what_is_sent_in_the_place_of_a_bundle(desk):
    part = make_skus(1, prefix="PART")[0]
    bundle = make_skus(1, prefix="SET")[0].code
    set_bundles(bundles=[BundleDraft(bundle, ((part.code, 2), (desk.sku.code, 1)))], **BY)
    Sku.objects.filter(pk=part.pk).update(weight_g=300, floor_price=10)
    Sku.objects.filter(pk=desk.sku.pk).update(weight_g=50, floor_price=5)
    Sku.objects.filter(code=bundle).update(weight_g=0, floor_price=0)
    make_rules(
        rule_draft("heavy", ("grams", "eq", "1300"), acts=[label("heavy")]),
        rule_draft("part", ("sent", "any", part.code), ("skus", "none", part.code), acts=[label("part")]),
        rule_draft("floor", ("floor_share", "eq", "80"), acts=[label("cheap")]),
        rule_draft("sold", ("units", "eq", "2"), ("kinds", "eq", "1"), acts=[label("two")]),
    )
    order = channel_order(skus={bundle: 2})
    line = replace(order.lines[0], amount=Decimal(40))
    ids = make_orders(desk.shop, [replace(order, lines=(line,), paid=Decimal(40), raw=b"set")])
    review_orders(order_ids=ids, **BY)
    assert sorted(Order.objects.get().labels) == ["cheap", "heavy", "part", "two"]


@pytest.mark.parametrize(
    "test",
    [("payment", "is", "cod"), ("weekday", "is", str(AT.isoweekday())), ("promise", "le", "30"), ("refund", "no")],
)
def test_a_rule_looks_at_payment_day_promise_and_refund(desk, test):
    make_rules(rule_draft("look", test, acts=[label("seen")]))
    order_id = desk.order(placed_at=AT, paid_at=AT, ship_by=AT + timedelta(hours=30, minutes=59))
    Order.objects.filter(pk=order_id).update(payment_mode="cod")
    codes(order_id)
    assert Order.objects.get().labels == ["seen"]


def test_history_counts_the_buyer_s_earlier_orders_in_the_shop(desk):
    make_rules(rule_draft("first", ("first_order", "yes"), acts=[label("first")]))
    first = desk.order(buyer="李雷", placed_at=AT - timedelta(hours=5))
    second = desk.order(buyer="李雷", placed_at=AT - timedelta(hours=4))
    review_orders(order_ids=[first, second], **BY)
    assert [Order.objects.get(pk=pk).labels for pk in (first, second)] == [["first"], []]


PLACES = (
    ("上海市", "市辖区", "浦东新区", "上海"),
    ("上海", "浦东新区", "张江镇", "上海市"),
    ("湖北省", "省直辖县级行政区划", "仙桃市", "仙桃"),
    ("北京", "北京市", "朝阳区", "北京"),
    ("新疆", "伊犁州", "伊宁市", "伊犁哈萨克自治州"),
    ("重庆市", "县", "云阳县", "重庆"),
)


@pytest.mark.parametrize("operator", ["is", "is_not"])
@pytest.mark.parametrize(("state", "city", "district", "asked"), PLACES)
def test_a_city_is_found_in_any_spelling(desk, operator, state, city, district, asked):
    make_rules(rule_draft("c", ("city", operator, asked), acts=[label("c")]))
    codes(desk.order(receiver=replace(RECEIVER, state=state, city=city, district=district)))
    assert Order.objects.get().labels == (["c"] if operator == "is" else [])


@pytest.mark.parametrize(
    ("city", "district", "asked", "is_it"),
    [
        ("杭州市", "西湖区", "西湖", True),
        ("杭州市", "西湖", "西湖区", True),
        ("乐山市", "沙湾区", "沙湾县", False),
        ("石柱县", "石柱县", "石柱土家族自治县", False),
        ("重庆市", "石柱土家族自治县", "石柱县", True),
        ("荆州市", "沙市区", "沙市", True),
    ],
)
def test_a_district_is_found_with_its_ending_and_without(desk, city, district, asked, is_it):
    make_rules(rule_draft("d", ("district", "is", asked), acts=[label("d")]))
    codes(desk.order(receiver=replace(RECEIVER, state="浙江省", city=city, district=district)))
    assert Order.objects.get().labels == (["d"] if is_it else [])

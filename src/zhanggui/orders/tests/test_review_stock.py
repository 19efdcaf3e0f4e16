"""What review says about stock: like planning counts it, warehouse by warehouse, and the last piece once."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.choose_warehouses import choose_warehouses
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.models import Order, Review
from zhanggui.orders.rules.stock import Lack, Shelves, lack_words, still_lacking
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_rules, rule_draft

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
HOUR = timedelta(hours=1)


@pytest.fixture
def other(desk):
    """A second SKU, of which three pieces lie in a second warehouse and none in the first."""
    sku, warehouse = make_skus()[0], make_warehouse()
    make_stock(warehouse, {sku.pk: 3})
    return sku, warehouse


def order_of(desk, skus: dict[str, int], **changes: Any) -> int:
    return make_orders(desk.shop, [channel_order(skus=skus, **changes)])[0]


def said(order_id: int) -> list[str]:
    """What one review refuses the order for."""
    refused = review_orders(order_ids=[order_id], **BY).refused
    return [str(reason) for reason in refused[order_id].data["reasons"]] if refused else []


def test_goods_that_lie_apart_are_not_enough(desk, other):
    sku, _ = other
    order_id = order_of(desk, {desk.sku.code: 2, sku.code: 1})
    assert said(order_id) == [f"Not enough stock where it would be sent from: {sku.code} 0/1 (+3)."]


def test_pieces_of_several_warehouses_do_not_add_up(desk):
    make_stock(make_warehouse(), {desk.sku.pk: 10})
    [words] = said(order_of(desk, {desk.sku.code: 15}))
    assert f"{desk.sku.code} 10/15 (+10)" in words


def test_the_warehouse_asked_for_counts_alone(desk, other):
    _, warehouse = other
    order_id = order_of(desk, {desk.sku.code: 1})
    choose_warehouses(order_ids=[order_id], warehouse_id=warehouse.pk, **BY)
    assert f"{desk.sku.code} 0/1 (+10)" in said(order_id)[0]


def test_the_warehouse_a_rule_chooses_gives_way_to_where_the_goods_are(desk, other):
    _, warehouse = other
    make_rules(rule_draft("far", acts=[{"do": "warehouse", "warehouse": str(warehouse.pk)}]))
    assert said(order_of(desk, {desk.sku.code: 1})) == []


def test_the_last_piece_is_handed_out_once_by_deadline(desk):
    late, early = (desk.order(ship_by=AT + hours * HOUR) for hours in (9, 5))
    many = order_of(desk, {desk.sku.code: 9}, ship_by=AT + HOUR)
    outcome = review_orders(order_ids=[late, early, many], **BY)
    assert (outcome.done, list(outcome.refused)) == (sorted([early, many]), [late])
    told = Fact.objects.filter(name="orders.order.reviewed").order_by("id").values_list("subject_id", flat=True)
    assert list(told) == [many, early], "planning gives stock away in the same turn"


def test_an_urgent_order_is_served_before_the_deadline(desk):
    first, urgent = desk.order(ship_by=AT + HOUR), desk.order(ship_by=AT + 9 * HOUR)
    rush_orders(order_ids=[urgent], **BY)
    many = order_of(desk, {desk.sku.code: 9}, ship_by=AT)
    assert review_orders(order_ids=[first, urgent, many], **BY).done == sorted([urgent, many])


def test_an_order_that_is_refused_takes_nothing_from_the_next(desk):
    held = order_of(desk, {desk.sku.code: 10}, ship_by=AT)
    hold_orders(order_ids=[held], **BY)
    waits = order_of(desk, {desk.sku.code: 10})
    assert review_orders(order_ids=[held, waits], **BY).done == [waits]


def test_want_of_stock_is_forced_with_a_reason(desk):
    order_id = order_of(desk, {desk.sku.code: 11})
    assert review_orders(order_ids=[order_id], forced=["stock"], reason="comes at noon", **BY).done == [order_id]
    [over] = Fact.objects.filter(name="orders.order.review_forced").values_list("data", flat=True)
    assert over == {"checks": "stock", "reason": "comes at noon"}
    assert ["stock", True, f"{desk.sku.code} 10/11", "forced"] in Review.objects.get().trace
    assert Order.objects.get(pk=order_id).state == "reviewed"


def test_who_may_part_is_asked_only_when_something_is_short(desk):
    enough, short = desk.order(), order_of(desk, {desk.sku.code: 11})
    seen = []
    for order_id in (enough, short):
        with CaptureQueriesContext(connection) as statements:
            review_orders(order_ids=[order_id], **BY)
        seen.append(sum("ships_partly" in one["sql"] for one in statements.captured_queries))
    assert seen == [0, 1]


pieces = st.integers(0, 4)
shelves = st.dictionaries(st.sampled_from([1, 2, 3]), st.fixed_dictionaries({7: pieces, 8: pieces}), max_size=3)
asked = st.tuples(
    st.dictionaries(st.sampled_from([7, 8]), st.integers(1, 3), min_size=1),
    st.sampled_from([None, 1, 2]),
    st.booleans(),
)


@given(shelves, st.lists(asked, max_size=6))
def test_no_piece_is_given_twice_and_whoever_lacks_nothing_has_all_from_one_place(free, wants):
    stock = Shelves((one, sku, count) for one, row in free.items() for sku, count in row.items())
    given_out: Counter[int] = Counter()
    for needs, wish, is_parted in wants:
        before = {(one, sku): stock._there(one, sku) for one in free for sku in (7, 8)}
        lacks = stock.lacks(needs, wish=wish)
        stock.take(needs, wish=wish, is_parted=is_parted)
        taken = {key: count - stock._there(*key) for key, count in before.items()}
        places = {one for (one, _), count in taken.items() if count}
        got = Counter({sku: sum(taken[one, sku] for one in free) for sku in (7, 8)})
        if not lacks:
            assert got == Counter(needs)
            assert len(places) == 1
            assert wish is None or places == {wish}
        elif is_parted:
            there = {sku: sum(before[one, sku] for one in free) for sku in (7, 8)}
            assert got == Counter({sku: min(wanted, there[sku]) for sku, wanted in needs.items()})
            assert bool(still_lacking(lacks)) == (got != Counter(needs))
        else:
            assert not places
        given_out += got
    assert all(given_out[sku] <= sum(row[sku] for row in free.values()) for sku in (7, 8))


def test_words_say_what_is_there_what_is_wanted_and_what_lies_elsewhere():
    lacks = {1: Lack(3, 0, 5), 2: Lack(0, 2, 1)}
    assert lack_words(lacks, {1: "TS-A", 2: "TS-B"}) == "TS-A 3/5, TS-B 0/1 (+2)"
    assert still_lacking(lacks) == {1: Lack(3, 0, 5)}

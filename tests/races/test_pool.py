"""Clerks hold, release and review the same orders at the same moment, while the pool is looked at."""

import random
from functools import partial

import pytest
from django.conf import settings
from django.db.models import Count, F

from tests.races.at_once import at_once
from tests.world import BY, World, broken_promises, make_world
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, StuckOrder
from zhanggui.orders.testing import gift_draft, make_gift_rules

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
AT = BY["at"]
ANNA, BOB = (Actor(name=name, grants=frozenset({"*"})) for name in ("anna", "bob"))


def shuffled(order_ids: list[int], seed: int) -> list[int]:
    return random.Random(seed).sample(order_ids, len(order_ids))


def wrong_counters() -> list[int]:
    orders = Order.objects.annotate(rows=Count("holds")).exclude(rows=F("open_holds"))
    return list(orders.values_list("pk", flat=True))


def holds_by_the_facts(order_ids: list[int]) -> set[int]:
    """Orders of which the last word on holds by hand is that they are held."""
    last: dict[int, str] = {}
    facts = Fact.objects.filter(name__in=["orders.order.held", "orders.order.released"], subject_id__in=order_ids)
    for pk, name in facts.order_by("id").values_list("subject_id", "name"):
        last[pk] = name
    return {pk for pk, name in last.items() if name == "orders.order.held"}


def test_two_clerks_hold_two_hundred_orders_at_once():
    world = make_world()
    order_ids = world.orders(200)
    hold = [
        partial(hold_orders, order_ids=shuffled(order_ids, seed), note=who.name, actor=who, at=AT)
        for seed, who in enumerate([ANNA, BOB] * 2)
    ]

    outcomes: list[Outcome[int]] = at_once(hold)

    anna, bob = (set(one.done) | set(two.done) for one, two in (outcomes[0::2], outcomes[1::2]))
    assert anna | bob == set(order_ids)
    assert anna & bob == set()
    told = {refusal.code() for outcome in outcomes for refusal in outcome.refused.values()}
    assert told == {"held_by_other"}
    assert set(Hold.objects.values_list("order_id", "placed_by", "note")) == {
        *((pk, "anna", "anna") for pk in anna),
        *((pk, "bob", "bob") for pk in bob),
    }
    assert wrong_counters() == []


@pytest.mark.parametrize("is_giving", [False, True])
def test_holding_releasing_and_reviewing_at_once_loses_no_hold(is_giving):
    world = make_world(skus=2)
    if is_giving:
        make_gift_rules(gift_draft("tea", sku=world.skus[1].code))
    order_ids = world.orders(200)
    apply_gifts(order_ids=order_ids[:100], **BY)  # of those behind them gifts are still to be decided
    flows = [
        partial(hold_orders, actor=ANNA, at=AT),
        partial(hold_orders, actor=BOB, at=AT),
        partial(release_orders, actor=BOB, at=AT),
        partial(review_orders, **BY),
        partial(find_exceptions, **BY),
    ]

    outcomes = at_once([partial(flow, order_ids=shuffled(order_ids, seed)) for seed, flow in enumerate(flows)])

    held = set(Hold.objects.values_list("order_id", flat=True))
    assert held == holds_by_the_facts(order_ids)
    assert wrong_counters() == []
    reviewed = set(Order.objects.filter(state="reviewed").values_list("pk", flat=True))
    assert reviewed == set(outcomes[3].done)
    find_exceptions(order_ids=order_ids, **BY)
    assert set(StuckOrder.objects.filter(cause="by_hand").values_list("pk", flat=True)) == held
    assert broken_promises() == []


def test_the_way_out_taken_twice_at_once_ends_a_cause_once():
    world = make_world()
    order_ids = world.orders(50)
    hold_orders(order_ids=order_ids, **BY)
    find_exceptions(order_ids=order_ids, **BY)

    outcomes = at_once([partial(end_exceptions, order_ids=shuffled(order_ids, seed), **BY) for seed in range(4)])

    assert sorted(pk for outcome in outcomes for pk in outcome.done) == sorted(order_ids)
    assert {refusal.code() for outcome in outcomes for refusal in outcome.refused.values()} == {"order_moves"}
    assert not StuckOrder.objects.exists()
    assert wrong_counters() == []


def test_looks_from_all_sides_leave_one_row_for_each_order_held():
    world = make_world()
    order_ids = world.orders(60)
    held = order_ids[::2]
    hold_orders(order_ids=held, **BY)
    at_once([partial(find_exceptions, order_ids=shuffled(order_ids, seed), **BY) for seed in range(6)])
    assert sorted(StuckOrder.objects.values_list("pk", flat=True)) == held


def test_reviewers_who_see_the_same_last_pieces_sell_none_twice():
    """A review only looks: both may pass an order for it; the plan gives each piece once, and who is short says so."""
    world: World = make_world(pieces=5)
    order_ids = world.orders(10)
    halves = (order_ids[:5], order_ids[5:])

    outcomes = at_once([partial(review_orders, order_ids=half, **BY) for half in halves])
    passed = [pk for outcome in outcomes for pk in outcome.done]
    assert 5 <= len(passed) <= 10
    at_once([partial(plan_parcels, order_ids=outcome.done, **BY) for outcome in outcomes])

    assert Parcel.objects.count() == 5
    assert Hold.objects.filter(reason="shortage").count() == len(passed) - 5
    assert broken_promises() == []

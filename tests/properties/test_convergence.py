"""However a platform's words arrive, late, twice or disordered: the order here ends as if they had come in order."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import BY, World, broken_promises, make_world
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.importing.incoming import payload_hash
from zhanggui.orders.models import Hold, Order, OrderLine, OrderSnapshot, ReceiverWord
from zhanggui.orders.receivers.sealed import OPENED, open_receiver
from zhanggui.orders.testing import channel_order

pytestmark = pytest.mark.django_db
_S, _R = ChannelState, RefundState
NOT_COMPARED = {"id", "version", "imported_at"}
"""Every real change that was seen counts a version; how many were seen depends on what came in time."""


def history(world: World, *events: Any) -> list[ChannelOrder]:
    """One order as its platform showed it, event after event, each ten minutes after the other."""
    order = channel_order("P1", {sku.code: 2 for sku in world.skus}, state=_S.PENDING_PAYMENT, paid_at=None)
    versions = []
    for minute, event in enumerate(("created", *events)):
        moment = order.placed_at + timedelta(minutes=10 * (minute + 1))
        order = replace(EVENTS[event](order), modified_at=moment, raw=f"{minute} {event}".encode())
        versions.append(order)
    return versions


def refund(order: ChannelOrder, state: RefundState) -> ChannelOrder:
    return replace(order, lines=(replace(order.lines[0], refund=state), *order.lines[1:]))


EVENTS: dict[str, Any] = {
    "created": lambda order: order,
    "paid": lambda order: replace(order, state=_S.AWAITING_SHIPMENT, paid_at=order.placed_at + timedelta(minutes=1)),
    "frozen": lambda order: replace(order, state=_S.ON_HOLD),
    "thawed": lambda order: replace(order, state=_S.AWAITING_SHIPMENT),
    "moved": lambda order: replace(order, receiver=replace(order.receiver, name="李四", address="another street 1")),
    "move asked": lambda order: replace(order, address_change_asked=True),
    "move done": lambda order: replace(
        order, address_change_asked=False, receiver=replace(order.receiver, address="a third street")
    ),
    "refund asked": lambda order: refund(order, _R.REQUESTED),
    "refund withdrawn": lambda order: refund(order, _R.CLOSED),
    "line refunded": lambda order: replace(
        order,
        lines=(replace(order.lines[0], refund=_R.SUCCEEDED, state=_S.CLOSED_REFUNDED), *order.lines[1:]),
    ),
    "line swapped": lambda order: replace(
        order, lines=(replace(order.lines[0], sku_code=order.lines[-1].sku_code, quantity=1), *order.lines[1:])
    ),
    "line gone": lambda order: replace(order, lines=order.lines[:1]),
    "remark": lambda order: replace(order, buyer_message="please hurry"),
    "sent elsewhere": lambda order: replace(order, state=_S.SHIPPED),
    "received": lambda order: replace(order, state=_S.COMPLETED),
    "closed unpaid": lambda order: replace(order, state=_S.CANCELLED),
    "closed refunded": lambda order: replace(order, state=_S.CLOSED_REFUNDED),
}

HISTORIES = [
    ("paid", "refund asked", "refund withdrawn", "sent elsewhere", "received"),
    ("paid", "move asked", "move done", "remark", "sent elsewhere"),
    ("paid", "frozen", "thawed", "refund asked", "closed refunded"),
    ("moved", "paid", "line swapped", "line refunded", "sent elsewhere"),
    ("paid", "line gone", "sent elsewhere", "received"),
    ("moved", "closed unpaid"),
    ("paid", "sent elsewhere", "refund asked", "closed refunded"),
]


def deliver(world: World, versions: Sequence[ChannelOrder]) -> None:
    for version in versions:
        assert import_orders(shop_id=world.shop.pk, orders=[version], **BY).refused == {}


def seen() -> dict[str, dict[str, Any]]:
    """Every order by number: its row, its living lines and its holds, without numbers that only count."""
    found: dict[str, dict[str, Any]] = {}
    number_of = {}
    for row in Order.objects.values():
        number_of[row["id"]] = row["number"]
        kept = {name: value for name, value in row.items() if name not in NOT_COMPARED}
        kept |= {"payload_hash": bytes(row["payload_hash"]), "receiver_digest": bytes(row["receiver_digest"])}
        kept["receiver_sealed"] = open_receiver(*(row[name] for name in OPENED))
        found[row["number"]] = {"order": kept, "lines": [], "holds": [], "words": set()}
    for token, order_id in ReceiverWord.objects.values_list("token", "order_id"):
        found[number_of[order_id]]["words"].add(token)
    for line in OrderLine.objects.filter(is_cancelled=False).order_by("number").values():
        found[number_of[line["order_id"]]]["lines"].append({**line, "id": 0, "order_id": 0})
    for order_id, reason in Hold.objects.order_by("reason").values_list("order_id", "reason"):
        found[number_of[order_id]]["holds"].append(reason)
    return found


def seen_one() -> dict[str, Any]:
    (only,) = seen().values()
    return only


def after(world: World, versions: Sequence[ChannelOrder]) -> dict[str, Any]:
    """What is seen of the order when the versions arrived like this; nothing is kept."""
    with transaction.atomic():
        deliver(world, versions)
        found = seen_one()
        assert broken_promises() == []
        transaction.set_rollback(True)
    return found


def disorders(versions: Sequence[ChannelOrder], *, most: int) -> list[list[ChannelOrder]]:
    """Orders of arrival, each for an order of its own; in every one something arrives twice. Of more than `most` other
    ones are drawn in every run of the tests."""
    draw = random.Random(3)
    arrivals = []
    shuffles = list(permutations(versions))
    for place, shuffled in enumerate(shuffles if len(shuffles) <= most else random.sample(shuffles, most)):
        arrival = [replace(version, number=f"P{place}") for version in shuffled]
        arrival.insert(draw.randrange(len(arrival) + 1), draw.choice(arrival))
        arrivals.append(arrival)
    return arrivals


@pytest.mark.parametrize("events", HISTORIES, ids=" ".join)
@pytest.mark.parametrize("pages", ["one by one", "all at once"])
def test_every_order_of_arrival_ends_alike(events, pages):
    world = make_world(skus=2)
    versions = history(world, *events)
    assert len(versions) <= 6
    wanted = after(world, versions)
    arrivals = disorders(versions, most=180 if pages == "one by one" else 720)

    if pages == "one by one":
        for page in zip(*arrivals, strict=True):
            import_orders(shop_id=world.shop.pk, orders=page, **BY)
    else:
        firsts = [arrival[0] for arrival in arrivals]
        import_orders(shop_id=world.shop.pk, orders=firsts, **BY)
        import_orders(shop_id=world.shop.pk, orders=[one for arrival in arrivals for one in arrival[1:]], **BY)

    every = seen()
    ends = {
        " → ".join(version.raw.decode() for version in arrival): found
        for arrival, found in zip(arrivals, (every[arrival[0].number] for arrival in arrivals), strict=True)
        if without_number(found) != without_number(wanted)
    }
    assert ends == {}, f"{len(ends)} of {len(arrivals)} arrivals end elsewhere than {wanted}"
    assert broken_promises() == []


def without_number(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "order": {**found["order"], "number": ""}}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(sorted(EVENTS)), max_size=6), shuffle=st.randoms(use_true_random=False))
def test_every_history_ends_alike(db, events, shuffle):
    """Platforms also tell what should not be possible: it must not stop the page it came with, nor leave a trace that
    depends on when it came."""
    with transaction.atomic():
        world = make_world(skus=2)
        versions = history(world, *events)
        arrival = [*versions, shuffle.choice(versions)]
        shuffle.shuffle(arrival)
        assert after(world, arrival) == after(world, versions)
        transaction.set_rollback(True)


def test_many_imports_are_one_order_and_one_entry_per_real_change():
    world = make_world(skus=2)
    versions = history(world, "paid", "moved")
    for version in versions:
        for _ in range(3):
            deliver(world, [version])
    deliver(world, versions)
    import_orders(shop_id=world.shop.pk, orders=[*versions, *versions], **BY)

    assert Order.objects.count() == 1
    assert OrderLine.objects.count() == 2
    facts = Fact.objects.filter(subject="order").order_by("id").values_list("name", flat=True)
    assert list(facts) == ["orders.order.imported", "orders.order.changed", "orders.order.changed"]
    assert OrderSnapshot.objects.count() == 3


def test_an_older_version_is_kept_and_changes_nothing():
    world = make_world(skus=2)
    created, paid, moved = history(world, "paid", "moved")
    deliver(world, [moved])
    before = seen_one()
    deliver(world, [paid, created])

    assert seen_one() == before
    assert sorted(OrderSnapshot.objects.values_list("kind", flat=True)) == ["first", "older", "older"]


def test_one_moment_with_two_contents_keeps_both_and_says_so():
    world = make_world(skus=2)
    created, paid = history(world, "paid")
    other = replace(paid, buyer_message="is it red?", raw=b"other")
    deliver(world, [created, paid, other, paid, other])

    assert Fact.objects.filter(name="orders.order.data_disagree").count() == 1
    kinds = OrderSnapshot.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["first", "newer", "conflict"]


def test_two_contents_of_one_moment_wait_for_a_decision_in_either_order():
    world = make_world(skus=2)
    created, paid = history(world, "paid")
    other = replace(paid, buyer_message="is it red?", raw=b"other")
    for arrival in ([created, paid, other], [other, paid, created], [paid, other, paid]):
        found = after(world, arrival)
        assert found["holds"] == ["conflict"]
        assert found["order"]["payload_hash"] == payload_hash(next(one for one in arrival if one is not created))


def test_a_newer_version_settles_what_disagreed():
    world = make_world(skus=2)
    created, paid, moved = history(world, "paid", "moved")
    other = replace(paid, buyer_message="is it red?", raw=b"other")
    assert after(world, [created, paid, other, moved]) == after(world, [created, paid, moved])


@pytest.mark.parametrize("right", ["paid", "other"])
def test_the_platform_asked_for_the_order_itself_settles_what_disagreed(right):
    world = make_world(skus=2)
    created, paid = history(world, "paid")
    versions = {"paid": paid, "other": replace(paid, buyer_message="is it red?", raw=b"other")}
    deliver(world, [created, paid, versions["other"]])

    import_orders(shop_id=world.shop.pk, orders=[versions[right]], source="fetch", **BY)
    assert seen_one() == after_alone(world, [created, versions[right]])
    deliver(world, [paid, versions["other"]])
    assert seen_one()["holds"] == []


def after_alone(world: World, versions: Sequence[ChannelOrder]) -> dict[str, Any]:
    """What would be seen of an order of another number, shown under this one's."""
    with transaction.atomic():
        deliver(world, [replace(version, number="P2") for version in versions])
        found = seen()["P2"]
        transaction.set_rollback(True)
    return {**found, "order": {**found["order"], "number": "P1"}}

"""A parcel shipped by mistake is taken back: everything is as it was before, and it can leave again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.world import broken_promises

from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.inventory.models import Balance, Move
from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import ChangeRequest, Order, OrderLine
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db

LOGS = {"kernel_fact", "inventory_move"}
"""What only ever grows."""


def ship(*parcels, at=AT):
    return ship_parcels(parcel_ids=[parcel.pk for parcel in parcels], actor=ACTOR, at=at)


def take_back(*parcels, at=AT, actor=ACTOR):
    return take_back_parcels(parcel_ids=[parcel.pk for parcel in parcels], note="wrong pile", actor=actor, at=at)


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours but the logs; how often a parcel was taken back is a log too."""
    tables = {
        model._meta.db_table: [
            {name: value for name, value in row.items() if name != "taken_back"}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
        if model.__module__.startswith("zhanggui.") and model._meta.db_table not in LOGS
    }
    assert {"fulfilment_parcel", "inventory_balance", "inventory_availability", "inventory_claim"} <= tables.keys()
    return tables


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


baskets = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), min_size=1, max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(baskets=baskets, data=st.data())
def test_every_row_is_as_it_was_just_before_shipping(world, baskets, data):
    with undone():
        wanted = [{code: n for code, n in zip(("TS-A", "TS-B"), basket, strict=True) if n} for basket in baskets]
        parcels = [world.parcel("weighed", skus) for skus in wanted]
        gone_before = data.draw(st.lists(st.sampled_from(parcels), unique=True))
        ship(*gone_before)
        mistaken = [parcel for parcel in parcels if parcel not in gone_before]
        before = all_rows()
        for _ in range(data.draw(st.integers(1, 3))):
            assert ship(*mistaken).done == [parcel.pk for parcel in mistaken]
            assert take_back(*mistaken).done == [parcel.pk for parcel in mistaken]
            assert all_rows() == before
        assert broken_promises() == []


def test_shipped_again_the_goods_leave_again(world):
    first, second = world.parcels("shipped", 2)
    take_back(first)
    assert OrderLine.objects.filter(order=first.order, shipped=0).count() == 2
    assert Order.objects.get(pk=first.order_id).state == "in_warehouse"
    assert ship(first).done == [first.pk]
    take_back(first, second)
    assert set(ship(first, second).done) == {first.pk, second.pk}  # one for the third time, one for the second

    causes = sorted(Move.objects.filter(sku=world.a, cause__contains="_parcels").values_list("cause", flat=True))
    assert causes == sorted(
        [
            "ship_parcels", "take_back_parcels", "ship_parcels:2", "take_back_parcels:2", "ship_parcels:3",
            "ship_parcels", "take_back_parcels", "ship_parcels:2",
        ]
    )  # fmt: skip
    assert Balance.objects.get(location__kind="packing", sku=world.a).on_hand == 0
    assert set(Order.objects.values_list("state", flat=True)) == {"shipped"}
    assert broken_promises() == []


def test_only_what_was_shipped_in_the_last_hours_is_taken_back(world, settings):
    settings.TAKE_BACK_HOURS = 6
    weighed, shipped = world.parcel("weighed"), world.parcel("shipped")
    outcome = take_back(weighed, shipped, at=AT + timedelta(hours=6, minutes=1))
    assert outcome.refused[weighed.pk].code() == "not_shipped"
    assert outcome.refused[shipped.pk].code() == "left_too_long_ago"
    assert "11-11" in outcome.refused[shipped.pk].sentence
    assert "6 hours" in outcome.refused[shipped.pk].sentence
    assert Parcel.objects.get(pk=shipped.pk).state == "shipped"
    assert take_back(shipped, at=AT + timedelta(hours=6)).done == [shipped.pk]


def test_midnight_is_no_border(world):
    late = datetime(2026, 11, 11, 15, 59, tzinfo=UTC)  # a minute before midnight in Shanghai
    (parcel_id,) = take_to("shipped", make_orders(world.shop, [channel_order(skus=world.usual)]), at=late)
    assert take_back(Parcel.objects.get(pk=parcel_id), at=late + timedelta(minutes=2)).done == [parcel_id]


def test_the_second_taking_back_is_refused(world):
    parcel = world.parcel("shipped")
    assert take_back(parcel).done == [parcel.pk]
    assert take_back(parcel).refused[parcel.pk].code() == "not_shipped"
    assert Fact.objects.filter(name="fulfilment.parcel.taken_back").count() == 1


def test_a_note_is_needed(world):
    parcel = world.parcel("shipped")
    with pytest.raises(Exception, match="Say how it came"):
        take_back_parcels(parcel_ids=[parcel.pk], note=" ", actor=ACTOR, at=AT)


def test_another_warehouse_takes_nothing_back(world):
    parcel = world.parcel("shipped")
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert take_back(parcel, actor=stranger).refused[parcel.pk].code() == "not_found"


def test_taken_back_it_can_be_stopped_and_its_goods_go_back_to_their_bins(world):
    parcel = world.parcel("shipped")
    take_back(parcel)
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    assert ship(parcel).refused[parcel.pk].code() == "parcel_stopped"
    empty_basket(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    assert Balance.objects.get(location__code="P-01", sku=world.a).on_hand == 500
    assert broken_promises() == []


def test_what_the_platform_changed_meanwhile_stops_the_parcel(world):
    order = channel_order(skus=world.usual)
    (order_id,) = make_orders(world.shop, [order])
    other = world.parcel("shipped")
    (parcel_id,) = take_to("shipped", [order_id])
    new = replace(
        order, receiver=replace(order.receiver, address="new street"), modified_at=AT + timedelta(minutes=1), raw=b"2"
    )
    import_orders(shop_id=world.shop.pk, orders=[new], actor=ACTOR, at=AT)
    assert Order.objects.get(pk=order_id).stop_reason == ""

    parcel = Parcel.objects.get(pk=parcel_id)
    assert set(take_back(parcel, other).done) == {parcel.pk, other.pk}
    assert ship(parcel).refused[parcel.pk].code() == "parcel_stopped"
    assert ship(other).done == [other.pk]
    stop_orders(order_ids=[order_id], actor=ACTOR, at=AT)
    assert Parcel.objects.get(pk=parcel_id).stop_reason == "address"
    assert broken_promises() == []


def moved(order, **changes):
    """A version of the next minute."""
    return replace(order, modified_at=order.modified_at + timedelta(minutes=1), raw=b"2", **changes)


def disputed(order):
    """Another content of the same moment."""
    return replace(order, receiver=replace(order.receiver, address="other street 9"), raw=b"2")


def refund_asked(order):
    first, *rest = order.lines
    return moved(order, lines=(replace(first, refund=RefundState.REQUESTED), *rest))


def first_line(order, **changes):
    first, *rest = order.lines
    return moved(order, lines=(replace(first, **changes), *rest))


ASKED = {
    "address_change": lambda order: moved(order, address_change_asked=True),
    "item_change": lambda order: moved(order, item_change_asked=True),
    "platform": lambda order: moved(order, state=ChannelState.ON_HOLD),
    "refund": refund_asked,
    "conflict": disputed,
    "fewer": lambda order: first_line(order, quantity=1),
    "other_goods": lambda order: first_line(order, sku_code="TS-B"),
}


def holds_and_stop(order_id):
    order = Order.objects.get(pk=order_id)
    reasons = sorted(order.holds.values_list("reason", flat=True))
    assert order.open_holds == len(reasons)
    return order.state, order.stop_reason, reasons


@pytest.mark.parametrize("reason", sorted(ASKED))
@pytest.mark.parametrize("is_withdrawn", [False, True], ids=["asked", "withdrawn"])
def test_holds_and_stops_are_what_they_were_had_it_not_left(world, reason, is_withdrawn):
    stayed, back = channel_order(skus=world.usual), channel_order(skus=world.usual)
    ids = make_orders(world.shop, [stayed, back])
    parcels = dict(zip(ids, take_to("weighed", ids), strict=True))
    shipped = Parcel.objects.get(pk=parcels[ids[1]])
    ship(shipped)
    versions = [ASKED[reason](order) for order in (stayed, back)]
    import_orders(shop_id=world.shop.pk, orders=versions, actor=ACTOR, at=AT)
    if is_withdrawn:
        versions = [replace(one, modified_at=one.modified_at + timedelta(hours=1), raw=b"3") for one in (stayed, back)]
        import_orders(shop_id=world.shop.pk, orders=versions, actor=ACTOR, at=AT)

    assert take_back(shipped).done == [shipped.pk]
    assert holds_and_stop(ids[1]) == holds_and_stop(ids[0])
    assert ship(shipped).refused[shipped.pk].code() == "parcel_stopped"
    assert broken_promises() == []
    stop_orders(order_ids=ids, actor=ACTOR, at=AT)
    assert set(Parcel.objects.filter(pk__in=parcels.values()).values_list("state", flat=True)) == {"stopped"}
    assert broken_promises() == []


@pytest.mark.parametrize("reason", ["fewer", "other_goods"])
def test_stopped_after_coming_back_the_order_has_the_goods_the_platform_named_last(world, reason):
    order = channel_order(skus=world.usual)
    (order_id,) = make_orders(world.shop, [order])
    (parcel_id,) = take_to("shipped", [order_id])
    wanted = ASKED[reason](order)
    import_orders(shop_id=world.shop.pk, orders=[wanted], actor=ACTOR, at=AT)
    assert holds_and_stop(order_id) == ("shipped", "", [])
    assert broken_promises() == []

    take_back(Parcel.objects.get(pk=parcel_id))
    stop_orders(order_ids=[order_id], actor=ACTOR, at=AT)
    assert Parcel.objects.values_list("state", "stop_reason").get(pk=parcel_id) == ("stopped", "items")
    empty_basket(parcel_ids=[parcel_id], actor=ACTOR, at=AT)

    lines = list(OrderLine.objects.order_by("number").values_list("sku__code", "sku_code", "ordered", "wanted"))
    assert lines == [(one.sku_code, one.sku_code, one.quantity, None) for one in wanted.lines]
    assert holds_and_stop(order_id) == ("to_review", "", [])
    take_to("shipped", [order_id])
    assert holds_and_stop(order_id) == ("shipped", "", [])
    assert broken_promises() == []


def test_a_request_that_was_answered_before_holds_nothing(world):
    parcel = world.parcel("weighed")
    ChangeRequest.objects.create(
        order_id=parcel.order_id, kind="address", asked_at=AT, half_at=AT, late_at=AT, due_at=AT, state="refused",
        answered_at=AT, answered_by="anna",
    )  # fmt: skip
    ship(parcel)
    take_back(parcel)
    assert holds_and_stop(parcel.order_id) == ("in_warehouse", "", [])
    assert ship(parcel).done == [parcel.pk]


def test_the_desk_takes_back_with_a_note_and_only_for_who_may(world, signed_in):
    parcel = world.parcel("shipped")
    Parcel.objects.update(shipped_at=AT)
    asked = {"ids": [parcel.pk], "note": "wrong pile"}
    assert signed_in("shipper").post("/desk/parcels/act/take_back_parcels", asked).status_code == 403
    page = signed_in("exception_handler", name="bella").get(f"/sheet/parcels/{parcel.pk}/").content.decode()
    assert "Take back" in page

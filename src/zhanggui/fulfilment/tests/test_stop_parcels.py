from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.inventory.models import Availability, Move
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def stop(*parcels, reason="refund", actor=ACTOR):
    return stop_parcels(parcel_ids=[parcel.pk for parcel in parcels], reason=reason, actor=actor, at=AT)


def test_without_paper_void_with_paper_stopped_and_gone_refused(world):
    planned, printed, shipped = (world.parcel(stage) for stage in ("planned", "printed", "shipped"))
    outcome = stop(planned, printed, shipped)

    assert set(outcome.done) == {planned.pk, printed.pk}
    assert outcome.refused[shipped.pk].code() == "parcel_left"
    states = dict(Parcel.objects.values_list("pk", "state"))
    assert states == {planned.pk: "void", printed.pk: "stopped", shipped.pk: "shipped"}


def test_a_second_stop_changes_nothing_more(world):
    parcel = world.parcel("picked")
    stop(parcel)
    told = Fact.objects.count()
    assert stop(parcel, reason="cancelled").done == [parcel.pk]
    assert Parcel.objects.get().stop_reason == "refund"
    assert Fact.objects.count() == told


def test_unpicked_pieces_are_free_at_once_and_picked_ones_only_when_back(world):
    unpicked, picked = world.parcel("printed"), world.parcel("picked")
    stop(unpicked, picked)
    assert Availability.objects.get(sku=world.a).claimed == 0
    assert Availability.objects.get(sku=world.a).sellable == 498

    empty_basket(parcel_ids=[unpicked.pk, picked.pk], actor=ACTOR, at=AT)
    assert Availability.objects.get(sku=world.a).sellable == 500
    assert set(Pick.objects.filter(parcel_line__parcel=picked).values_list("state", flat=True)) == {"put_back"}


def test_the_basket_is_cleared_once_and_only_of_stopped_parcels(world):
    parcel, going = world.parcel("picked"), world.parcel("picked")
    stop(parcel)
    outcome = empty_basket(parcel_ids=[parcel.pk, going.pk], actor=ACTOR, at=AT)
    assert outcome.done == [parcel.pk]
    assert outcome.refused[going.pk].code() == "not_in_stop_basket"

    again = empty_basket(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    assert again.refused[parcel.pk].code() == "not_in_stop_basket"
    assert Move.objects.filter(cause="put_back").count() == 2


def test_stopping_an_order_stops_its_parcels_for_the_order_s_reason(world):
    parcels = world.parcels("picked", 2)
    hold_orders(order_ids=[parcels[0].order_id], note="call first", actor=ACTOR, at=AT)
    stop_orders(order_ids=[parcel.order_id for parcel in parcels], actor=ACTOR, at=AT)
    assert dict(Parcel.objects.values_list("pk", "stop_reason")) == {parcels[0].pk: "call first", parcels[1].pk: ""}
    assert not Order.objects.exclude(stop_reason="").exists()


def test_an_order_without_parcels_on_their_way_is_left_alone(world):
    parcel = world.parcel("shipped")
    assert stop_orders(order_ids=[parcel.order_id], actor=ACTOR, at=AT).done == []


def test_another_warehouse_stops_and_clears_nothing(world):
    parcel = world.parcel("picked")
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert stop(parcel, actor=stranger).refused[parcel.pk].code() == "not_found"
    stop(parcel)
    outcome = empty_basket(parcel_ids=[parcel.pk], actor=stranger, at=AT)
    assert outcome.refused[parcel.pk].code() == "not_found"

from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.unmerge_parcels import NotMerged, SplitSinceMerge, unmerge_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import parcels_to_wave
from zhanggui.fulfilment.rules.merging import (
    AlreadySplitOff,
    Group,
    Limits,
    NotPlannedAnyMore,
    OtherReceiver,
    OtherShop,
    Part,
    ReceiverHidden,
    merge_by_itself,
)
from zhanggui.fulfilment.rules.parcels import OrderHeld, OrderStopping
from zhanggui.fulfilment.tests.merging import BY, contents, everything, group, live, plan
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, RECEIVER, channel_order, make_orders, make_shop


def test_orders_reviewed_together_for_one_receiver_are_one_parcel(world):
    group(world.shop)
    (parcel,) = plan(world.orders(3))
    assert (parcel.units, parcel.sku_count, parcel.expected_g) == (9, 2, 3 * 550)
    assert Parcel.objects.filter(state="merged", merged_into=parcel).count() == 2
    assert Fact.objects.filter(name="fulfilment.parcel.took_in", subject_id=parcel.pk).count() == 1


def test_without_a_group_nothing_is_merged_by_itself(world):
    assert len(plan(world.orders(3))) == 3


def test_an_order_joins_the_parcel_that_waits_and_the_earliest_deadline_counts(world):
    group(world.shop)
    (waiting,) = plan(world.orders())
    soon = AT + timedelta(hours=1)
    later = make_orders(world.shop, [channel_order(skus=world.usual, ship_by=soon)])
    (parcel,) = plan(later)
    assert (parcel.pk, parcel.units, parcel.ship_by) == (waiting.pk, 6, soon)


@pytest.mark.parametrize(
    "other",
    [
        {"receiver": replace(RECEIVER, name="李四")},
        {"receiver": replace(RECEIVER, name="王**")},
        {"cash_on_delivery": True},
    ],
)
def test_what_must_not_travel_together_does_not(world, other):
    group(world.shop)
    first = channel_order(skus=world.usual)
    orders = make_orders(world.shop, [first, channel_order(skus=world.usual, **other)])
    assert len(plan(orders)) == 2


def test_a_label_keeps_an_order_alone(world):
    group(world.shop)
    orders = world.orders(3)
    Order.objects.filter(pk=orders[0]).update(labels=["VIP"])
    assert sorted(parcel.units for parcel in plan(orders)) == [3, 6]


def test_a_parcel_whose_order_is_held_takes_no_other_in(world):
    group(world.shop)
    first = world.orders()
    plan(first)
    Order.objects.filter(pk__in=first).update(open_holds=1)
    assert len(plan(world.orders())) == 2


def test_a_parcel_in_a_wave_takes_no_other_in(world):
    group(world.shop)
    (parcel,) = plan(world.orders())
    build_waves(parcel_ids=[parcel.pk], **BY)
    assert len(plan(world.orders())) == 2


@pytest.mark.parametrize(
    ("limit", "parcels"), [({"most_orders": 2}, 2), ({"most_units": 6}, 2), ({"most_g": 1_000}, 3)]
)
def test_one_parcel_holds_no_more_than_its_group_says(world, limit, parcels):
    group(world.shop, **limit)
    assert len(plan(world.orders(3))) == parcels


def test_shops_of_one_group_share_a_parcel_and_others_do_not(world):
    second, third = make_shop(), make_shop()
    group(world.shop, second)
    orders = [*world.orders()]
    for shop in (second, third):
        orders += make_orders(shop, [channel_order(skus=world.usual)])
    assert sorted(parcel.units for parcel in plan(orders)) == [3, 6]


def test_merging_by_hand_and_undoing_it_gives_back_everything(world):
    parcels = plan(world.orders(3))
    before = everything()
    ids = [parcel.pk for parcel in parcels]
    assert merge_parcels(parcel_ids=ids, **BY).done == ids
    (merged,) = live()
    assert (merged.pk, merged.units) == (ids[0], 9)
    unmerge_parcels(parcel_ids=[merged.pk], **BY).one()
    assert everything() == before


def test_a_merge_of_a_merge_is_taken_apart_into_what_was_planned(world):
    first, second, third = plan(world.orders(3))
    before = everything()
    merge_parcels(parcel_ids=[second.pk, third.pk], **BY)
    merge_parcels(parcel_ids=[first.pk, second.pk], **BY)
    unmerge_parcels(parcel_ids=[first.pk], **BY).one()
    assert everything() == before


def test_a_merged_parcel_leaves_its_wave_when_it_is_taken_apart(world):
    ids = [parcel.pk for parcel in plan(world.orders(2))]
    merge_parcels(parcel_ids=ids, **BY)
    before = contents()
    build_waves(parcel_ids=ids[:1], **BY).one()
    unmerge_parcels(parcel_ids=ids[:1], **BY).one()
    assert [parcel.state for parcel in live()] == ["planned", "planned"]
    assert contents() != before


def test_what_was_taken_apart_is_not_merged_by_itself_again(world):
    group(world.shop)
    (parcel,) = plan(world.orders(2))
    unmerge_parcels(parcel_ids=[parcel.pk], **BY)
    assert len(plan(world.orders())) == 3


def test_each_reason_to_stay_alone_is_said(world):
    others = make_orders(
        make_shop(),
        [channel_order(skus=world.usual), channel_order(skus=world.usual, receiver=replace(RECEIVER, name="王*"))],
    )
    theirs = make_orders(world.shop, [channel_order(skus=world.usual, receiver=replace(RECEIVER, name="李四"))])
    own = world.orders(4)
    parcels = {parcel.order_id: parcel.pk for parcel in plan([*own, *theirs, *others])}
    hold_orders(order_ids=[own[2]], note="wait", **BY)
    Order.objects.filter(pk=own[2]).update(stop_reason="")
    hold_orders(order_ids=[own[3]], note="wait", **BY)
    outcome = merge_parcels(parcel_ids=list(parcels.values()), **BY)
    reasons = {order_id: type(outcome.refused.get(pk)) for order_id, pk in parcels.items()}
    assert reasons == {
        own[0]: type(None), own[1]: type(None), own[2]: OrderHeld, own[3]: OrderStopping, theirs[0]: OtherReceiver,
        others[0]: OtherShop, others[1]: OtherReceiver,
    }  # fmt: skip


def test_with_only_ciphertext_and_merge_key_known_the_key_decides(world, settings):
    settings.TESTCARRIER_MOODS = {"ciphers": "yes"}
    group(world.shop)
    hidden = [Receiver(state="浙江省", city="杭州市", cipher=f"c{n}", merge_key=key) for n, key in enumerate("kkj")]
    ids = make_orders(world.shop, [channel_order(skus=world.usual, receiver=one) for one in hidden])
    assert [parcel.units for parcel in plan(ids)] == [6, 3]


def test_a_hidden_receiver_is_not_guessed(world):
    hidden = replace(RECEIVER, name="王**", cipher="")
    orders = make_orders(world.shop, [channel_order(skus=world.usual, receiver=hidden) for _ in range(2)])
    Order.objects.filter(pk__in=orders).update(receiver_digest=b"")
    ids = [parcel.pk for parcel in plan(orders)]
    assert {type(why) for why in merge_parcels(parcel_ids=ids, **BY).refused.values()} == {ReceiverHidden}


def test_a_parcel_in_a_wave_is_not_merged_by_hand(world):
    ids = [parcel.pk for parcel in plan(world.orders(2))]
    build_waves(parcel_ids=ids, **BY)
    assert {type(why) for why in merge_parcels(parcel_ids=ids, **BY).refused.values()} == {NotPlannedAnyMore}


def test_there_must_be_a_merge_to_undo(world):
    (parcel,) = plan(world.orders())
    with pytest.raises(NotMerged):
        unmerge_parcels(parcel_ids=[parcel.pk], **BY).one()


def test_a_merge_that_was_split_is_joined_before_it_is_taken_apart(world):
    ids = [parcel.pk for parcel in plan(world.orders(2))]
    merge_parcels(parcel_ids=ids, **BY)
    split_parcels(parcel_ids=ids[:1], way="by_order", **BY).one()
    offcut = live()[-1]
    with pytest.raises(SplitSinceMerge):
        unmerge_parcels(parcel_ids=ids[:1], **BY).one()
    assert isinstance(merge_parcels(parcel_ids=[ids[0], offcut.pk], **BY).refused[offcut.pk], AlreadySplitOff)


def test_thousands_of_parcels_to_one_receiver_fill_boxes_without_trying_every_one():
    """Most leave a little room that only few can use: not every part is tried with every box."""
    room = Group(1, True, limits=Limits(5, 200, 400))
    parts = [Part(n, str(n), b"k", 1, 1, "c", "paid", 1, 1, 250 if n % 10 else 150, group=room) for n in range(20_000)]
    began = perf_counter()
    groups = merge_by_itself(parts)
    assert perf_counter() - began < 5
    assert len(groups) == 2_000
    assert all(sum(part.grams for part in one) <= 400 for one in groups)


def test_a_parcel_with_an_urgent_order_in_it_goes_first(world):
    group(world.shop)
    other = replace(RECEIVER, name="李四", mobile="13900139000")
    orders = [channel_order(skus={"TS-A": 1}, receiver=other), *(channel_order(skus={"TS-A": 1}) for _ in range(2))]
    ids = make_orders(world.shop, orders)
    rush_orders(order_ids=ids[2:], urgent=True, **BY)
    alone, merged = plan(ids)
    assert parcels_to_wave(actor=ACTOR) == [merged.pk, alone.pk]
    build_waves(parcel_ids=[alone.pk, merged.pk], **BY)
    assert [parcel.cell for parcel in live()] == [2, 1]


def test_a_parcel_waits_while_any_order_in_it_is_held(world):
    group(world.shop)
    ids = world.orders(2)
    (parcel,) = plan(ids)
    Order.objects.filter(pk=ids[1]).update(review_reason="rules")
    assert parcels_to_wave(actor=ACTOR) == []
    Order.objects.filter(pk=ids[1]).update(review_reason="")
    assert parcels_to_wave(actor=ACTOR) == [parcel.pk]

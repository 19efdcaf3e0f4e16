"""Ship-by and collect-by as platforms count: their own moments win, only their rules stop a clock."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.doors.channel import ChannelPayment, ChannelState, PaymentKind, PaymentMode
from zhanggui.orders.flows.hold_orders import TooLateToHold, hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.release_due_holds import release_due_holds
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.rules.deadlines import PROMISES, clock_of, mark_of, misses_collection
from zhanggui.orders.rules.holds import preset_end
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

BY: Any = {"actor": ACTOR, "at": AT}
WITHIN = timedelta(hours=48)
PAID_AT = AT - timedelta(minutes=50)


def clock(order, *, channel="taobao", before=None):
    return clock_of(order, mark_of(order, channel=channel, within=WITHIN), channel=channel, before=before)


def test_the_clock_runs_from_the_money():
    assert clock(channel_order(skus=["A"]))[:2] == (PAID_AT + WITHIN, PAID_AT + WITHIN + timedelta(hours=24))


def test_a_moment_the_platform_names_is_its_own():
    named = AT + timedelta(days=15)
    assert clock(channel_order(skus=["A"], ship_by=named)).ship_by == named


def test_the_moment_of_the_carriers_scan_is_the_platforms_own_too():
    named = AT + timedelta(days=9)
    assert clock(channel_order(skus=["A"], collect_by=named))[:2] == (PAID_AT + WITHIN, named)


days = st.none() | st.integers(0, 20).map(lambda day: AT + timedelta(days=day))


@given(days, days, st.none() | st.just(PAID_AT), st.sampled_from(sorted(PROMISES)))
def test_what_is_sorted_by_is_the_nearer_of_both(ship_by, collect_by, paid_at, channel):
    order = channel_order("N", skus=["A"], ship_by=ship_by, collect_by=collect_by, paid_at=paid_at)
    told = clock(order, channel=channel)
    assert (told.ship_by is None) == (told.collect_by is None)
    if told.ship_by and told.collect_by:
        assert told.ship_by <= told.collect_by
        assert told.ship_by <= min(one for one in (ship_by, collect_by, told.ship_by) if one)


def test_a_hand_over_just_before_the_scan_is_due_misses_it():
    assert misses_collection(AT + timedelta(hours=1), at=AT)
    assert not misses_collection(AT + timedelta(hours=3), at=AT)
    assert not misses_collection(None, at=AT)


def test_a_presale_counts_from_its_tail():
    tail = ChannelPayment(PaymentKind.TAIL, Decimal(90), AT, "tail")
    order = channel_order(skus=["A"], payment_mode=PaymentMode.DEPOSIT, payments=(tail,))
    assert clock(order).ship_by == AT + WITHIN


def test_cash_on_delivery_counts_from_the_order():
    order = channel_order(skus=["A"], paid_at=None, cash_on_delivery=True)
    assert clock(order).ship_by == order.placed_at + WITHIN


def test_nothing_runs_before_the_money():
    assert clock(channel_order(skus=["A"], paid_at=None))[:2] == (None, None)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.sampled_from(sorted(PROMISES)))
def test_a_pause_moves_the_deadline_by_its_length(waits, pauses, channel):
    order = channel_order("P", skus=["A"])
    first = clock(order, channel=channel)
    held_at = AT + timedelta(seconds=waits)
    held = replace(order, state=ChannelState.ON_HOLD, modified_at=held_at)
    over = replace(order, modified_at=held_at + timedelta(seconds=pauses))
    paused = clock(held, channel=channel, before=first)
    again = clock(replace(held, modified_at=held_at + timedelta(seconds=pauses // 2)), channel=channel, before=paused)
    after = clock(over, channel=channel, before=again)
    assert first.ship_by
    stopped = pauses if PROMISES[channel].pauses else 0
    assert after.ship_by == first.ship_by + timedelta(seconds=stopped)
    assert after.paused_at is None


@pytest.mark.django_db
def test_a_platform_hold_stops_the_clock_of_the_stored_order_and_a_hold_of_ours_does_not():
    shop = make_shop(channel="taobao")
    order = channel_order("C1", skus=["A"])
    (order_id,) = make_orders(shop, [order])
    hold_orders(order_ids=[order_id], **BY)
    assert Order.objects.get().ship_by == PAID_AT + WITHIN
    held = replace(order, state=ChannelState.ON_HOLD, modified_at=AT, raw=b"held")
    free = replace(order, modified_at=AT + timedelta(hours=5), raw=b"free")
    import_orders(shop_id=shop.pk, orders=[held], **BY)
    assert Order.objects.get().clock_paused_at == AT
    import_orders(shop_id=shop.pk, orders=[free], **BY)
    stored = Order.objects.get()
    assert (stored.ship_by, stored.clock_paused_at) == (PAID_AT + WITHIN + timedelta(hours=5), None)
    assert stored.ship_by
    assert stored.collect_by == stored.ship_by + timedelta(hours=24)


@pytest.mark.django_db
def test_a_hold_until_the_promise_ends_by_itself_and_marks_urgent():
    (order_id,) = make_orders(make_shop(), [channel_order(skus=["A"])])
    hold_orders(order_ids=[order_id], hours_before=4, marks_urgent=True, **BY)
    until = Hold.objects.get().until
    assert until == PAID_AT + WITHIN - timedelta(hours=4)
    assert release_due_holds(actor=ACTOR, at=until - timedelta(seconds=1)).done == []
    assert release_due_holds(actor=ACTOR, at=until).done == [order_id]
    assert Order.objects.get().urgent
    late = hold_orders(order_ids=[order_id], hours_before=72, **BY)
    assert isinstance(late.refused[order_id], TooLateToHold)


@pytest.mark.django_db
def test_whoever_releases_may_mark_urgent():
    order_ids = make_orders(make_shop(), [channel_order(skus=["A"]) for _ in range(2)])
    hold_orders(order_ids=order_ids, **BY)
    release_orders(order_ids=order_ids[:1], urgent=True, **BY)
    release_orders(order_ids=order_ids[1:], **BY)
    assert list(Order.objects.order_by("pk").values_list("urgent", flat=True)) == [True, False]


@pytest.mark.parametrize("preset", ["2h", "evening", "morning", "3d", "7d"])
@given(minutes=st.integers(0, 3000))
def test_a_preset_is_always_to_come(preset, minutes):
    at = AT + timedelta(minutes=minutes)
    assert at < preset_end(preset, at=at) <= at + timedelta(days=7)

"""Two people at the same parcels while waves are made."""

from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.close_print_batches import close_print_batches
from zhanggui.fulfilment.flows.fill_print_batches import fill_print_batches
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.flows.set_strategies import StrategyDraft, set_strategies
from zhanggui.fulfilment.models import BatchEntry, Parcel, PrintBatch, Wave, WaveStrategy
from zhanggui.fulfilment.testing import print_out, take_to

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


def test_two_builders_at_once_never_put_a_parcel_in_two_waves():
    world = make_world(skus=2)
    parcel_ids = take_to("planned", world.orders(12))
    set_strategies(strategies=[StrategyDraft(world.warehouse.pk, "all", most_parcels=5)], **BY)
    run = partial(run_strategies, strategy_ids=[WaveStrategy.objects.get().pk], **BY)
    build = partial(build_waves, parcel_ids=parcel_ids, **BY)

    at_once([run, build, run, build])

    assert set(Parcel.objects.values_list("state", flat=True)) == {"waved"}
    assert sum(Wave.objects.values_list("parcel_count", flat=True)) == len(parcel_ids)
    assert broken_promises() == []


def test_kicked_out_while_picked_it_is_one_or_the_other():
    world = make_world(skus=2)
    parcel_ids = take_to("printed", world.orders(6))
    wave = Wave.objects.get()

    at_once([
        partial(kick_out_parcels, parcel_ids=parcel_ids[:3], **BY),
        partial(pick_waves, wave_ids=[wave.pk], **BY),
        partial(kick_out_parcels, parcel_ids=parcel_ids[2:4], **BY),
    ])  # fmt: skip

    wave.refresh_from_db()
    assert wave.state == "picked"
    assert set(Parcel.objects.filter(wave=wave).values_list("state", flat=True)) == {"picked"}
    assert set(Parcel.objects.exclude(wave=wave).values_list("state", flat=True)) <= {"printed"}
    assert broken_promises() == []


def test_closed_while_printed_by_two_it_is_closed_once_and_nothing_is_lost():
    world = make_world(skus=2)
    parcel_ids = take_to("waved", world.orders(6))
    fill_print_batches(warehouse_ids=[world.warehouse.pk], **BY)
    batch = PrintBatch.objects.get()
    late = {"actor": BY["actor"], "at": batch.due_at}
    close = partial(close_print_batches, batch_ids=[batch.pk], reason="jam", **late)

    outcomes = at_once([
        close,
        partial(print_out, parcel_ids[:3], **late),
        close,
        partial(print_out, parcel_ids[3:], **late),
        partial(fill_print_batches, warehouse_ids=[world.warehouse.pk], **late),
    ])  # fmt: skip

    batch.refresh_from_db()
    assert sum(bool(outcomes[place].done) for place in (0, 2)) == 1
    assert batch.printed + batch.missing == 6
    assert BatchEntry.objects.filter(reason="").count() == 6
    assert BatchEntry.objects.filter(reason="jam").count() == batch.missing

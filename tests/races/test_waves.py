"""Two people at the same parcels while waves are made."""

from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.flows.set_strategies import StrategyDraft, set_strategies
from zhanggui.fulfilment.models import Parcel, Wave, WaveStrategy
from zhanggui.fulfilment.testing import take_to

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

"""A wave whose labels come at the table is released by itself when the accounts have given its numbers."""

from typing import Any

import pytest
from tests.world import broken_promises

from zhanggui.fulfilment import jobs
from zhanggui.fulfilment.flows.assign_waybills import Numbered, assign_waybills
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.flows.set_strategies import StrategyDraft, set_strategies
from zhanggui.fulfilment.models import Parcel, Wave, WaveStrategy
from zhanggui.fulfilment.numbering import write_account_carriers
from zhanggui.kernel.facts import _subscribers
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def wave(world):
    """Built by a strategy, and released as far as that goes: no number is there yet."""
    write_account_carriers({(world.warehouse.pk, "testcarrier")})
    world.parcels("planned", 3, {"TS-A": 1})
    draft = StrategyDraft(warehouse_id=world.warehouse.pk, name="hot", kind="hot", hot_from=2, labels_at_table=True)
    set_strategies(strategies=[draft], **BY).one()
    run_strategies(strategy_ids=list(WaveStrategy.objects.values_list("pk", flat=True)), **BY)
    return Wave.objects.get()


def numbered(wave, parcels, **how):
    told = [Numbered(one.pk, wave.pk, **({"waybill": f"75{one.pk:08d}"} | how)) for one in parcels]
    assign_waybills(numbers=told, **BY)
    jobs.release_numbered_waves(ids=[one.pk for one in parcels])
    wave.refresh_from_db()


def test_the_last_number_releases_the_wave(wave):
    first, *others = Parcel.objects.order_by("pk")
    assert wave.state == "open"
    numbered(wave, [first])
    assert wave.state == "open"
    numbered(wave, others)
    assert (wave.state, set(wave.parcels.values_list("state", "prints"))) == ("printed", {("printed", 0)})
    numbered(wave, others)
    assert wave.parcels.count() == 3
    assert broken_promises() == []


def test_a_number_that_was_refused_keeps_its_parcel_and_the_wave(wave):
    first, *others = Parcel.objects.order_by("pk")
    numbered(wave, [first], waybill="", trouble="no number left")
    numbered(wave, others)
    first.refresh_from_db()
    assert (wave.state, first.state, Parcel.objects.filter(state="printed").count()) == ("open", "waved", 2)
    numbered(wave, [first])
    assert wave.state == "printed"


def test_a_wave_that_is_printed_with_labels_waits_for_its_clerk(world):
    write_account_carriers({(world.warehouse.pk, "testcarrier")})
    parcels = world.parcels("waved", 2, {"TS-A": 1})
    wave = Wave.objects.get()
    numbered(wave, parcels)
    assert (wave.state, wave.labels_at_table) == ("open", False)


def test_one_released_by_hand_too_early_follows_by_itself(world):
    write_account_carriers({(world.warehouse.pk, "testcarrier")})
    parcels = world.parcels("waved", 2, {"TS-A": 1})
    wave = Wave.objects.get()
    assert release_waves(wave_ids=[wave.pk], **BY).done == []
    numbered(wave, parcels)
    assert wave.state == "printed"


def test_who_gives_numbers_is_listened_to():
    assert "fulfilment.parcel.waybill_assigned" in _subscribers

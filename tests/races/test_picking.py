"""Two pickers with phones on one wave."""

from dataclasses import replace
from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.claim_picks import claim_picks
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.short_picks import short_picks
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_picks import take_picks
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.testing import take_to

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]
ANNA, BERT = ({"actor": replace(BY["actor"], name=name), "at": BY["at"]} for name in ("Anna", "Bert"))


def test_two_pickers_never_take_the_same_task():
    world = make_world(skus=2)
    take_to("printed", world.orders(6))
    wave = Wave.objects.get()

    at_once([partial(claim_picks, wave_ids=[wave.pk], **each) for each in (ANNA, BERT, ANNA, BERT)])
    ids = list(Pick.objects.values_list("pk", flat=True))
    outcomes = at_once([partial(take_picks, pick_ids=ids, **each) for each in (ANNA, BERT, ANNA, BERT)])

    taken = [pk for outcome in outcomes for pk in outcome.done]
    assert sorted(taken) == ids
    assert len(set(Pick.objects.values_list("picker", flat=True))) == 1
    assert broken_promises() == []


def test_short_taken_stopped_and_confirmed_at_once_leaves_nothing_out_of_step():
    world = make_world(skus=2)
    parcel_ids = take_to("printed", world.orders(6))
    wave = Wave.objects.get()
    claim_picks(wave_ids=[wave.pk], **ANNA)
    first = list(Pick.objects.filter(sku=world.skus[0]).values_list("pk", flat=True))
    second = list(Pick.objects.filter(sku=world.skus[1]).values_list("pk", flat=True))

    at_once([
        partial(short_picks, pick_ids=first, found=1, reason="not_found", **ANNA),
        partial(take_picks, pick_ids=second, **ANNA),
        partial(stop_parcels, parcel_ids=parcel_ids[2:4], reason="refund", **BY),
        partial(pick_waves, wave_ids=[wave.pk], **BERT),
    ])  # fmt: skip

    assert set(Parcel.objects.values_list("state", flat=True)) <= {"printed", "picked", "stopped"}
    assert broken_promises() == []

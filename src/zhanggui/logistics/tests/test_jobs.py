"""The jobs: a wave asks for its numbers by itself, two workers never take two, and lost ones are found."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.races.at_once import at_once

from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.clock import now
from zhanggui.logistics import jobs
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.rules import LEASE
from zhanggui.logistics.tests.conftest import requests_of
from zhanggui.orders.testing import ACTOR


@pytest.mark.django_db
def test_a_wave_asks_for_the_numbers_of_its_parcels_with_one_job_each(waved, counter):
    parcels = waved(3)
    built = ProcrastinateJob.objects.get(task_name="logistics.request_waybills_of_waves")
    jobs.request_waybills_of_waves(**built.args)
    taken = ProcrastinateJob.objects.get(task_name="logistics.take_requested_waybills")
    jobs.take_requested_waybills(**taken.args)
    assert Parcel.objects.filter(numbering="given").count() == len(parcels)
    assert app.tasks["logistics.take_requested_waybills"].queue == "push"


@pytest.mark.django_db
def test_what_was_lost_is_taken_by_the_round(waved):
    parcels = waved(2)
    jobs.take_due_waybills(0)
    assert Parcel.objects.filter(numbering="given").count() == 2
    WaybillRequest.objects.filter(parcel=parcels[0]).delete()
    Parcel.objects.filter(pk=parcels[0].pk).update(waybill="", numbering="awaited")
    request_waybills(parcel_ids=[parcels[0].pk], actor=ACTOR, at=now())
    (one,) = requests_of(parcels[:1])
    WaybillRequest.objects.filter(pk=one.pk).update(
        state="asked", asked_at=now() - LEASE - timedelta(seconds=1), tries=1
    )
    jobs.take_due_waybills(0)
    assert requests_of(parcels[:1])[0].state == "given"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_two_numbers_for_one_parcel(waved, counter):
    parcels = waved(6)
    ids = [parcel.pk for parcel in parcels]
    at_once([lambda: request_waybills(parcel_ids=ids, actor=ACTOR, at=now()) for _ in range(4)])
    requests = requests_of(parcels)
    assert len(requests) == 6
    at_once([lambda: take_waybills(request_ids=[one.pk for one in requests], actor=ACTOR, at=now()) for _ in range(4)])
    jobs.take_due_waybills(0)
    assert {one.state for one in requests_of(parcels)} == {"given"}
    given = {number.number for number in counter.numbers.given.values()}
    assert set(Parcel.objects.values_list("waybill", flat=True)) == given
    assert len(given) == 6

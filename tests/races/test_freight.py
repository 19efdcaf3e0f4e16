"""The driver signs while somebody takes a parcel off the list."""

from datetime import time
from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import second_while_open
from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.list_freight import list_freight
from zhanggui.fulfilment.flows.set_freight_stations import FreightStationDraft, set_freight_stations
from zhanggui.fulfilment.flows.sign_freight_runs import sign_freight_runs
from zhanggui.fulfilment.flows.take_off_freight import take_off_freight
from zhanggui.fulfilment.models import FreightLine, FreightRun, Parcel
from zhanggui.fulfilment.testing import take_to

pytestmark = pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)


def test_what_is_taken_off_while_the_driver_signs_stays():
    world = make_world()
    stays, goes = take_to("weighed", world.orders(2))
    carrier = Parcel.objects.get(pk=stays).carrier
    set_freight_stations(stations=[FreightStationDraft(world.warehouse.pk, carrier, time(8), "")], **BY)
    list_freight(parcel_ids=[stays, goes], driver="Zhao", plate="A1", **BY)
    line, run = FreightLine.objects.get(parcel_id=stays), FreightRun.objects.get()

    signed = second_while_open(
        partial(take_off_freight, line_ids=[line.pk], reason="no room", **BY),
        partial(sign_freight_runs, run_ids=[run.pk], **BY),
    )

    assert signed.done == [run.pk]
    assert dict(Parcel.objects.order_by("pk").values_list("pk", "state")) == {stays: "weighed", goes: "shipped"}
    assert broken_promises() == []

"""The driver signs while somebody takes a parcel off the list."""

from datetime import time
from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once, second_while_open
from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.list_freight import list_freight
from zhanggui.fulfilment.flows.set_freight_stations import FreightStationDraft, set_freight_stations
from zhanggui.fulfilment.flows.sign_freight_runs import sign_freight_runs
from zhanggui.fulfilment.flows.take_off_freight import take_off_freight
from zhanggui.fulfilment.models import FreightLine, FreightRun, Parcel
from zhanggui.fulfilment.testing import take_to

pytestmark = pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)


@pytest.fixture
def listed() -> list[int]:
    """Two weighed parcels on one list."""
    world = make_world()
    parcel_ids = take_to("weighed", world.orders(2))
    carrier = Parcel.objects.get(pk=parcel_ids[0]).carrier
    set_freight_stations(stations=[FreightStationDraft(world.warehouse.pk, carrier, time(8), "")], **BY)
    list_freight(parcel_ids=parcel_ids, driver="Zhao", plate="A1", **BY)
    return parcel_ids


def test_what_is_taken_off_while_the_driver_signs_stays(listed: list[int]) -> None:
    stays, goes = listed
    line, run = FreightLine.objects.get(parcel_id=stays), FreightRun.objects.get()

    signed = second_while_open(
        partial(take_off_freight, line_ids=[line.pk], reason="no room", **BY),
        partial(sign_freight_runs, run_ids=[run.pk], **BY),
    )

    assert signed.done == [run.pk]
    assert dict(Parcel.objects.order_by("pk").values_list("pk", "state")) == {stays: "weighed", goes: "shipped"}
    assert broken_promises() == []


def test_what_the_driver_signs_for_is_not_taken_off(listed: list[int]) -> None:
    line, run = FreightLine.objects.get(parcel_id=listed[0]), FreightRun.objects.get()

    taken = second_while_open(
        partial(sign_freight_runs, run_ids=[run.pk], **BY),
        partial(take_off_freight, line_ids=[line.pk], reason="no room", **BY),
    )

    assert taken.refused[line.pk].code() == "freight_run_signed"
    assert not FreightLine.objects.filter(is_off=True).exists()


def test_signed_at_two_tables_it_leaves_once(listed: list[int]) -> None:
    run = FreightRun.objects.get()

    outcomes = at_once([partial(sign_freight_runs, run_ids=[run.pk], **BY)] * 3)

    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 0, 1]
    assert {refusal.code() for one in outcomes for refusal in one.refused.values()} == {"freight_run_signed"}
    assert broken_promises() == []

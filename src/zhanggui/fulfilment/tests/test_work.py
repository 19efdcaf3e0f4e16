"""Figures of work: who did how much, where and how fast; pauses do not count, and sums agree with what they sum."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from zhanggui.fulfilment.flows.sum_work import sum_work
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import WorkHour
from zhanggui.fulfilment.working.figures import hours_of_work, sums_by
from zhanggui.kernel.clock import company_day
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
ANNA = replace(ACTOR, name="Anna", user_id=1, station="table-1")
DAY = company_day(AT)


def scan(parcel, code, after_s, actor=ANNA):
    return verify_scan(
        waybill=parcel.waybill, barcode=code, client_id=uuid4(), actor=actor, at=AT + timedelta(seconds=after_s)
    )


def verify_line(*, actor=ACTOR):
    sums = sums_by(hours_of_work(DAY, DAY, actor=actor), "person")
    return next((line for line in sums if (line.name, line.post) == ("Anna", "verify")), None)


def work(world):
    first, second = world.parcels("picked", 2)
    for after_s, code in ((0, "111"), (10, "999"), (20, "111"), (30, "222")):
        scan(first, code, after_s)
    for after_s, code in ((2_000, "111"), (2_008, "111"), (2_020, "222")):
        scan(second, code, after_s)
    return first, second


def test_scans_errors_and_seconds_without_pauses(world):
    work(world)
    line = verify_line()
    assert (line.deeds, line.errors, line.done, line.pieces, line.busy_s) == (7, 1, 2, 6, 50)
    assert (line.seconds_each, line.error_rate) == (25.0, 14.3)


def test_summed_hours_say_the_same_and_are_summed_once(world):
    work(world)
    before = hours_of_work(DAY, DAY, actor=ACTOR)
    later = AT + timedelta(hours=3)
    assert sum_work(actor=ACTOR, at=later).done
    assert WorkHour.objects.count() == len(before)
    assert sorted(hours_of_work(DAY, DAY, actor=ACTOR)) == sorted(before)
    assert sum_work(actor=ACTOR, at=later).done == []


def test_each_table_and_each_person_by_themselves(world):
    first, second = world.parcels("verified", 2)
    for number, parcel in enumerate((first, second), start=1):
        actor = replace(ANNA, station=f"scale-{number}")
        weigh_parcels(grams={parcel.pk: parcel.expected_g + 40}, actor=actor, at=AT + timedelta(seconds=number * 20))
    hours = hours_of_work(DAY, DAY, actor=ACTOR)
    scales = [(line.name, line.done) for line in sums_by(hours, "station") if line.post == "weigh"]
    assert scales == [("scale-1", 1), ("scale-2", 1)]
    (line,) = [line for line in sums_by(hours, "person") if line.post == "weigh"]
    assert (line.name, line.done, line.busy_s) == ("Anna", 2, 20)


def test_people_are_told_apart_by_their_accounts(world):
    """Another Anna is a line of her own; Anna who is called Ann since is still one."""
    first, second = world.parcels("picked", 2)
    for who, parcel in ((ANNA, first), (replace(ANNA, user_id=2), second)):
        for after_s, code in enumerate(("111", "111", "222")):
            scan(parcel, code, after_s, actor=who)
    scan(first, "999", 9, actor=replace(ANNA, name="Ann"))
    for _ in range(2):
        lines = [line for line in sums_by(hours_of_work(DAY, DAY, actor=ACTOR), "person") if line.post == "verify"]
        assert sorted((line.done, line.deeds) for line in lines) == [(1, 3), (1, 4)]
        sum_work(actor=ACTOR, at=AT + timedelta(hours=3))


def test_ones_own_to_each_and_all_to_leads(world):
    work(world)
    verifier = replace(ANNA, grants=frozenset({"see_parcels"}))
    assert verify_line(actor=verifier).done == 2
    assert verify_line(actor=replace(verifier, user_id=2)) is None
    assert verify_line(actor=replace(verifier, user_id=2, grants=frozenset({"see_work"}))).done == 2
    assert verify_line(actor=replace(verifier, warehouse_ids=frozenset({0}))) is None


def test_the_page_its_plot_and_its_file(world, signed_in):
    work(world)
    lead = signed_in("warehouse_manager")
    asked = f"?from={DAY}&to={DAY}&post=verify"
    assert "Anna" in lead.get(f"/reports/work{asked}").content.decode()
    plot = lead.get(f"/reports/work{asked}", headers={"accept": "application/json"}).json()
    assert plot == {"hours": ["10:00"], "series": [{"name": "Verify", "counts": [2]}]}
    lines = lead.get(f"/reports/work{asked}&export=1").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Anna,Verify,2,6,7,1,14.3,25.0")
    assert lines[2].startswith("Together,Verify,2,6,7,1,14.3,25.0")
    own = signed_in("picker", name="p").get(f"/reports/work{asked}").content.decode()
    assert "Nothing was done" in own

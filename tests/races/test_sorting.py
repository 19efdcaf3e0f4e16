"""Many hands at one put wall."""

from collections import Counter
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, World, broken_promises, make_world
from zhanggui.fulfilment.flows.sort_scan import SortAnswer, sort_scan
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.undo_sorts import undo_sorts
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.models import Parcel, ParcelLine, Sort, Wave
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.models import Fact

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]
STATIONS = 8


def picked_wave(world: World, *, parcels: int, units: int = 1) -> tuple[str, list[int]]:
    ids = take_to("picked", world.orders(parcels, units=units))
    return Wave.objects.get().number, ids


def put(world: World, wave: str, client_id: Any = None) -> SortAnswer:
    return sort_scan(wave=wave, barcode=world.barcode(world.skus[0]), client_id=client_id or uuid4(), **BY)


def test_eight_stations_with_the_same_goods_fill_every_need_once():
    world = make_world()
    wave, _ = picked_wave(world, parcels=20, units=2)

    answers = at_once([partial(put, world, wave)] * 45, hands=STATIONS)

    assert Counter(answer.result for answer in answers) == {"piece_sorted": 20, "cell_complete": 20, "extra": 5}
    cells = Counter(answer.cell for answer in answers if answer.cell)
    assert cells == dict.fromkeys(range(1, 21), 2)
    assert set(ParcelLine.objects.values_list("sorted", flat=True)) == {2}
    assert sorted(Fact.objects.filter(name="fulfilment.parcel.sorted").values_list("subject_id", flat=True)) == sorted(
        Parcel.objects.values_list("pk", flat=True)
    )
    assert Sort.objects.count() == 45
    assert broken_promises() == []


def test_eight_pieces_at_the_same_moment_go_to_eight_needs():
    world = make_world()
    wave, _ = picked_wave(world, parcels=4, units=2)

    answers = at_once([partial(put, world, wave)] * STATIONS)

    assert Counter(answer.cell for answer in answers) == {1: 2, 2: 2, 3: 2, 4: 2}
    assert sum(answer.is_complete for answer in answers) == 4


def test_one_pull_sent_ten_times_has_one_place():
    world = make_world()
    wave, _ = picked_wave(world, parcels=3)

    answers = at_once([partial(put, world, wave, uuid4())] * 10)

    assert {(answer.result, answer.cell) for answer in answers} == {("cell_complete", 1)}
    assert sum(answer.is_repeated for answer in answers) == 9
    assert Sort.objects.count() == 1


def test_stopping_sorting_and_verifying_at_once_lose_no_piece():
    world = make_world()
    wave, ids = picked_wave(world, parcels=6, units=2)
    waybill = Parcel.objects.get(pk=ids[0]).waybill
    barcode = world.barcode(world.skus[0])
    verifying = partial(verify_scan, waybill=waybill, barcode=barcode, **BY)

    answers = at_once(
        [
            *[partial(put, world, wave)] * 12,
            *[partial(verifying, client_id=uuid4()) for _ in range(2)],
            partial(stop_parcels, parcel_ids=ids[4:], reason="refund", **BY),
        ]
    )

    placed = Counter(answer.parcel_id for answer in answers[:12] if answer.parcel_id)
    assert all(count <= 2 for count in placed.values())
    for line in ParcelLine.objects.all():
        assert line.sorted <= line.picked
        assert placed[line.parcel_id] <= line.sorted or line.parcel_id == ids[0]
    assert Sort.objects.filter(result="to_basket").exclude(parcel_id__in=ids[4:]).count() == 0
    assert broken_promises() == []


def test_one_undo_sent_ten_times_at_once_takes_one_piece_back():
    world = make_world()
    wave, _ = picked_wave(world, parcels=3)
    for _ in range(3):
        put(world, wave)
    pull = uuid4()

    at_once([partial(undo_sorts, wave=wave, client_id=pull, **BY)] * 10)

    assert Sort.objects.filter(result="undone").count() == 1
    assert sum(ParcelLine.objects.values_list("sorted", flat=True)) == 2
    assert broken_promises() == []

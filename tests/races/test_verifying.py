"""Many verifying tables at once: on one wave, on one code, on one parcel that somebody starts again."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.print_table_labels import print_table_labels
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.undo_scans import undo_scans
from zhanggui.fulfilment.flows.verify_item import verify_item
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob, Scan, Wave
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.flows.add_codes import add_codes
from zhanggui.inventory.models import UniqueCode
from zhanggui.inventory.unique_codes import CodeDraft
from zhanggui.kernel.models import Fact

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


def hot_wave(orders, *, units=1):
    world = make_world()
    parcels = list(Parcel.objects.filter(pk__in=take_to("picked", world.orders(orders, units=units))))
    item = partial(verify_item, wave_id=parcels[0].wave_id, barcode=world.barcode(world.skus[0]), **BY)
    return world, parcels, item


def test_twenty_tables_scanning_one_item_get_twenty_parcels():
    _, parcels, item = hot_wave(20)

    answers = at_once([partial(item, client_id=uuid4()) for _ in range(25)])

    assert sorted(answer.result for answer in answers) == ["none_waiting"] * 5 + ["parcel_done"] * 20
    chosen = [answer.parcel_id for answer in answers if answer.parcel_id]
    assert sorted(chosen) == sorted(parcel.pk for parcel in parcels)
    assert Fact.objects.filter(name="fulfilment.parcel.verified").count() == 20
    assert broken_promises() == []


def test_half_as_many_tables_take_the_half_that_is_due_first():
    _, parcels, item = hot_wave(12)
    due = sorted(parcels, key=lambda parcel: (parcel.ship_by, parcel.pk))

    answers = at_once([partial(item, client_id=uuid4()) for _ in range(6)])

    assert {answer.parcel_id for answer in answers} == {parcel.pk for parcel in due[:6]}


def test_tables_that_scan_one_item_at_once_print_a_label_each_of_those_due_first():
    world = make_world()
    take_to("waved", world.orders(8))
    wave = Wave.objects.get()
    release_waves(wave_ids=[wave.pk], **BY).one()
    pick_waves(wave_ids=[wave.pk], **BY).one()
    due = list(Parcel.objects.order_by("ship_by", "pk").values_list("pk", flat=True))

    def at_table(number):
        by = BY | {"actor": replace(BY["actor"], station=f"T{number % 3}")}
        scanned = verify_item(wave_id=wave.pk, barcode=world.barcode(world.skus[0]), client_id=uuid4(), **by)
        print_table_labels(parcel_ids=[scanned.parcel_id], **by).one()
        return scanned.parcel_id

    assert sorted(at_once([partial(at_table, number) for number in range(6)])) == sorted(due[:6])
    assert sorted(PrintDocument.objects.values_list("parcel_id", flat=True)) == sorted(due[:6])
    assert sorted(PrintJob.objects.values_list("table", "labels")) == [("T0", 2), ("T1", 2), ("T2", 2)]
    assert broken_promises() == []


def test_one_label_asked_for_ten_times_at_once_is_printed_once():
    world = make_world()
    take_to("waved", world.orders(1))
    wave = Wave.objects.get()
    release_waves(wave_ids=[wave.pk], **BY).one()
    pick_waves(wave_ids=[wave.pk], **BY).one()
    chosen = verify_item(wave_id=wave.pk, barcode=world.barcode(world.skus[0]), client_id=uuid4(), **BY)

    at_once([partial(print_table_labels, parcel_ids=[chosen.parcel_id], **BY)] * 10)

    assert (PrintDocument.objects.count(), Parcel.objects.get().prints) == (1, 1)


def test_one_pull_at_an_item_sent_ten_times_takes_one_parcel():
    _, _, item = hot_wave(5)

    answers = at_once([partial(item, client_id=uuid4())] * 10)

    assert len({(answer.parcel_id, answer.result) for answer in answers}) == 1
    assert Parcel.objects.filter(state="verified").count() == 1
    assert sum(answer.is_repeated for answer in answers) == 9


def test_items_are_chosen_while_parcels_stop():
    _, parcels, item = hot_wave(12)
    stops = [partial(stop_parcels, parcel_ids=[parcel.pk], reason="refund", **BY) for parcel in parcels[:6]]

    at_once([*stops, *(partial(item, client_id=uuid4()) for _ in range(6))])

    stopped = Parcel.objects.filter(pk__in=[parcel.pk for parcel in parcels[:6]])
    assert set(stopped.values_list("state", flat=True)) == {"stopped"}
    assert broken_promises() == []


def test_one_code_scanned_into_ten_parcels_is_in_one():
    world = make_world()
    sku = world.skus[0]
    set_tracking(sku_ids=[sku.pk], tracking="code", verify_by_count=False, **BY)
    add_codes(codes=[CodeDraft("SN1", sku.pk, world.warehouse.pk)], **BY)
    parcels = Parcel.objects.filter(pk__in=take_to("picked", world.orders(10)))

    answers = at_once(
        [partial(verify_scan, waybill=one.waybill, barcode="SN1", client_id=uuid4(), **BY) for one in parcels]
    )

    assert sorted(answer.result for answer in answers) == ["code_gone"] * 9 + ["parcel_done"]
    assert UniqueCode.objects.get().state == "in_parcel"
    assert broken_promises() == []


def test_scans_and_undos_of_one_parcel_lose_no_count():
    world, (parcel,), _ = hot_wave(1, units=60)
    scan = partial(verify_scan, waybill=parcel.waybill, barcode=world.barcode(world.skus[0]), **BY)
    undo = partial(undo_scans, waybill=parcel.waybill, **BY)
    for _ in range(10):
        scan(client_id=uuid4())

    at_once([partial(step, client_id=uuid4()) for step in [scan] * 20 + [undo] * 10])

    parcel.refresh_from_db()
    assert parcel.units_verified == 20
    assert Scan.objects.filter(result="undone").count() == 10
    assert broken_promises() == []


def test_two_who_start_a_parcel_again_do_it_once():
    world, (parcel,), _ = hot_wave(1, units=9)
    for _ in range(5):
        verify_scan(waybill=parcel.waybill, barcode=world.barcode(world.skus[0]), client_id=uuid4(), **BY)

    at_once([partial(undo_scans, waybill=parcel.waybill, whole=True, client_id=uuid4(), **BY)] * 2)

    parcel.refresh_from_db()
    assert parcel.units_verified == 0
    assert Scan.objects.filter(result="undone").count() == 5
    assert broken_promises() == []


def test_two_who_add_one_code_add_it_once():
    world = make_world()
    sku = world.skus[0]
    set_tracking(sku_ids=[sku.pk], tracking="code", verify_by_count=False, **BY)
    drafts = [CodeDraft("SN1", sku.pk, world.warehouse.pk)]

    at_once([partial(add_codes, codes=drafts, **BY)] * 6)

    assert UniqueCode.objects.count() == 1
    assert Fact.objects.filter(name="inventory.codes.added").count() == 1

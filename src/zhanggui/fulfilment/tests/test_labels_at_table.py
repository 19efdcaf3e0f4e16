"""A hot wave is picked as a sum of pieces; each label comes at the table, with the item that chose its parcel."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.world import broken_promises

from zhanggui.fulfilment.columns import parcel_marks
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.print_table_labels import print_table_labels
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.flows.set_strategies import StrategyDraft, set_strategies
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.verify_item import verify_item
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob, Wave, WaveStrategy
from zhanggui.fulfilment.papers import pick_rows
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def table(world, signed_in):
    return Table(signed_in("verifier"))


def released(world, count, units=1):
    """A wave of one item, to be picked without a label; the last parcel is due first. Its parcels as they are due."""
    parcels = world.parcels("waved", count, {"TS-A": units})
    for number, parcel in enumerate(parcels):
        due = AT - timedelta(hours=number)
        Order.objects.filter(pk=parcel.order_id).update(ship_by=due)
        Parcel.objects.filter(pk=parcel.pk).update(ship_by=due)
    wave = Wave.objects.get()
    release_waves(wave_ids=[wave.pk], **BY).one()
    wave.refresh_from_db()
    return list(Parcel.objects.filter(wave=wave).order_by("ship_by")), wave


def on_tables(world, count, units=1):
    parcels, wave = released(world, count, units)
    pick_waves(wave_ids=[wave.pk], **BY).one()
    return parcels, wave


def test_a_released_wave_is_picked_as_a_sum_of_pieces_before_any_label(world):
    parcels, wave = released(world, 3, units=2)
    assert (wave.state, wave.labels_at_table) == ("printed", True)
    assert len({parcel.waybill for parcel in parcels} - {""}) == 3
    assert {(parcel.state, parcel.prints) for parcel in parcels} == {("printed", 0)}
    assert [(row.quantity, row.cells) for row in pick_rows(wave.pk)] == [(6, ())]
    assert parcel_marks([parcels[0].pk])[parcels[0].pk][0]["label"] == "Label at the table"
    pick_waves(wave_ids=[wave.pk], **BY).one()
    assert PrintDocument.objects.count() == 0
    assert broken_promises() == []


def test_each_item_brings_the_label_of_the_parcel_due_first(world, table):
    parcels, wave = on_tables(world, 3)
    table.scan(wave.number)
    answers = [table.scan("111") for _ in parcels]

    (job,) = PrintJob.objects.all()
    assert [answer["opens"] for answer in answers] == [f"/print/jobs/{job.pk}#{number}" for number in (1, 2, 3)]
    documents = job.documents.order_by("sequence")
    assert list(documents.values_list("waybill", flat=True)) == [parcel.waybill for parcel in parcels]
    assert set(Parcel.objects.values_list("state", "prints", "label_proven_at")) == {("verified", 1, None)}
    assert table.scan("111")["code"] == "none_waiting"
    assert broken_promises() == []


def test_only_the_printer_or_a_person_proves_the_label(world, table):
    (first, second), wave = on_tables(world, 2)
    table.scan(wave.number)
    url = table.scan("111")["opens"].partition("#")[0]
    assert table.client.get(url).status_code == 200
    post = {"content_type": "application/json"}
    (sent,) = table.client.post(f"{url}/take", {"limit": 5}, **post).json()["documents"]
    assert sent["waybill"] == first.waybill
    table.client.post(f"{url}/told", {"results": [{"id": sent["id"], "print": 1, "state": "printed"}]}, **post)
    first.refresh_from_db()
    assert (first.label_proven_at is not None, PrintJob.objects.get().state) == (True, "done")

    assert table.scan("111")["opens"] == f"{url}#2"
    (sent,) = table.client.post(f"{url}/take", {"limit": 5}, **post).json()["documents"]
    assert sent["waybill"] == second.waybill


def test_a_printer_lost_in_the_middle_leaves_what_can_be_gone_on_with(world, table):
    (first, _), wave = on_tables(world, 2)
    table.scan(wave.number)
    url = table.scan("111")["opens"].partition("#")[0]
    post = {"content_type": "application/json"}
    (sent,) = table.client.post(f"{url}/take", {"limit": 5}, **post).json()["documents"]
    table.client.post(f"{url}/told", {"results": [{"id": sent["id"], "print": 1, "state": "failed"}]}, **post)

    assert table.scan("LABEL")["opens"] == f"{url}#1"
    table.context = {}
    opened = table.scan(wave.number)
    assert (opened["tone"], f"#{first.cell}" in opened["detail"]) == ("warn", True)
    again = table.scan(f"#{first.cell}")
    assert (again["opens"], again["detail"]) == (f"{url}#1", "Label: Not printed")
    assert table.client.post(f"{url}/again", {}, **post).json()["done"] == 1
    first.refresh_from_db()
    assert (first.prints, first.waybill) == (2, sent["waybill"])


def test_the_same_pull_twice_brings_one_label(world, table):
    _, wave = on_tables(world, 3)
    table.scan(wave.number)
    pull = uuid4()
    answer = table.scan("111", scan_id=pull, keep=False)
    assert table.scan("111", scan_id=pull, keep=False) == answer
    assert PrintDocument.objects.count() == 1


def test_a_table_that_died_before_the_label_gets_it_with_the_cell(world, table):
    (first, _), wave = on_tables(world, 2)
    verify_item(wave_id=wave.pk, barcode="111", client_id=uuid4(), **BY)
    table.scan(wave.number)
    assert table.scan(f"#{first.cell}")["opens"].endswith("#1")
    assert Parcel.objects.get(pk=first.pk).prints == 1


def test_two_pieces_bring_one_label_with_the_first(world, table):
    (first, _), wave = on_tables(world, 2, units=2)
    table.scan(wave.number)
    assert table.scan("111")["opens"].endswith("#1")
    assert (table.scan("111")["opens"], Parcel.objects.get(pk=first.pk).prints) == ("", 1)


def test_no_table_may_print_at_another(world, table, signed_in):
    _, wave = on_tables(world, 1)
    table.scan(wave.number)
    url = table.scan("111")["opens"].partition("#")[0]
    assert signed_in("verifier", name="ben").get(url).status_code == 403


def test_what_stops_before_it_is_picked_leaves_the_wave_and_its_counts(world):
    (first, second), wave = released(world, 2)
    stop_parcels(parcel_ids=[first.pk], reason="refund", **BY).one()
    first.refresh_from_db()
    wave.refresh_from_db()
    assert (first.state, first.wave_id, wave.parcel_count, wave.units) == ("void", None, 1, 1)
    assert [row.quantity for row in pick_rows(wave.pk)] == [1]
    stop_parcels(parcel_ids=[second.pk], reason="refund", **BY).one()
    assert Wave.objects.get().state == "cancelled"
    assert broken_promises() == []


def test_the_piece_of_a_stopped_parcel_is_named_at_the_table(world, table):
    (first, _), wave = on_tables(world, 2)
    stop_parcels(parcel_ids=[first.pk], reason="refund", **BY).one()
    table.scan(wave.number)
    assert table.scan("111")["sound"] == "done"
    left = table.scan("111")
    assert (left["code"], left["sound"], first.waybill in left["headline"]) == ("piece_of_stopped", "stopped", True)
    empty_basket(parcel_ids=[first.pk], **BY).one()
    assert table.scan("111")["code"] == "none_waiting"
    assert broken_promises() == []


def test_a_parcel_put_on_hold_is_passed_over_and_gets_no_label(world, table):
    (first, second), wave = on_tables(world, 2)
    Order.objects.filter(pk=first.order_id).update(open_holds=1)
    assert print_table_labels(parcel_ids=[first.pk], **BY).refused[first.pk].code() == "order_held"
    table.scan(wave.number)
    assert table.scan("111")["context"]["last"] == second.waybill
    assert table.scan("111")["code"] == "piece_of_held"


def test_who_is_kicked_out_still_gets_the_label_at_the_table(world):
    (first, _), wave = released(world, 2)
    kick_out_parcels(parcel_ids=[first.pk], **BY).one()
    wave.refresh_from_db()
    own = Wave.objects.get(parcels=first)
    assert (wave.parcel_count, wave.units) == (1, 1)
    assert (own.labels_at_table, own.state, own.parcel_count) == (True, "printed", 1)
    assert pick_waves(wave_ids=[wave.pk, own.pk], **BY).refused == {}
    assert broken_promises() == []


def test_a_held_parcel_keeps_its_wave_from_being_picked(world):
    parcels = world.parcels("waved", 2, {"TS-A": 1})
    hold_orders(order_ids=[parcels[0].order_id], note="wait", **BY)
    wave = Wave.objects.get()
    refusal = release_waves(wave_ids=[wave.pk], **BY).refused[wave.pk]
    assert (refusal.code(), Wave.objects.get().state) == ("not_all_released", "open")


def test_a_wave_of_several_goods_is_not_released(world):
    world.parcel("waved")
    wave = Wave.objects.get()
    assert release_waves(wave_ids=[wave.pk], **BY).refused[wave.pk].code() == "wave_is_sorted"
    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.update(labels_at_table=True)


def test_no_parcel_is_weighed_without_a_label(world):
    (parcel,), wave = on_tables(world, 1)
    verify_item(wave_id=wave.pk, barcode="111", client_id=uuid4(), **BY)
    assert weigh_parcels(grams={parcel.pk: 240}, **BY).refused[parcel.pk].code() == "label_not_numbered"
    with pytest.raises(IntegrityError), transaction.atomic():
        Parcel.objects.update(state="weighed")


def test_a_strategy_makes_waves_that_may_be_picked_at_once(world):
    world.parcels("planned", 2, {"TS-A": 1})
    draft = StrategyDraft(world.warehouse.pk, "hot", "hot", hot_from=2, labels_at_table=True)
    set_strategies(strategies=[draft], **BY).one()
    mixed = draft._replace(name="all", kind="")
    assert set_strategies(strategies=[mixed], **BY).refused["all"].code() == "labels_too_late"
    run_strategies(strategy_ids=[WaveStrategy.objects.get().pk], **BY).one()
    wave = Wave.objects.get()
    assert (wave.kind, wave.state, wave.labels_at_table) == ("hot", "printed", True)

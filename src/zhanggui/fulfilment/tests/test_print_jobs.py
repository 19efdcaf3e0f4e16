"""Labels are given to a printer once, and a wave is picked when each of them is proven to be out."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.drop_print_documents import drop_print_documents
from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.record_print_results import record_print_results
from zhanggui.fulfilment.flows.reprint_labels import reprint_labels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_print_documents import take_print_documents
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob, Wave
from zhanggui.fulfilment.printing import print_labels_again, print_waves
from zhanggui.fulfilment.rules.print_results import PrintTold
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def job_of(world, count=3):
    """A wave whose labels lie ready in one job."""
    parcels = world.parcels("waved", count)
    print_waves(wave_ids=[parcels[0].wave_id], **BY)
    return PrintJob.objects.get(), list(Parcel.objects.order_by("cell"))


def told(state, *sequences, number=1, words=""):
    documents = PrintDocument.objects.filter(sequence__in=sequences).values_list("pk", flat=True)
    return record_print_results(results=[PrintTold(pk, number, state, "Zebra", words) for pk in documents], **BY)


def states():
    return list(PrintDocument.objects.order_by("sequence").values_list("state", flat=True))


def wave():
    return Wave.objects.get()


def test_a_wave_is_picked_only_when_every_label_is_proven(world):
    job, parcels = job_of(world)
    assert [one.cell for one in parcels] == list(
        job.documents.order_by("sequence").values_list("parcel__cell", flat=True)
    )
    assert len(take_print_documents(job_ids=[job.pk], **BY).done) == 3
    told("printed", 1, 2)
    refusal = pick_waves(wave_ids=[wave().pk], **BY).refused[wave().pk]
    assert refusal.code() == "wave_not_printed"

    told("printed", 3)
    assert wave().state == "printed"
    assert PrintJob.objects.get().state == "done"
    assert pick_waves(wave_ids=[wave().pk], **BY).done == [wave().pk]
    assert Fact.objects.filter(name="fulfilment.parcel.label_proven").count() == 3


def test_a_label_is_handed_out_once(world):
    job, _ = job_of(world)
    assert len(take_print_documents(job_ids=[job.pk], limit=2, **BY).done) == 2
    assert len(take_print_documents(job_ids=[job.pk], limit=2, **BY).done) == 1
    assert take_print_documents(job_ids=[job.pk], limit=2, **BY).done == []


def test_a_parcel_is_in_one_open_job_and_its_print_in_one_job_for_ever(world):
    _, parcels = job_of(world, 1)
    again = open_print_jobs(parcel_ids=[parcels[0].pk], **BY)
    assert again.refused[parcels[0].pk].code() == "already_at_printer"

    confirm_prints(parcel_ids=[parcels[0].pk], **BY)
    again = open_print_jobs(parcel_ids=[parcels[0].pk], **BY)
    assert again.refused[parcels[0].pk].code() == "label_given_out"
    assert PrintJob.objects.count() == 1


def test_the_database_knows_a_print_once(world):
    job, parcels = job_of(world, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintDocument.objects.create(
            job=job, parcel=parcels[0], sequence=2, waybill=parcels[0].waybill, print_number=1, state="dropped"
        )


@pytest.mark.parametrize(
    ("said", "then"),
    [
        (["printed", "printed"], "printed"),
        (["printed", "failed"], "printed"),
        (["failed", "printed"], "printed"),
        (["unknown", "failed"], "failed"),
        (["unknown", "printed", "unknown"], "printed"),
        (["failed", "unknown"], "failed"),
    ],
)
def test_whatever_order_it_is_said_in(world, said, then):
    job, _ = job_of(world, 1)
    take_print_documents(job_ids=[job.pk], **BY)
    for state in said:
        told(state, 1)
    assert states() == [then]
    assert Fact.objects.filter(name="fulfilment.parcel.label_proven").count() == (then == "printed")


def test_nothing_is_said_of_a_label_that_was_not_given_out(world):
    job_of(world, 1)
    told("printed", 1)
    assert states() == ["waiting"]


def test_a_jam_is_printed_again_by_its_numbers(world):
    job, parcels = job_of(world, 4)
    take_print_documents(job_ids=[job.pk], **BY)
    told("printed", 1, 2, 3, 4)
    waybills = [one.waybill for one in parcels]

    jammed = list(job.documents.filter(sequence__range=(2, 3)).values_list("pk", flat=True))
    assert len(reprint_labels(document_ids=jammed, **BY).done) == 2
    assert states() == ["printed", "waiting", "waiting", "printed"]
    assert PrintJob.objects.get().state == "open"
    assert list(Parcel.objects.order_by("cell").values_list("prints", flat=True)) == [1, 2, 2, 1]
    assert list(Parcel.objects.order_by("cell").values_list("waybill", flat=True)) == waybills
    assert wave().state == "printed"  # it was proven before: nobody's picking stops

    take_print_documents(job_ids=[job.pk], **BY)
    told("printed", 2, 3)  # a late word on the first print
    assert states() == ["printed", "sent", "sent", "printed"]
    told("printed", 2, 3, number=2)
    assert states() == ["printed"] * 4
    assert PrintJob.objects.get().state == "done"


def test_what_was_not_sent_is_not_printed_again(world):
    job, _ = job_of(world, 1)
    document = job.documents.get()
    assert reprint_labels(document_ids=[document.pk], **BY).refused[document.pk].code() == "label_not_sent"


def test_a_stopped_parcel_leaves_the_job_and_its_wave_waits_no_more(world):
    job, parcels = job_of(world, 2)
    take_print_documents(job_ids=[job.pk], limit=1, **BY)
    told("printed", 1)
    stop_parcels(parcel_ids=[parcels[1].pk], reason="refund", **BY)
    assert wave().state == "printed"
    assert take_print_documents(job_ids=[job.pk], **BY).done == []
    assert states() == ["printed", "dropped"]
    assert PrintJob.objects.get().state == "done"
    assert reprint_labels(document_ids=[job.documents.get(sequence=2).pk], **BY).done == []


def test_someone_who_saw_them_says_so(world):
    job, parcels = job_of(world, 2)
    take_print_documents(job_ids=[job.pk], **BY)
    told("failed", 1, words="paper jam")
    ids = [one.pk for one in parcels]
    assert confirm_prints(parcel_ids=ids, **BY).done == ids
    assert confirm_prints(parcel_ids=ids, **BY).done == ids  # saying it twice is saying it once
    assert (wave().state, states()) == ("printed", ["printed", "printed"])
    assert Fact.objects.filter(name="fulfilment.parcel.label_proven").count() == 2


def test_a_program_that_prints_by_itself_only_confirms(world):
    parcels = world.parcels("waved", 2)
    ids = [one.pk for one in parcels]
    assert confirm_prints(parcel_ids=ids, **BY).done == []
    print_parcels(parcel_ids=ids, **BY)
    confirm_prints(parcel_ids=ids, **BY)
    assert wave().state == "printed"


def test_reprinting_from_a_list_counts_wherever_the_label_is(world):
    job, parcels = job_of(world, 2)
    take_print_documents(job_ids=[job.pk], **BY)
    told("printed", 1)
    ids = [one.pk for one in parcels]
    assert sorted(print_labels_again(parcel_ids=ids, **BY).done) == sorted(ids)
    assert set(Parcel.objects.values_list("prints", flat=True)) == {2}
    assert PrintDocument.objects.filter(job=job).order_by("sequence").values_list("state", "print_number")[1] == (
        "waiting",
        2,
    )
    assert PrintDocument.objects.exclude(job=job).values_list("state", "print_number", "parcel_id").get() == (
        "waiting", 2, ids[0],
    )  # fmt: skip


def test_left_out_labels_keep_the_wave_waiting(world):
    job, _ = job_of(world, 1)
    drop_print_documents(document_ids=[job.documents.get().pk], **BY)
    assert (states(), PrintJob.objects.get().state, wave().state) == (["dropped"], "done", "open")


def test_other_warehouses_see_nothing_of_it(world):
    job, parcels = job_of(world, 1)
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    by: dict[str, Any] = {"actor": stranger, "at": AT}
    document = job.documents.get()
    assert take_print_documents(job_ids=[job.pk], **by).done == []
    assert confirm_prints(parcel_ids=[parcels[0].pk], **by).done == []
    assert reprint_labels(document_ids=[document.pk], **by).done == []
    assert drop_print_documents(document_ids=[document.pk], **by).done == []
    assert record_print_results(results=[PrintTold(document.pk, 1, "printed")], **by).done == []
    assert states() == ["waiting"]


def test_printing_costs_the_same_for_many(world):
    counts = []
    for size in (1, 20):
        parcels = world.parcels("waved", size)
        ids = [one.pk for one in parcels]
        with CaptureQueriesContext(connection) as heard:
            print_parcels(parcel_ids=ids, **BY)
            open_print_jobs(parcel_ids=ids, **BY)
            job = PrintJob.objects.order_by("-pk")[0]
            done = take_print_documents(job_ids=[job.pk], **BY).done
            record_print_results(results=[PrintTold(pk, 1, "printed") for pk in done], **BY)
            confirm_prints(parcel_ids=ids, **BY)
            reprint_labels(document_ids=done, **BY)
            drop_print_documents(document_ids=done, **BY)
        counts.append(len(heard))
    assert counts[0] == counts[1]


def test_a_parcel_whose_label_is_proven_is_reprinted_in_a_job_of_its_own(world):
    parcel = world.parcel("picked")
    reprint_parcels(parcel_ids=[parcel.pk], **BY)
    assert open_print_jobs(parcel_ids=[parcel.pk], **BY).done == [parcel.pk]
    assert PrintDocument.objects.get().print_number == 2

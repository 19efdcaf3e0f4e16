"""Two clerks at one wave: no label is given out twice, and whoever proves the last one lets the wave be picked."""

from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, make_world
from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.record_print_results import record_print_results
from zhanggui.fulfilment.flows.reprint_labels import reprint_labels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_print_documents import take_print_documents
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob, Wave
from zhanggui.fulfilment.printing import print_labels
from zhanggui.fulfilment.rules.print_results import PrintTold
from zhanggui.fulfilment.testing import take_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def job_of(count):
    parcel_ids = take_to("waved", make_world().orders(count))
    assert print_labels(parcel_ids=parcel_ids, **BY).refused == {}
    return PrintJob.objects.get(), parcel_ids


def test_two_who_open_a_job_for_the_same_labels_make_one():
    parcel_ids = take_to("waved", make_world().orders(4))
    print_parcels(parcel_ids=parcel_ids, **BY)
    outcomes = at_once([partial(open_print_jobs, parcel_ids=parcel_ids, **BY)] * 3)
    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 0, 4]
    assert PrintJob.objects.count() == 1


def test_a_label_is_handed_out_to_one_of_them():
    job, _ = job_of(8)
    outcomes = at_once([partial(take_print_documents, job_ids=[job.pk], limit=3, **BY)] * 4)
    taken = [pk for outcome in outcomes for pk in outcome.done]
    assert len(taken) == len(set(taken)) == 8


def test_the_last_two_labels_proven_at_once_let_the_wave_be_picked():
    job, _ = job_of(2)
    documents = take_print_documents(job_ids=[job.pk], **BY).done
    at_once([partial(record_print_results, results=[PrintTold(pk, 1, "printed")], **BY) for pk in documents])
    assert (Wave.objects.get().state, PrintJob.objects.get().state) == ("printed", "done")


def test_one_label_proven_while_the_other_is_stopped():
    job, parcel_ids = job_of(2)
    take_print_documents(job_ids=[job.pk], **BY)
    at_once(
        [
            partial(confirm_prints, parcel_ids=parcel_ids[:1], **BY),
            partial(stop_parcels, parcel_ids=parcel_ids[1:], reason="refund", **BY),
        ]
    )
    assert Wave.objects.get().state == "printed"


def test_a_late_word_and_a_reprint_at_once_end_in_one_print_more():
    job, _ = job_of(1)
    (document,) = take_print_documents(job_ids=[job.pk], **BY).done
    at_once(
        [
            partial(record_print_results, results=[PrintTold(document, 1, "printed")], **BY),
            partial(reprint_labels, document_ids=[document], **BY),
            partial(reprint_labels, document_ids=[document], **BY),
        ]
    )
    assert PrintDocument.objects.get().state == "waiting"
    assert Parcel.objects.get().prints == PrintDocument.objects.get().print_number == 2

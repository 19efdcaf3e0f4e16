"""Numbers that nobody prints go back to their provider, and so do those of labels that were stopped."""

from datetime import timedelta

import pytest
from tests.listening import heard

from zhanggui.fulfilment.flows.cancel_waybills import cancel_waybills
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, VoidLabel
from zhanggui.logistics import jobs
from zhanggui.logistics.flows.cancel_numbers import cancel_numbers
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.flows.withdraw_requests import withdraw_requests
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.queries import due_cancellations
from zhanggui.logistics.tests.conftest import requests_of
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbered(waved):
    """Parcels in a wave that have the numbers of the account."""

    def numbered(count=1):
        ids = [parcel.pk for parcel in waved(count)]
        request_waybills(parcel_ids=ids, actor=ACTOR, at=AT)
        take_waybills(request_ids=[one.pk for one in requests_of(ids)], actor=ACTOR, at=AT)
        return list(Parcel.objects.filter(pk__in=ids).order_by("pk"))

    return numbered


def stop(parcels):
    ids = [parcel.pk for parcel in parcels]
    stop_parcels(parcel_ids=ids, reason="refund", actor=ACTOR, at=AT)
    withdraw_requests(parcel_ids=ids, actor=ACTOR, at=AT)


def cancel(parcels, *, at=AT):
    return cancel_numbers(request_ids=[one.pk for one in requests_of(parcels)], actor=ACTOR, at=at)


def states_there(counter):
    return {number.state for number in counter.numbers.given.values()}


def test_a_parcel_stopped_before_its_print_gives_its_number_back(numbered, counter):
    parcels = numbered(2)
    stop(parcels)
    assert VoidLabel.objects.count() == 0
    assert len(cancel(parcels).done) == 2
    assert {one.state for one in requests_of(parcels)} == {"cancelled"}
    assert states_there(counter) == {"cancelled"}


def test_what_the_courier_has_already_is_to_be_recovered_and_tried_again(numbered, counter):
    parcels = numbered()
    stop(parcels)
    counter.numbers.collect(parcels[0].waybill)
    outcome = cancel(parcels)
    (one,) = requests_of(parcels)
    assert (outcome.done, one.state) == ([], "to_recover")
    assert one.answer
    assert due_cancellations(at=AT) == []
    assert due_cancellations(at=AT + timedelta(hours=1)) == [one.pk]


def test_a_printed_label_that_is_stopped_is_cancelled_through_its_account(numbered, counter):
    (parcel,) = numbered()
    print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    stop([parcel])
    assert requests_of([parcel])[0].state == "given"
    label = VoidLabel.objects.get()
    assert cancel_waybills(label_ids=[label.pk], actor=ACTOR, at=AT).done == [label.pk]
    assert states_there(counter) == {"cancelled"}
    assert requests_of([parcel])[0].state == "cancelled"


def test_a_printed_label_the_courier_has_already_stands_in_the_list_to_recover(numbered, counter):
    (parcel,) = numbered()
    print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    stop([parcel])
    counter.numbers.collect(parcel.waybill)
    label = VoidLabel.objects.get()
    outcome = cancel_waybills(label_ids=[label.pk], actor=ACTOR, at=AT)
    assert outcome.refused[label.pk].code() == "carrier_keeps_waybill"
    label.refresh_from_db()
    assert label.state == "to_recover"
    assert requests_of([parcel])[0].state == "given"


def test_a_parcel_that_changes_gives_its_number_back_and_is_asked_for_under_another_key(numbered, counter):
    (parcel,) = numbered()
    first = requests_of([parcel])[0]
    Parcel.objects.filter(pk=parcel.pk).update(waybill="", numbering="awaited", label_marks=None)
    jobs.withdraw_requests_of_changed([parcel.pk])
    old, new = requests_of([parcel])
    assert (old.state, new.state) == ("to_cancel", "waiting")
    assert new.key != first.key
    take_waybills(request_ids=[new.pk], actor=ACTOR, at=new.due_at)
    assert Parcel.objects.get(pk=parcel.pk).waybill not in {"", first.number}
    assert cancel_numbers(request_ids=[old.pk], actor=ACTOR, at=AT).done == [old.pk]


def test_a_number_in_use_is_not_cancelled(numbered):
    parcels = numbered()
    outcome = cancel(parcels)
    assert {refusal.code() for refusal in outcome.refused.values()} == {"number_not_unused"}


def test_numbers_that_were_let_go_without_a_word_are_found(numbered):
    (parcel,) = numbered()
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    WaybillRequest.objects.update(answered_at=jobs.now())
    jobs.cancel_due_numbers(0)
    assert requests_of([parcel])[0].state == "cancelled"


def test_statements_of_cancelling_do_not_grow_with_the_set(numbered):
    sent = []
    for size in (1, 30):
        parcels = numbered(size)
        stop(parcels)
        with heard() as statements:
            cancel(parcels)
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_a_split_parcel_lets_its_number_go(numbered, orders, counter):
    (parcel,) = numbered()
    line = parcel.lines.get()
    outcome = split_parcels(parcel_ids=[parcel.pk], take={line.pk: 1}, actor=ACTOR, at=AT)
    assert outcome.refused  # one piece alone is not to be split: the number stays
    assert Parcel.objects.get(pk=parcel.pk).waybill == parcel.waybill

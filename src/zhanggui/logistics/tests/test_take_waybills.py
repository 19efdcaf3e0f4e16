"""From a wave to numbers to labels, with the provider's simulator on the other side of a real socket."""

from dataclasses import replace
from datetime import timedelta

import pytest

from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.numbering import write_account_carriers
from zhanggui.fulfilment.papers import label_papers, parcels_on_paper
from zhanggui.fulfilment.worth import parcel_worths_of
from zhanggui.logistics.flows.forget_print_data import forget_print_data
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.retry_requests import retry_requests
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.models import WaybillAccount, WaybillRequest
from zhanggui.logistics.queries import due_requests, parcels_of_waves, unrequested_parcels
from zhanggui.logistics.tests.conftest import requests_of
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
GIVES = "logistics.newCreateOrder"


def request(parcels, *, at=AT):
    request_waybills(parcel_ids=[parcel.pk for parcel in parcels], actor=ACTOR, at=at)
    return [one.pk for one in requests_of(parcels)]


def take(request_ids, *, at=AT):
    return take_waybills(request_ids=request_ids, actor=ACTOR, at=at)


def printed(parcels):
    return print_parcels(parcel_ids=[parcel.pk for parcel in parcels], actor=ACTOR, at=AT)


def test_a_wave_gets_its_numbers_and_is_printed_with_them(waved, counter):
    parcels = waved(3)
    assert parcels_of_waves([parcels[0].wave_id]) == [parcel.pk for parcel in parcels]
    request_ids = request(parcels)
    assert {refusal.code() for refusal in printed(parcels).refused.values()} == {"waybill_awaited"}

    assert take(request_ids).done == request_ids
    assert len(printed(parcels).done) == 3

    given = {number.number for number in counter.numbers.given.values()}
    assert set(Parcel.objects.values_list("waybill", flat=True)) == given
    labels = label_papers(parcels_on_paper(parcel_ids=[one.pk for one in parcels], actor=ACTOR), at=AT)
    assert all(label.big_mark and label.package_centre for label in labels)


def test_what_names_the_receiver_is_sealed(waved):
    parcels = waved(1)
    take(request(parcels))
    (one,) = requests_of(parcels)
    assert one.state == "given"
    assert one.sealed
    assert "王" not in str(one.marks)
    assert b"dy-demo-secret" not in bytes(one.account.secrets)


def test_what_printed_the_label_is_forgotten_with_the_receiver(waved):
    first, second = waved(2)
    take(request([first, second]))
    forget_print_data(order_ids=[first.order_id], actor=ACTOR, at=AT)
    forgotten, kept = requests_of([first, second])
    assert not forgotten.sealed
    assert kept.sealed
    assert forgotten.number


def test_a_parcel_is_requested_once_however_often_it_is_asked(waved):
    parcels = waved(2)
    first = request(parcels)
    assert request(parcels) == first
    take(first)
    again = request_waybills(parcel_ids=[parcels[0].pk], actor=ACTOR, at=AT)
    assert again.refused[parcels[0].pk].code() == "has_number"


def test_a_lost_answer_is_asked_for_with_the_same_key_and_is_the_same_number(waved, counter):
    parcels = waved(2)
    request_ids = request(parcels)
    counter.server.faults.add("drop_after", times=10, call=GIVES)
    outcome = take(request_ids)
    assert {refusal.code() for refusal in outcome.refused.values()} == {"provider_down"}
    assert {one.state for one in requests_of(parcels)} == {"waiting"}
    given = {number.number for number in counter.numbers.given.values()}

    counter.server.faults.clear()
    later = AT + timedelta(minutes=5)
    assert sorted(due_requests(at=later)) == request_ids
    assert take(request_ids, at=later).done == request_ids
    assert set(Parcel.objects.values_list("waybill", flat=True)) == given


def test_a_provider_that_is_down_leaves_the_parcel_waiting_and_is_asked_again(waved, counter):
    parcels = waved(1)
    request_ids = request(parcels)
    counter.server.faults.add("http502", times=10, call=GIVES)
    take(request_ids)
    assert printed(parcels).refused[parcels[0].pk].code() == "waybill_waits"
    assert due_requests(at=AT) == []
    assert WaybillAccount.objects.get().trouble


def test_what_a_killed_worker_asked_for_is_asked_again_when_its_lease_has_run_out(waved, monkeypatch, provider):
    parcels = waved(1)
    request_ids = request(parcels)
    take_really = provider.take

    def killed(account, *, requests):
        take_really(account, requests=requests)
        raise KeyboardInterrupt

    monkeypatch.setattr(provider, "take", killed)
    with pytest.raises(KeyboardInterrupt):
        take(request_ids)
    monkeypatch.setattr(provider, "take", take_really)

    assert take(request_ids, at=AT + timedelta(minutes=1)).done == []
    later = AT + timedelta(minutes=6)
    assert due_requests(at=later) == request_ids
    assert take(request_ids, at=later).done == request_ids


def test_a_refused_address_is_what_the_clerk_reads_and_is_retried_by_hand(waved, counter):
    parcels = waved(1)
    request_ids = request(parcels)
    counter.server.faults.add("refuse", times=1, call=GIVES, code="50002", sentence="收件地址超出服务范围")
    refusal = take(request_ids).refused[request_ids[0]]
    assert refusal.code() not in {"provider_down", "provider_throttled"}
    said = printed(parcels).refused[parcels[0].pk]
    assert said.code() == "waybill_not_given"
    assert "收件地址超出服务范围" in said.sentence

    assert retry_requests(request_ids=request_ids, actor=ACTOR, at=AT).done == request_ids
    assert take(request_ids).done == request_ids
    assert printed(parcels).done == [parcels[0].pk]
    again = retry_requests(request_ids=request_ids, actor=ACTOR, at=AT)
    assert again.refused[request_ids[0]].code() == "not_refused"


def test_one_bad_address_spoils_no_other_parcel(waved, counter):
    parcels = waved(4)
    request_ids = request(parcels)
    counter.server.faults.add("refuse", times=3, call=GIVES, code="50002", sentence="收件地址超出服务范围")
    outcome = take(request_ids)
    assert (len(outcome.done), len(outcome.refused)) == (3, 1)


def test_nobody_serves_the_parcel_and_it_says_why(waved, account):
    parcels = waved(1)
    WaybillAccount.objects.update(is_active=False)
    outcome = request_waybills(parcel_ids=[parcels[0].pk], actor=ACTOR, at=AT)
    assert outcome.refused[parcels[0].pk].code() == "no_account_serves"
    said = printed(parcels).refused[parcels[0].pk]
    assert said.code() == "waybill_not_given"


def test_a_parcel_that_goes_without_accounts_is_left_as_it_is(waved):
    parcels = waved(1)
    Parcel.objects.update(numbering="own")
    WaybillAccount.objects.update(is_active=False)
    write_account_carriers(set())
    request_waybills(parcel_ids=[parcels[0].pk], actor=ACTOR, at=AT)
    assert printed(parcels).done == [parcels[0].pk]


def test_a_parcel_stopped_while_it_is_asked_for_never_gets_the_number(waved, monkeypatch, provider, counter):
    (parcel,) = waved(1)
    request_ids = request([parcel])
    take_really = provider.take

    def meanwhile_stopped(account, *, requests):
        stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
        return take_really(account, requests=requests)

    monkeypatch.setattr(provider, "take", meanwhile_stopped)
    take(request_ids)
    (one,) = requests_of([parcel])
    assert (one.state, Parcel.objects.get().waybill) == ("to_cancel", "")
    assert one.number in {number.number for number in counter.numbers.given.values()}


def test_a_parcel_stopped_before_it_is_asked_for_costs_no_number(waved, counter):
    (parcel,) = waved(1)
    request_ids = request([parcel])
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    take(request_ids)
    assert requests_of([parcel])[0].state == "cancelled"
    assert not counter.numbers.given


def test_a_number_that_another_parcel_has_is_not_taken(waved, provider, monkeypatch):
    first, second = waved(2)
    take(request([first]))
    known = Parcel.objects.get(pk=first.pk).waybill
    take_really = provider.take

    def the_same(account, *, requests):
        return {key: replace(one, number=known) for key, one in take_really(account, requests=requests).items()}

    monkeypatch.setattr(provider, "take", the_same)
    (request_id,) = request([second])
    assert take([request_id]).refused[request_id].code() == "number_given_twice"


def test_parcels_nobody_was_asked_for_are_found(waved):
    parcels = waved(2)
    assert unrequested_parcels() == [parcel.pk for parcel in parcels]
    request(parcels[:1])
    assert unrequested_parcels() == [parcels[1].pk]
    assert WaybillRequest.objects.count() == 1


@pytest.mark.parametrize(("above", "insured"), [("", False), ("0.01", True), ("999999", False)])
def test_a_parcel_is_insured_for_its_worth_where_the_account_says_so(waved, account, counter, above, insured):
    WaybillAccount.objects.update(settings=account.settings | {"insure_above": above})
    (parcel,) = waved(1)
    request_waybills(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    take_waybills(request_ids=[one.pk for one in requests_of([parcel])], actor=ACTOR, at=AT).one()
    (given,) = counter.numbers.given.values()
    fen = str(int(parcel_worths_of([parcel.pk])[parcel.pk].amount * 100))
    told = {"service_code": "SVC-INSURE", "service_value": fen}
    assert (str(told) in str(given.asked)) == insured
    assert ("SVC-INSURE" in str(given.asked)) == insured


def test_what_an_account_says_wrongly_of_insurance_is_told_before_the_print(waved, account):
    WaybillAccount.objects.update(settings=account.settings | {"insure_above": "much"})
    (parcel,) = waved(1)
    request_waybills(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    take_waybills(request_ids=[one.pk for one in requests_of([parcel])], actor=ACTOR, at=AT)
    refusal = print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).refused[parcel.pk]
    assert "insure_above" in refusal.sentence

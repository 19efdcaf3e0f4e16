"""What people do where a provider says no: another account, a number settled with the branch; labels that come late."""

from datetime import timedelta

import pytest

from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.refusal import NotFound
from zhanggui.logistics.flows.cancel_numbers import cancel_numbers
from zhanggui.logistics.flows.reassign_requests import reassign_requests
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.settle_requests import EndingUnknown, SettlingNoteMissing, settle_requests
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.flows.withdraw_requests import withdraw_requests
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.queries import due_cancellations, due_requests
from zhanggui.logistics.testing import make_account
from zhanggui.logistics.tests.conftest import requests_of
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
GIVES, PRINTS = "logistics.newCreateOrder", "logistics.waybillApply"
LATER = AT + timedelta(minutes=5)


def take(parcels, *, at=AT):
    request_waybills(parcel_ids=[parcel.pk for parcel in parcels], actor=ACTOR, at=at)
    ids = [one.pk for one in requests_of(parcels) if one.state in {"waiting", "asked"}]
    return take_waybills(request_ids=ids, actor=ACTOR, at=at)


def printed(parcel):
    return print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)


# Print data that comes later than the number


def test_a_number_without_its_print_data_keeps_the_parcel_waiting_with_the_reason(waved, counter):
    (parcel,) = waved(1)
    counter.server.faults.add("drop", times=9, call=PRINTS)
    assert take([parcel]).done == []
    parcel.refresh_from_db()
    (number,) = counter.numbers.given
    assert (parcel.waybill, parcel.numbering) == ("", "awaited")
    assert number in parcel.numbering_trouble
    assert printed(parcel).refused[parcel.pk].code() == "waybill_waits"

    counter.server.faults.clear()
    (one,) = requests_of([parcel])
    assert due_requests(at=LATER) == [one.pk]
    assert take_waybills(request_ids=[one.pk], actor=ACTOR, at=LATER).done == [one.pk]
    parcel.refresh_from_db()
    assert (parcel.waybill, parcel.numbering_trouble) == (number, "")
    assert printed(parcel).done == [parcel.pk]


def test_the_clerk_reads_why_a_parcel_waits(waved, counter, client):
    (parcel,) = waved(1)
    counter.server.faults.add("drop", times=9, call=PRINTS)
    take([parcel])
    client.force_login(make_user(roles=["owner"]))
    page = client.get("/desk/numberless/rows?tab=awaited").content.decode()
    assert next(iter(counter.numbers.given)) in page


def test_a_number_whose_parcel_was_stopped_before_its_print_data_came_goes_back(waved, counter):
    (parcel,) = waved(1)
    counter.server.faults.add("drop", times=9, call=PRINTS)
    take([parcel])
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    withdraw_requests(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    (one,) = requests_of([parcel])
    take_waybills(request_ids=[one.pk], actor=ACTOR, at=LATER)
    assert requests_of([parcel])[0].state == "to_cancel"
    cancel_numbers(request_ids=[one.pk], actor=ACTOR, at=LATER)
    assert {number.state for number in counter.numbers.given.values()} == {"cancelled"}


# Another account


@pytest.fixture
def refused(waved, counter):
    """A parcel whose account said no."""
    (parcel,) = waved(1)
    counter.server.faults.add("refuse", call=GIVES, times=1, code="50002", sentence="超区")
    take([parcel])
    counter.server.faults.clear()
    (one,) = requests_of([parcel])
    assert one.state == "refused"
    return parcel


def reassign(parcel, account_id):
    return reassign_requests(request_ids=[requests_of([parcel])[0].pk], account_id=account_id, actor=ACTOR, at=LATER)


def test_what_one_account_refused_another_gives(refused, warehouse, gateway):
    other = make_account(warehouse, gateway, "DY2")
    first = requests_of([refused])[0]
    assert reassign(refused, other.pk).done == [first.pk]
    old, new = requests_of([refused])
    assert (old.state, new.state, new.account_id) == ("cancelled", "waiting", other.pk)
    assert new.key != old.key
    take_waybills(request_ids=[new.pk], actor=ACTOR, at=LATER)
    refused.refresh_from_db()
    assert refused.waybill
    assert reassign(refused, other.pk).refused[old.pk].code() == "not_refused"


def test_the_same_account_or_none_is_not_asked(refused, account):
    (refusal,) = reassign(refused, account.pk).refused.values()
    assert refusal.code() == "same_account"
    with pytest.raises(NotFound):
        reassign(refused, 999)


def test_a_parcel_that_left_its_wave_is_not_asked_for_by_another(refused, warehouse, gateway):
    other = make_account(warehouse, gateway, "DY2")
    stop_parcels(parcel_ids=[refused.pk], reason="refund", actor=ACTOR, at=AT)
    (refusal,) = reassign(refused, other.pk).refused.values()
    assert refusal.code() == "no_number_wanted"


# Numbers to recover


@pytest.fixture
def kept(waved, counter):
    """A request whose number the courier had collected when it was to be cancelled."""
    (parcel,) = waved(1)
    take([parcel])
    parcel.refresh_from_db()
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    withdraw_requests(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    counter.numbers.collect(Parcel.objects.values_list("waybill_requests__number", flat=True).get(pk=parcel.pk))
    (one,) = requests_of([parcel])
    cancel_numbers(request_ids=[one.pk], actor=ACTOR, at=AT)
    one.refresh_from_db()
    assert one.state == "to_recover"
    return one


def settle(one, ending, note="义乌网点老王"):
    return settle_requests(request_ids=[one.pk], ending=ending, note=note, actor=ACTOR, at=LATER)


def test_a_number_that_was_kept_is_recovered_later_by_the_queue(kept, counter):
    counter.numbers.given[kept.number].state = "taken"
    assert due_cancellations(at=AT + timedelta(hours=1)) == [kept.pk]
    cancel_numbers(request_ids=[kept.pk], actor=ACTOR, at=AT + timedelta(hours=1))
    kept.refresh_from_db()
    assert kept.state == "cancelled"


def test_what_the_branch_took_back_is_looked_at_once_more(kept, counter):
    assert settle(kept, "recovered").done == [kept.pk]
    kept.refresh_from_db()
    assert (kept.state, kept.answer) == ("to_cancel", "义乌网点老王")
    assert due_cancellations(at=LATER) == [kept.pk]
    cancel_numbers(request_ids=[kept.pk], actor=ACTOR, at=LATER)
    kept.refresh_from_db()
    assert kept.state == "to_recover", "the provider says it was collected: the word of the branch was not true"


def test_what_is_given_up_is_left_alone_with_its_reason(kept):
    assert settle(kept, "given_up", "过期，网点注销").done == [kept.pk]
    kept.refresh_from_db()
    assert (kept.state, kept.answer) == ("given_up", "过期，网点注销")
    assert due_cancellations(at=LATER + timedelta(days=9)) == []
    assert settle(kept, "recovered").refused[kept.pk].code() == "not_to_recover"


@pytest.mark.parametrize(
    ("ending", "note", "why"), [("recovered", " ", SettlingNoteMissing), ("x", "y", EndingUnknown)]
)
def test_a_number_is_not_settled_without_a_word(kept, ending, note, why):
    with pytest.raises(why):
        settle(kept, ending, note)
    assert WaybillRequest.objects.get(pk=kept.pk).state == "to_recover"


def test_the_desk_asks_how_it_ended_and_which_account(kept, client):
    client.force_login(make_user(roles=["owner"]))
    for action, asked in (("settle_requests", "ending"), ("reassign_requests", "account_id")):
        form = client.get(f"/desk/waybill-requests/act/{action}?ids={kept.pk}")
        assert f'name="{asked}"' in form.content.decode()
    given = {"ids": [kept.pk], "form": {"ending": "given_up", "note": "网点注销"}}
    answer = client.post("/desk/waybill-requests/act/settle_requests", given, content_type="application/json")
    assert b"".join(answer)
    kept.refresh_from_db()
    assert kept.state == "given_up"

"""Numbers of accounts: awaited from the wave on, printed when they are there, dropped when the parcel changes."""

import pytest

from zhanggui.fulfilment.flows.assign_waybills import Numbered, assign_waybills
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, VoidLabel
from zhanggui.fulfilment.numbering import account_carriers, write_account_carriers
from zhanggui.fulfilment.papers import label_papers, parcels_on_paper
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def waved(world):
    """Parcels in a wave of a carrier whose numbers an account gives."""

    def waved(count=1):
        write_account_carriers({(world.warehouse.pk, "testcarrier")})
        return world.parcels("waved", count)

    return waved


def numbered(parcel, **told):
    return Numbered(parcel.pk, parcel.wave_id, **told)


def test_a_wave_awaits_numbers_where_accounts_give_them(waved):
    (parcel,) = waved()
    assert parcel.numbering == "awaited"
    refusal = print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).refused[parcel.pk]
    assert refusal.code() == "waybill_awaited"


def test_the_number_that_was_given_is_printed_beside_the_carriers_own(waved, world):
    (parcel,) = waved()
    write_account_carriers(set())
    assert account_carriers() == set()
    (plain,) = world.parcels("waved")
    given = numbered(parcel, waybill="ZT1", marks={"sort_code": "310-A1-02", "package_centre": "沪转", "qr": ""})
    assert assign_waybills(numbers=[given], actor=ACTOR, at=AT).done == [parcel.pk]

    outcome = print_parcels(parcel_ids=[plain.pk, parcel.pk], actor=ACTOR, at=AT)

    assert outcome.done == [parcel.pk, plain.pk]
    assert Parcel.objects.get(pk=parcel.pk).waybill == "ZT1"
    assert Parcel.objects.get(pk=plain.pk).waybill not in {"", "ZT1"}
    label, _other = label_papers(parcels_on_paper(parcel_ids=outcome.done, actor=ACTOR), at=AT)
    assert (label.waybill, label.big_mark, label.package_centre) == ("ZT1", "310-A1-02", "沪转")


def test_a_refusal_of_the_account_is_what_the_print_clerk_reads(waved):
    (parcel,) = waved()
    assign_waybills(numbers=[numbered(parcel, trouble="The address is not served.")], actor=ACTOR, at=AT)
    refusal = print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).refused[parcel.pk]
    assert refusal.code() == "waybill_not_given"
    assert "The address is not served." in refusal.sentence

    assign_waybills(numbers=[numbered(parcel)], actor=ACTOR, at=AT)
    assert Parcel.objects.get().numbering == "awaited"


def test_a_number_for_a_parcel_that_was_stopped_is_not_wanted(waved):
    (parcel,) = waved()
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    outcome = assign_waybills(numbers=[numbered(parcel, waybill="ZT1")], actor=ACTOR, at=AT)
    assert outcome.refused[parcel.pk].code() == "number_not_wanted"
    assert (Parcel.objects.get().waybill, VoidLabel.objects.count()) == ("", 0)


def test_a_second_number_is_not_wanted(waved):
    (parcel,) = waved()
    assign_waybills(numbers=[numbered(parcel, waybill="ZT1")], actor=ACTOR, at=AT)
    again = assign_waybills(numbers=[numbered(parcel, waybill="ZT2")], actor=ACTOR, at=AT)
    assert again.refused[parcel.pk].code() == "number_not_wanted"
    assert Parcel.objects.get().waybill == "ZT1"


def test_a_number_asked_for_in_another_wave_is_not_wanted(waved):
    (parcel,) = waved()
    other = Numbered(parcel.pk, parcel.wave_id + 1, waybill="ZT1")
    assert assign_waybills(numbers=[other], actor=ACTOR, at=AT).done == []


def test_a_parcel_that_is_split_lets_go_of_its_number(waved):
    (parcel,) = waved()
    assign_waybills(numbers=[numbered(parcel, waybill="ZT1", marks={"sort_code": "1"})], actor=ACTOR, at=AT)
    line = parcel.lines.first()
    split_parcels(parcel_ids=[parcel.pk], take={line.pk: 1}, actor=ACTOR, at=AT).one()
    left = Parcel.objects.get(pk=parcel.pk)
    assert (left.state, left.waybill, left.numbering, left.label_marks) == ("planned", "", "own", None)
    told = Fact.objects.get(name="fulfilment.parcel.waybill_dropped")
    assert (told.subject_id, told.data["waybill"]) == (parcel.pk, "ZT1")

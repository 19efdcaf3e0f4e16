"""A carrier without numbers of its own: planned, refused beforehand, given numbers by an account, printed."""

from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.places.forms import FreightForm
from zhanggui.fulfilment.testing import take_to
from zhanggui.logistics.desks import NumberlessDesk
from zhanggui.logistics.flows.drop_account_uses import drop_account_uses
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.set_account_uses import UseDraft, set_account_uses
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.models import AccountUse, WaybillRequest
from zhanggui.logistics.queries import unrequested_parcels
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.models import Shop
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(orders):
    """A planned parcel of this carrier."""

    def planned(carrier="zto"):
        ids = orders(1)
        Shop.objects.update(carrier=carrier)
        return Parcel.objects.get(pk=take_to("planned", ids)[0])

    return planned


def wave(parcel):
    return build_waves(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)


def use(account, parcel):
    draft = UseDraft(account.pk, parcel.warehouse_id, parcel.carrier)
    set_account_uses(uses=[draft], actor=ACTOR, at=AT)


def test_a_parcel_that_nobody_gives_a_number_is_refused_beforehand_with_the_way_out(planned, account):
    parcel = planned()
    assert parcel.carrier == "zto"
    refused = wave(parcel).refused[parcel.pk]
    assert refused.code() == "no_numbers_there"
    assert {"ZTO Express", parcel.warehouse.name} <= set(refused.data.values())

    use(account, parcel)
    assert wave(parcel).done == [parcel.pk]
    parcel.refresh_from_db()
    assert parcel.numbering == "awaited"


def test_with_an_account_it_gets_its_number_and_is_printed(planned, account, counter):
    parcel = planned()
    use(account, parcel)
    wave(parcel)
    request_waybills(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    take_waybills(request_ids=[WaybillRequest.objects.get().pk], actor=ACTOR, at=AT)
    assert print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).done == [parcel.pk]
    parcel.refresh_from_db()
    assert parcel.waybill in counter.numbers.given


def test_an_account_that_left_is_said_and_a_new_one_is_asked_for_what_waits(planned, account):
    parcel = planned()
    use(account, parcel)
    wave(parcel)
    drop_account_uses(use_ids=list(AccountUse.objects.values_list("pk", flat=True)), actor=ACTOR, at=AT)
    request_waybills(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    parcel.refresh_from_db()
    assert (parcel.numbering, "ZTO" in parcel.numbering_trouble) == ("refused", True)
    refused = print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).refused[parcel.pk]
    assert refused.code() == "waybill_not_given"

    use(account, parcel)
    assert unrequested_parcels() == [parcel.pk]


def test_the_print_clerk_sees_it_with_its_reason(planned, account, client):
    client.force_login(make_user(roles=["owner"]))
    parcel, usual = planned(), planned("testcarrier")
    rows = NumberlessDesk().visible(ACTOR)
    assert list(rows.values_list("pk", flat=True)) == [parcel.pk]
    page = client.get("/desk/numberless/rows?tab=nowhere").content.decode()
    assert parcel.number in page
    assert usual.number not in page
    form = client.get(f"/waybills/uses?parcel={parcel.pk}").content.decode()
    assert '<option value="zto" selected>' in form


def test_a_number_of_another_carrier_is_used_and_said(planned, account, provider, monkeypatch):
    parcel = planned("jt")
    use(account, parcel)
    wave(parcel)
    request_waybills(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    take = provider.take

    def another(account, *, requests):
        return {key: replace(one, number="75000000000001") for key, one in take(account, requests=requests).items()}

    monkeypatch.setattr(provider, "take", another)
    take_waybills(request_ids=[WaybillRequest.objects.get().pk], actor=ACTOR, at=AT)
    one = WaybillRequest.objects.get()
    assert one.state == "given"
    assert "J&T Express" in one.answer


@pytest.mark.parametrize(("said", "divisor"), [("", 6000), ("0", 0), ("12000", 12000)])
def test_it_is_priced_with_its_usual_divisor(db, said, divisor):
    given = {"name": "A", "carrier": "sf", "divisor": said, "volume_above": "1", "rounding": "1", "remote_fee": "0",
             "zones": "全国 | 全国 | 1 | 5 | 1 | 1 | 3"}  # fmt: skip
    form = FreightForm(given, actor=ACTOR)
    form.is_valid()
    assert form.cleaned_data["divisor"] == divisor

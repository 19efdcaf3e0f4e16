"""The carrier is told once, with the number, what it collects for an order, in however many parcels it travels."""

from decimal import Decimal
from typing import Any

import pytest

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import CashToCollect, Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.fulfilment.testing import take_to
from zhanggui.logistics.asking import asked_for
from zhanggui.logistics.claiming import claim_requests
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.tests.conftest import requests_of
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def halves(warehouse, account) -> list[Parcel]:
    """Both parcels of an order of 20 yuan that is paid at the door, in their wave."""
    code = Sku.objects.values_list("code", flat=True)[0]
    orders = make_orders(make_shop(), [channel_order(skus={code: 2}, cash_on_delivery=True, paid_at=None)])
    (whole,) = take_to("planned", orders)
    line = Parcel.objects.get(pk=whole).lines.get()
    split_parcels(parcel_ids=[whole], take={line.pk: 1}, **BY).one()
    parcels = list(Parcel.objects.filter(state=ParcelState.PLANNED).order_by("pk"))
    build_waves(parcel_ids=[parcel.pk for parcel in parcels], **BY)
    return parcels


def told(parcels):
    """What the carrier collects for each, as it is told."""
    request_waybills(parcel_ids=[one.pk for one in parcels], **BY)
    wanted = claim_requests([one.pk for one in requests_of(parcels)], **BY).wanted
    return [one.services.cash_to_collect for one in asked_for(wanted).values()]


def test_of_two_parcels_one_collects_all(halves):
    assert told(halves) == [20, 0]


def test_asked_one_after_the_other_the_first_asked_collects(halves):
    first, second = halves
    assert [told([second]), told([first])] == [[20], [0]]


@pytest.mark.parametrize("leaves", [kick_out_parcels, stop_parcels])
def test_when_it_goes_no_more_the_other_collects(halves, leaves):
    first, second = halves
    assert told([first]) == [20]
    leaves(parcel_ids=[first.pk], **BY, **({"reason": "x"} if leaves is stop_parcels else {})).one()
    assert told([second]) == [20]


def test_the_label_says_what_the_carrier_was_told(halves):
    first, second = halves
    request_waybills(parcel_ids=[second.pk, first.pk], **BY)
    for parcel in (second, first):
        take_waybills(request_ids=[one.pk for one in requests_of([parcel])], **BY)
    assert print_parcels(parcel_ids=[first.pk], **BY).done == [first.pk]
    assert list(CashToCollect.objects.values_list("parcel_id", "amount")) == [(second.pk, Decimal(20))]

"""One order in several parcels, several orders in one: each platform hears it the way it wants."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.tell_shipments import tell_shipments
from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import due_notices, queued_notices
from zhanggui.channels.telling import read_tellings
from zhanggui.channels.testing import ACTOR
from zhanggui.channels.tests.telling import ONE, TWO, waybill, waybills_shown
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.testing import print_out, scan_all, take_to
from zhanggui.kernel.doors.channel import GROUP, TellingWay
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


@pytest.fixture
def planned(link, place, stock):
    """Orders with these lines were placed, pulled and planned; answers their platform numbers and parcels."""

    def plan(*baskets):
        numbers = [place(lines=basket)[0] for basket in baskets]
        ShopLink.objects.update(pulled_at=None)
        pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
        ids = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
        handle_remarks(order_ids=list(ids.values()), actor=ACTOR, at=timezone.now())
        return numbers, take_to("planned", [ids[number] for number in numbers], at=timezone.now())

    return plan


def send(*parcel_ids):
    """The parcels leave, all on their own."""
    by: dict[str, Any] = {"actor": ACTOR, "at": timezone.now()}
    build_waves(parcel_ids=parcel_ids, **by)
    print_out(parcel_ids=parcel_ids, **by)
    pick_waves(wave_ids=list(Wave.objects.filter(state="printed").values_list("pk", flat=True)), **by)
    scan_all(parcel_ids, at=by["at"])
    weights = dict(Parcel.objects.filter(pk__in=parcel_ids).values_list("pk", "expected_g"))
    weigh_parcels(grams=weights, **by)
    assert ship_parcels(parcel_ids=parcel_ids, **by).refused == {}
    queue_notices(parcel_ids=parcel_ids, **by)


def tell(*parcel_ids):
    return tell_shipments(notice_ids=queued_notices(parcel_ids=parcel_ids), actor=ACTOR, at=timezone.now())


def halved(planned):
    numbers, (parcel_id,) = planned(TWO)
    split_parcels(parcel_ids=[parcel_id], way="by_line", actor=ACTOR, at=timezone.now()).one()
    return numbers[0], parcel_id, Parcel.objects.get(split_from_id=parcel_id).pk


def test_two_parcels_of_one_order_are_told_line_by_line(planned, served):
    number, first, second = halved(planned)
    send(first)
    assert len(tell(first).done) == 1
    assert waybills_shown(served, number) == {waybill(first), ""}
    send(second)
    assert len(tell(second).done) == 1
    assert waybills_shown(served, number) == {waybill(first), waybill(second)}


def test_one_parcel_of_two_orders_is_told_to_both(planned, served):
    numbers, parcel_ids = planned(ONE, TWO)
    Parcel.objects.update(merge_key=b"same")
    assert merge_parcels(parcel_ids=parcel_ids, actor=ACTOR, at=timezone.now()).refused == {}
    send(parcel_ids[0])
    assert len(tell(parcel_ids[0]).done) == 2
    for number in numbers:
        assert waybills_shown(served, number) == {waybill(parcel_ids[0])}


def test_a_platform_that_wants_whole_orders_hears_of_none_before_the_last_parcel(planned, monkeypatch):
    monkeypatch.setattr(type(installed(GROUP)["taobao"]), "telling", TellingWay.WHOLE_ORDER)
    _, first, second = halved(planned)
    send(first)
    assert read_tellings(queued_notices(parcel_ids=[first]), actor=ACTOR) == []
    assert due_notices(at=timezone.now() + timedelta(hours=1)) == []
    send(second)
    tellings = read_tellings(queued_notices(parcel_ids=[second]), actor=ACTOR)
    assert [(one.shipment.line_numbers, one.shipment.completes_order) for one in tellings] == [((), True), ((), True)]


def test_a_platform_that_wants_whole_orders_hears_with_each_parcel_of_the_others(planned, monkeypatch):
    monkeypatch.setattr(type(installed(GROUP)["taobao"]), "telling", TellingWay.WHOLE_ORDER)
    _, first, second = halved(planned)
    _, (alone,) = planned(ONE)
    send(first, second, alone)
    carriers = dict(Parcel.objects.values_list("waybill", "carrier"))
    tellings = read_tellings(queued_notices(parcel_ids=[first, second, alone]), actor=ACTOR)
    assert {one.parcel_id: one.shipment.beside for one in tellings} == {
        first: ((carriers[waybill(second)], waybill(second)),),
        second: ((carriers[waybill(first)], waybill(first)),),
        alone: (),
    }


@pytest.mark.parametrize("way", [TellingWay.PER_LINE, TellingWay.PER_PARCEL])
def test_other_platforms_hear_of_one_parcel_at_a_time(planned, monkeypatch, way):
    monkeypatch.setattr(type(installed(GROUP)["taobao"]), "telling", way)
    _, first, second = halved(planned)
    send(first, second)
    tellings = read_tellings(queued_notices(parcel_ids=[first, second]), actor=ACTOR)
    assert [one.shipment.beside for one in tellings] == [(), ()]


def test_what_is_told_of_many_whole_orders_takes_as_many_statements_as_of_one(
    planned, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(type(installed(GROUP)["taobao"]), "telling", TellingWay.WHOLE_ORDER)
    _, parcel_ids = planned(ONE, TWO, ONE)
    send(*parcel_ids)
    notice_ids = queued_notices(parcel_ids=parcel_ids)
    with django_assert_max_num_queries(6):
        assert len(read_tellings(notice_ids[:1], actor=ACTOR)) == 1
    with django_assert_max_num_queries(6):
        assert len(read_tellings(notice_ids, actor=ACTOR)) == 3


def test_a_platform_that_knows_parcels_hears_no_lines(planned, monkeypatch):
    monkeypatch.setattr(type(installed(GROUP)["taobao"]), "telling", TellingWay.PER_PARCEL)
    _, first, _ = halved(planned)
    send(first)
    (telling,) = read_tellings(queued_notices(parcel_ids=[first]), actor=ACTOR)
    assert (telling.shipment.line_numbers, telling.shipment.completes_order) == ((), False)

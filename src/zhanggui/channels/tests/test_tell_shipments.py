"""Telling: the platform shows every parcel that left, once, whatever happens in between."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.models import Notice, ShopLink
from zhanggui.channels.testing import ACTOR, make_link
from zhanggui.channels.tests.telling import (
    ONE,
    TWO,
    queue,
    sends,
    tell,
    waybill,
    waybills_shown,
)
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.models import Fact
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def test_the_platform_shows_the_waybill_of_every_parcel(ship, served):
    parcels = ship(ONE, TWO, ONE)
    notices = queue(parcels)
    assert sorted(tell(notices).done) == notices
    for number, parcel_id in parcels.items():
        assert waybills_shown(served, number) == {waybill(parcel_id)}
    assert set(Notice.objects.values_list("state", "tries", "trouble")) == {("told", 1, "")}
    assert Fact.objects.filter(name="channels.shipment.told").count() == 3


def test_queued_and_told_twice_is_once(ship, served):
    parcels = ship(ONE)
    notices = queue(parcels)
    assert queue(parcels) == notices
    tell(notices)
    calls = sends(served)
    assert tell(notices).refused[notices[0]].code() == "notice_not_queued"
    assert queue(parcels) == []
    assert sends(served) == calls
    assert Notice.objects.count() == 1


def test_a_parcel_still_here_is_not_queued(link, place, stock):
    (number,) = place(lines=ONE)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    (parcel_id,) = take_to("weighed", [Order.objects.get(number=number).pk], at=timezone.now())
    outcome = queue_notices(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    assert outcome.refused[parcel_id].code() == "parcel_still_here"
    assert not Notice.objects.exists()


def test_shops_without_a_platform_have_no_notices(ship):
    parcels = ship(ONE)
    ShopLink.objects.all().delete()
    assert queue(parcels) == []


def test_a_shop_linked_after_shipping_tells_what_left_since(ship, served, link):
    parcels = ship(ONE, ONE)
    old, new = parcels.values()
    Parcel.objects.filter(pk=old).update(shipped_at=timezone.now() - timedelta(days=2))
    ShopLink.objects.all().delete()
    make_link(link.shop, f"{served.url}/router/rest", at=timezone.now())
    notice = Notice.objects.get()
    assert notice.parcel_id == new, "what left before the shop was to be covered is not told"
    assert tell([notice.pk]).done


def test_statements_do_not_grow_with_the_set(ship):
    counts = []
    for size in (1, 6):
        parcels = ship(*[ONE] * size)
        with CaptureQueriesContext(connection) as queueing:
            notices = queue(parcels)
        assert len(notices) == size
        Notice.objects.update(state="refused")
        with CaptureQueriesContext(connection) as retrying:
            assert retry_notices(notice_ids=notices, actor=ACTOR, at=timezone.now()).done == notices
        counts.append((len(queueing), len(retrying)))
    assert counts[0] == counts[1]

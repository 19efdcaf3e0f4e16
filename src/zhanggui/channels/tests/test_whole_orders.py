"""A platform that hears of an order once, with all its parcels: JD, from the order to what it shows."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.pull_refunds import pull_refunds
from zhanggui.channels.models import Notice, RefundCase, ShopLink
from zhanggui.channels.queries import queued_notices
from zhanggui.channels.testing import ACTOR
from zhanggui.channels.tests.telling import queue, send_out, tell, waybill
from zhanggui.connectors.jd.channel import JD
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import GROUP, RefundState
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.models import Order
from zhanggui.orders.testing import make_shop
from zhanggui.simulators.jd.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, JDShop

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]

SHIP = "jingdong.pop.order.shipment"
BASKET = [("TS-BLK-M", 1), ("MUG-350-W", 2)]


@pytest.fixture
def jd(monkeypatch: pytest.MonkeyPatch) -> Iterator[JDShop]:
    """A shop on JD, linked; the connector is the real one, without its pauses."""
    connector = JD(sleep=lambda seconds: None)
    monkeypatch.setitem(installed(GROUP), "jd", connector)
    platform = JDShop(seed=7)
    with platform.server.serving() as url:
        draft = LinkDraft(
            make_shop(channel="jd").pk,
            {"gateway": f"{url}/routerjson", "app_key": APP_KEY},
            {"app_secret": APP_SECRET, "access_token": ACCESS_TOKEN},
            timezone.now() - timedelta(minutes=30),
        )
        link_shops(links=[draft], actor=ACTOR, at=timezone.now()).one()
        yield platform
    connector.close()


@pytest.fixture
def pulled(jd: JDShop, stock: object) -> Callable[[], Order]:
    """An order of two lines was placed and pulled."""

    def pulled() -> Order:
        (number,) = jd.market.place(lines=BASKET)
        jd.market.clock.advance(minutes=1)
        shop_id = ShopLink.objects.get().shop_id
        assert pull_orders(shop_ids=[shop_id], actor=ACTOR, at=jd.market.clock()).refused == {}
        order = Order.objects.get(number=number)
        handle_remarks(order_ids=[order.pk], actor=ACTOR, at=timezone.now())
        return order

    return pulled


def test_two_parcels_of_an_order_are_told_in_one_call_once_both_have_left(jd, pulled):
    order = pulled()
    (first,) = take_to("planned", [order.pk], at=timezone.now())
    split_parcels(parcel_ids=[first], way="by_line", actor=ACTOR, at=timezone.now()).one()
    second = Parcel.objects.get(split_from_id=first).pk
    send_out([first])
    assert tell(queue({order.number: first})).done == []
    assert SHIP not in jd.server.calls
    send_out([second])
    assert len(tell(queue({order.number: second}) + queued_notices(parcel_ids=[first])).done) == 2
    shown = [parcel.waybill for parcel in jd.market.sales[order.number].parcels]
    assert sorted(shown) == sorted([waybill(first), waybill(second)])
    assert set(Notice.objects.values_list("state", flat=True)) == {"told"}


def test_an_application_before_shipping_stops_the_order_and_is_kept_by_its_source(jd, pulled):
    order = pulled()
    take_to("printed", [order.pk], at=timezone.now())
    case = jd.market.ask_refund(order.number)
    jd.market.clock.advance(minutes=1)
    outcome = pull_refunds(shop_ids=[order.shop_id], actor=ACTOR, at=jd.market.clock())
    assert outcome.done == [order.shop_id]
    kept = RefundCase.objects.get()
    assert (kept.number, kept.order, kept.state) == (f"apply:{case}", order, RefundState.REQUESTED)
    assert set(order.lines.values_list("refund", flat=True)) == {RefundState.REQUESTED}
    assert Fact.objects.filter(name="orders.order.stop_asked", subject_id=order.pk).exists()

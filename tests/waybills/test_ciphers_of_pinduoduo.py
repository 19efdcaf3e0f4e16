"""A receiver that only Pinduoduo can read: its ciphers go from the shop's order to the label's number, untouched."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.waybills.test_every_provider import SIDES
from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.models import ShopLink
from zhanggui.connectors.pinduoduo.channel import Pinduoduo
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel import GROUP as CHANNELS
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.waybills import GROUP
from zhanggui.logistics.drafts import AccountDraft
from zhanggui.logistics.flows.open_waybill_accounts import open_waybill_accounts
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.set_account_uses import UseDraft, set_account_uses
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.models import WaybillAccount, WaybillRequest
from zhanggui.logistics.testing import SENDER
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, make_shop
from zhanggui.people.models import Shop, Warehouse
from zhanggui.simulators.pdd_waybills.simulator import PinduoduoSimulator
from zhanggui.simulators.pinduoduo.simulator import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, PinduoduoShop
from zhanggui.simulators.stage.clock import Clock

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shop(clock: Clock, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[PinduoduoShop]:
    """A shop on Pinduoduo with goods in the warehouse."""
    platform = PinduoduoShop(clock=clock, seed=7)
    connector = Pinduoduo(clock=clock, sleep=lambda seconds: None)
    monkeypatch.setitem(installed(CHANNELS), "pinduoduo", connector)
    product = Product.objects.create(code="P", name="Goods")
    sku = Sku.objects.create(product=product, code=platform.market.shelf.all()[0].code, weight_g=100)
    Barcode.objects.create(code=sku.code, sku=sku)
    make_stock(make_warehouse(), {sku.pk: 50})
    with platform.server.serving() as url:
        draft = LinkDraft(
            make_shop(channel="pinduoduo").pk,
            {"gateway": f"{url}/api/router", "client_id": CLIENT_ID},
            {"client_secret": CLIENT_SECRET, "access_token": ACCESS_TOKEN},
            timezone.now() - timedelta(minutes=30),
        )
        link_shops(links=[draft], actor=ACTOR, at=timezone.now()).one()
        yield platform
    connector.close()


@pytest.fixture
def branch(clock: Clock, monkeypatch: pytest.MonkeyPatch, shop: PinduoduoShop) -> Iterator[PinduoduoSimulator]:
    """An account for waybills of the platform serves every parcel."""
    side = SIDES["pdd"]
    simulator = PinduoduoSimulator(clock=clock)
    provider = side.provider(simulator)
    monkeypatch.setitem(installed(GROUP), "pdd", provider)
    by: dict[str, Any] = {"actor": ACTOR, "at": timezone.now()}
    with simulator.server.serving() as url:
        own = {"gateway": url + side.path, "template_url": "http://x/1"} | side.settings
        draft = AccountDraft("EB", "Account", "pdd", own, side.secrets, side.branch, SENDER)
        open_waybill_accounts(accounts=[draft], **by).one()
        warehouse_id = Warehouse.objects.values_list("pk", flat=True).get()
        use = UseDraft(WaybillAccount.objects.get().pk, warehouse_id, side.carrier)
        set_account_uses(uses=[use], **by)
        Shop.objects.update(carrier=side.carrier)
        yield simulator
    provider.close()


def test_ciphers_of_an_order_are_those_its_number_is_asked_with(clock, shop, branch):
    ware = shop.market.shelf.all()[0]
    (number,) = shop.market.place(lines=[(ware.code, 1)])
    told = shop.methods["pdd.order.information.get"](shop.market, {"order_sn": number})
    order = told["order_info_get_response"]["order_info"]
    clock.advance(minutes=4)
    pull_orders(shop_ids=[ShopLink.objects.get().shop_id], actor=ACTOR, at=clock())
    ours = Order.objects.get(number=number)
    handle_remarks(order_ids=[ours.pk], actor=ACTOR, at=timezone.now())
    ids = take_to("waved", [ours.pk], at=timezone.now())
    request_waybills(parcel_ids=ids, actor=ACTOR, at=timezone.now())
    requests = list(WaybillRequest.objects.values_list("pk", flat=True))
    take_waybills(request_ids=requests, actor=ACTOR, at=timezone.now())
    (given,) = branch.numbers.given.values()
    assert Parcel.objects.get().waybill == given.number
    (parcel,) = given.asked["trade_order_info_dtos"]
    recipient = parcel["recipient"]
    assert (recipient["name"], recipient["mobile"]) == (order["receiver_name"], order["receiver_phone"])
    assert recipient["address"]["detail"] == order["receiver_address"]
    assert recipient["address"]["province"] == order["province"]
    assert parcel["order_info"] == {"order_channels_type": "PDD", "trade_order_list": [number]}
    assert shop.market.sales[number].buyer.receiver.mobile not in json.dumps(given.asked)

"""A Taobao simulator on a real socket, and a shop linked to it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.models import ShopLink
from zhanggui.channels.testing import ACTOR, make_link
from zhanggui.connectors.taobao.channel import Taobao
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.models import Order
from zhanggui.orders.testing import make_shop
from zhanggui.simulators.taobao.testing import Served, taobao


@pytest.fixture(autouse=True)
def impatient_taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Taobao]:
    """The real connector; only its pauses between tries are left out."""
    connector = Taobao(sleep=lambda seconds: None)
    monkeypatch.setitem(installed(GROUP), "taobao", connector)
    yield connector
    connector.close()


@pytest.fixture
def served() -> Iterator[Served]:
    with taobao(seed=7) as running:
        yield running


@pytest.fixture
def link_to(transactional_db: None) -> Callable[..., ShopLink]:
    def link(running: Served, **settings: Any) -> ShopLink:
        shop = make_shop(channel="taobao")
        return make_link(shop, f"{running.url}/router/rest", at=timezone.now(), **settings)

    return link


@pytest.fixture
def link(served: Served, link_to: Callable[..., ShopLink]) -> ShopLink:
    return link_to(served)


@pytest.fixture
def place(served: Served) -> Callable[..., list[str]]:
    """Orders placed a minute ago, so that their window has settled."""

    def place(count: int = 1, **details: Any) -> list[str]:
        return served.simulator.place(count, at=timezone.now() - timedelta(minutes=1), **details)

    return place


@pytest.fixture
def stock(transactional_db):
    product = Product.objects.create(code="P", name="Goods")
    skus = {code: Sku.objects.create(product=product, code=code, weight_g=100) for code in ("TS-BLK-M", "MUG-350-W")}
    for code, sku in skus.items():
        Barcode.objects.create(code=code, sku=sku)
    make_stock(make_warehouse(), {sku.pk: 500 for sku in skus.values()})
    return skus


@pytest.fixture
def ship(link, place, stock):
    """Orders with these lines were placed, pulled and shipped; answers the parcels by platform number."""

    def ship(*baskets) -> dict[str, int]:
        numbers = [place(lines=basket)[0] for basket in baskets]
        ShopLink.objects.update(pulled_at=None)  # so that the pull looks back far enough
        pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
        ids = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
        handle_remarks(order_ids=list(ids.values()), actor=ACTOR, at=timezone.now())
        parcels = take_to("shipped", [ids[number] for number in numbers], at=timezone.now())
        return dict(zip(numbers, parcels, strict=True))

    return ship

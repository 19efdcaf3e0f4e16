"""A small warehouse with two goods on the shelf, and people who may do one thing each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.flows.add_codes import add_codes
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.inventory.unique_codes import CodeDraft
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.models import Shop, Warehouse
from zhanggui.people.testing import PASSWORD, make_user

STOCK = 500
OpenPage = Callable[..., Page]


@dataclass
class World:
    """`a` has barcode 111 and weighs 200 g, `b` has 222 and weighs 150 g."""

    shop: Shop
    warehouse: Warehouse
    a: Sku
    b: Sku
    usual: dict[str, int] = field(default_factory=lambda: {"TS-A": 2, "TS-B": 1})

    def orders(self, count: int = 1, skus: dict[str, int] | None = None) -> list[int]:
        return make_orders(self.shop, [channel_order(skus=skus or self.usual) for _ in range(count)])

    def parcels(self, stage: str, count: int = 1, skus: dict[str, int] | None = None) -> list[Parcel]:
        """So many parcels at this stage, in the order of their orders."""
        ids = take_to(stage, self.orders(count, skus))
        found = Parcel.objects.in_bulk(ids)
        return [found[pk] for pk in ids]

    def parcel(self, stage: str, skus: dict[str, int] | None = None) -> Parcel:
        return self.parcels(stage, 1, skus)[0]


@pytest.fixture
def world(db: None) -> World:
    product = Product.objects.create(code="TS", name="T-shirt")
    a = Sku.objects.create(product=product, code="TS-A", spec="white", weight_g=200)
    b = Sku.objects.create(product=product, code="TS-B", spec="black", weight_g=150)
    Barcode.objects.bulk_create([Barcode(code="111", sku=a), Barcode(code="222", sku=b)])
    warehouse = make_warehouse()
    make_stock(warehouse, {a.pk: STOCK, b.pk: STOCK})
    return World(make_shop(), warehouse, a, b)


@pytest.fixture
def signed_in(world: World) -> Callable[..., Client]:
    """A browser of a person with these posts, in these warehouses only when any are named."""

    def sign_in(*roles: str, warehouses: tuple[Warehouse, ...] = (), name: str = "anna") -> Client:
        make_user(name, roles=roles, warehouse_ids=[each.pk for each in warehouses])
        client = Client(headers={"accept-language": "en"})
        assert client.login(username=name, password=PASSWORD)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def page_as(chromium: Browser, signed_in: Callable[..., Client]) -> Iterator[OpenPage]:
    """`page_as("picker", name="anna")`: a page of this person, in a browser of their own. None of them complains."""
    server = LiveServer("127.0.0.1")
    contexts, complaints = [], []

    def open_page(*roles: str, name: str, screen: tuple[int, int] = (1024, 600), language: str = "en") -> Page:
        none: tuple[Warehouse, ...] = ()
        session = signed_in(*roles, warehouses=none, name=name).cookies["sessionid"].value
        size = ViewportSize(width=screen[0], height=screen[1])
        context = chromium.new_context(base_url=server.url, viewport=size, locale=language)
        context.add_cookies(
            [
                {"name": key, "value": value, "url": server.url}
                for key, value in (("sessionid", session), ("table", name))
            ]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    server.stop()
    assert complaints == []


@pytest.fixture
def coded(world):
    """TS-A is tracked by codes; SN1 to SN4 lie in stock. TS-B has a code of its own kind, SNB."""
    set_tracking(sku_ids=[world.a.pk, world.b.pk], tracking="code", verify_by_count=False, actor=ACTOR, at=AT)
    drafts = [CodeDraft(f"SN{number}", world.a.pk, world.warehouse.pk) for number in range(1, 5)]
    outcome = add_codes(codes=[*drafts, CodeDraft("SNB", world.b.pk, world.warehouse.pk)], actor=ACTOR, at=AT)
    assert not outcome.refused
    return world

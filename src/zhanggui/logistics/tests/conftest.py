"""A warehouse with goods, and a provider's simulator on a real socket with an account that serves the warehouse."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx
import pytest
from django.utils import translation

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.connectors.douyin_waybills.provider import Douyin
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.waybills import GROUP
from zhanggui.logistics.models import WaybillAccount, WaybillRequest
from zhanggui.logistics.testing import make_account
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.simulators.douyin_waybills.simulator import DouyinSimulator
from zhanggui.simulators.stage.clock import standing_still

LEFT_AT = datetime(2025, 3, 4, 2, 0, tzinfo=UTC)
"""When shipped parcels left."""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def counter() -> DouyinSimulator:
    return DouyinSimulator(clock=standing_still())


@pytest.fixture
def gateway(counter) -> Iterator[str]:
    with counter.server.serving() as url:
        yield url


@pytest.fixture(autouse=True)
def provider(counter, monkeypatch) -> Iterator[Douyin]:
    """The real connector, with the clock of the simulator."""
    provider = Douyin(clock=counter.server.clock, timeout=httpx.Timeout(5))
    monkeypatch.setitem(installed(GROUP), "douyin", provider)
    yield provider
    provider.close()


@pytest.fixture
def warehouse(db):
    warehouse = make_warehouse()
    make_stock(warehouse, {sku.pk: 500 for sku in make_skus(1)})
    return warehouse


@pytest.fixture
def account(warehouse, gateway) -> WaybillAccount:
    return make_account(warehouse, gateway)


@pytest.fixture
def orders(warehouse) -> Callable[[int], list[int]]:
    """So many paid orders of one piece."""
    shop = make_shop()

    def orders(count: int = 1) -> list[int]:
        code = Sku.objects.values_list("code", flat=True)[0]
        return make_orders(shop, [channel_order(skus=[code]) for _ in range(count)])

    return orders


@pytest.fixture
def waved(orders, account) -> Callable[[int], list[Parcel]]:
    """So many parcels in a wave, whose numbers the account gives."""

    def waved(count: int = 1) -> list[Parcel]:
        ids = take_to("waved", orders(count))
        found = Parcel.objects.in_bulk(ids)
        return [found[pk] for pk in ids]

    return waved


@pytest.fixture
def shipped(warehouse) -> Callable[..., list[Parcel]]:
    """So many parcels that left at LEFT_AT."""
    shop = make_shop()

    def shipped(count: int = 1, **order) -> list[Parcel]:
        code = Sku.objects.values_list("code", flat=True)[0]
        made = make_orders(shop, [channel_order(skus=[code], **order) for _ in range(count)])
        ids = take_to("shipped", made, at=LEFT_AT)
        found = Parcel.objects.in_bulk(ids)
        return [found[pk] for pk in ids]

    return shipped


def requests_of(parcels) -> list[WaybillRequest]:
    return list(WaybillRequest.objects.filter(parcel__in=parcels).order_by("pk"))

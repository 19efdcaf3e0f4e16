from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from zhanggui.connectors.sf.provider import SfWaybills
from zhanggui.connectors.sf.tracking import SfTracking
from zhanggui.kernel.doors.tracking import TrackAccount, Tracking
from zhanggui.kernel.doors.waybills import (
    Branch,
    Contact,
    Goods,
    OrderName,
    WaybillAccount,
    WaybillProvider,
    WaybillRequest,
)
from zhanggui.simulators.sf import SfSimulator
from zhanggui.simulators.stage.clock import standing_still

SENDER = Contact(
    name="仓库", mobile="13800000001", state="广东省", city="深圳市", district="南山区", address="科技路1号"
)
RECEIVER = Contact(
    name="张三", mobile="13900001234", state="浙江省", city="杭州市", district="西湖区", address="文三路 2*号"
)


@pytest.fixture
def platform() -> SfSimulator:
    return SfSimulator(clock=standing_still())


@pytest.fixture
def gateway(platform: SfSimulator) -> Iterator[str]:
    with platform.serving() as gateway:
        yield gateway


@pytest.fixture
def account(gateway: str) -> WaybillAccount:
    return WaybillAccount(
        account_id=1,
        code="SF-SZ",
        settings={"gateway": gateway, "partner": "ZGDEMO"},
        secrets={"checkword": "demo-checkword"},
        branch=Branch(monthly_account="7551234567"),
        sender=SENDER,
    )


@pytest.fixture
def track_account(account: WaybillAccount) -> TrackAccount:
    return TrackAccount("SF-SZ", account.settings, dict(account.secrets) | {"push_token": "only-sf-knows"})


@pytest.fixture(scope="session")
def sf() -> Iterator[WaybillProvider]:
    provider = SfWaybills(sleep=lambda _: None, timeout=httpx.Timeout(5))
    yield provider
    provider.close()


@pytest.fixture(scope="session")
def tracking() -> Iterator[Tracking]:
    source = SfTracking(sleep=lambda _: None, timeout=httpx.Timeout(5))
    yield source
    source.close()


@pytest.fixture
def request_for() -> Any:
    plain = WaybillRequest(
        key="", carrier="sf", orders=(OrderName("", "1"),), receiver=RECEIVER, goods=(Goods("马克杯", 2),), weight=1250
    )
    return lambda key, **changed: replace(plain, key=key, **changed)

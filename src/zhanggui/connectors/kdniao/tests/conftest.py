from collections.abc import Iterator

import httpx
import pytest

from zhanggui.connectors.asking.tests.between import SENDER
from zhanggui.connectors.kdniao.provider import KdniaoWaybills
from zhanggui.connectors.kdniao.tracking import KdniaoTracking
from zhanggui.kernel.doors.tracking import TrackAccount, Tracking
from zhanggui.kernel.doors.waybills import Branch, WaybillAccount, WaybillProvider
from zhanggui.simulators.kdniao import KdniaoSimulator
from zhanggui.simulators.stage.clock import standing_still


@pytest.fixture
def platform() -> KdniaoSimulator:
    return KdniaoSimulator(clock=standing_still())


@pytest.fixture
def gateway(platform: KdniaoSimulator) -> Iterator[str]:
    with platform.serving() as gateway:
        yield gateway


@pytest.fixture
def account(gateway: str) -> WaybillAccount:
    return WaybillAccount(
        account_id=1,
        code="KDN",
        settings={"gateway": gateway, "ebusiness_id": "1300001", "customer_name": "ZGDEMO"},
        secrets={"app_key": "demo-app-key", "customer_password": "demo-customer-password"},
        branch=Branch(name="深圳南山"),
        sender=SENDER,
    )


@pytest.fixture
def track_account(gateway: str) -> TrackAccount:
    settings = {"gateway": gateway, "ebusiness_id": "1300001", "service": "paid"}
    return TrackAccount("KDN", settings, {"app_key": "demo-app-key"})


@pytest.fixture(scope="session")
def provider() -> Iterator[WaybillProvider]:
    provider = KdniaoWaybills(sleep=lambda _: None, timeout=httpx.Timeout(5))
    yield provider
    provider.close()


@pytest.fixture(scope="session")
def tracking() -> Iterator[Tracking]:
    source = KdniaoTracking(sleep=lambda _: None, timeout=httpx.Timeout(5))
    yield source
    source.close()

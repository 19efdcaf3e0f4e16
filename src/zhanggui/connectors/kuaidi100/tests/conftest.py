from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from zhanggui.connectors.kuaidi100.provider import Kuaidi100Waybills
from zhanggui.connectors.kuaidi100.tracking import Kuaidi100Tracking
from zhanggui.kernel.doors.tracking import TrackAccount
from zhanggui.kernel.doors.waybills import Branch, Contact, Goods, OrderName, WaybillAccount, WaybillRequest
from zhanggui.simulators.kuaidi100 import Kuaidi100Simulator
from zhanggui.simulators.stage.clock import standing_still

SENDER = Contact(
    name="仓库", mobile="13800000001", state="广东省", city="深圳市", district="南山区", address="科技路1号"
)
RECEIVER = Contact(
    name="张三", mobile="13900001234", state="浙江省", city="杭州市", district="西湖区", address="文三路 2 号"
)


@pytest.fixture
def platform() -> Kuaidi100Simulator:
    return Kuaidi100Simulator(clock=standing_still())


@pytest.fixture
def gateway(platform: Kuaidi100Simulator) -> Iterator[str]:
    with platform.serving() as gateway:
        yield gateway


@pytest.fixture
def account(gateway: str) -> WaybillAccount:
    return WaybillAccount(
        account_id=1,
        code="K100",
        settings={"gateway": gateway, "partner_id": "K10001"},
        secrets={"key": "demo-key", "secret": "demo-secret", "partner_key": "demo-partner-key"},
        branch=Branch(name="深圳南山"),
        sender=SENDER,
    )


@pytest.fixture
def track_account(gateway: str) -> TrackAccount:
    settings = {"gateway": gateway, "customer": "DEMO_CUSTOMER"}
    return TrackAccount("K100", settings, {"key": "demo-key", "salt": "demo-salt"})


@pytest.fixture
def kuaidi100() -> Iterator[Kuaidi100Waybills]:
    provider = Kuaidi100Waybills(sleep=lambda _: None, timeout=httpx.Timeout(5))
    yield provider
    provider.close()


@pytest.fixture
def tracking() -> Iterator[Kuaidi100Tracking]:
    source = Kuaidi100Tracking(sleep=lambda _: None, timeout=httpx.Timeout(5))
    yield source
    source.close()


@pytest.fixture
def request_for() -> Any:
    plain = WaybillRequest(
        key="", carrier="zto", orders=(OrderName("", "1"),), receiver=RECEIVER, goods=(Goods("马克杯", 2),), weight=1250
    )
    return lambda key, **changed: replace(plain, key=key, **changed)

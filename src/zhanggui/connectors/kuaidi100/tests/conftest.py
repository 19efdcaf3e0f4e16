from collections.abc import Iterator

import httpx
import pytest

from zhanggui.connectors.asking.tests.between import SENDER
from zhanggui.connectors.kuaidi100.provider import Kuaidi100Waybills
from zhanggui.connectors.kuaidi100.tracking import Kuaidi100Tracking
from zhanggui.kernel.doors.tracking import TrackAccount, Tracking
from zhanggui.kernel.doors.waybills import Branch, WaybillAccount, WaybillProvider
from zhanggui.simulators.kuaidi100 import Kuaidi100Simulator
from zhanggui.simulators.stage.clock import standing_still


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


@pytest.fixture(scope="session")
def provider() -> Iterator[WaybillProvider]:
    provider = Kuaidi100Waybills(sleep=lambda _: None, timeout=httpx.Timeout(5))
    yield provider
    provider.close()


@pytest.fixture(scope="session")
def tracking() -> Iterator[Tracking]:
    source = Kuaidi100Tracking(sleep=lambda _: None, timeout=httpx.Timeout(5))
    yield source
    source.close()

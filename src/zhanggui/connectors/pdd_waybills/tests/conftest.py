from collections.abc import Iterator

import httpx
import pytest

from zhanggui.connectors.asking.tests.contract import account_with
from zhanggui.connectors.pdd_waybills.provider import Pinduoduo
from zhanggui.kernel.doors.waybills import WaybillAccount, WaybillProvider
from zhanggui.simulators.pdd_waybills.simulator import (
    ACCESS_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    OWNER_ID,
    PinduoduoSimulator,
)
from zhanggui.simulators.stage.clock import standing_still


@pytest.fixture
def counter() -> PinduoduoSimulator:
    return PinduoduoSimulator(clock=standing_still())


@pytest.fixture
def account(counter) -> Iterator[WaybillAccount]:
    with counter.server.serving() as url:
        yield account_with(
            {"gateway": f"{url}/api/router", "client_id": CLIENT_ID, "owner_id": OWNER_ID},
            {"client_secret": CLIENT_SECRET, "access_token": ACCESS_TOKEN},
        )


@pytest.fixture
def provider(counter) -> Iterator[WaybillProvider]:
    provider = Pinduoduo(clock=counter.server.clock, timeout=httpx.Timeout(5))
    yield provider
    provider.close()

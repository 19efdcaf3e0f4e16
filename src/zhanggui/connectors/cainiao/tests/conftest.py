from collections.abc import Iterator

import httpx
import pytest

from zhanggui.connectors.asking.tests.contract import account_with
from zhanggui.connectors.cainiao.provider import Cainiao
from zhanggui.kernel.doors.waybills import WaybillAccount, WaybillProvider
from zhanggui.simulators.cainiao.simulator import APP_KEY, APP_SECRET, SESSION, USER_ID, CainiaoSimulator
from zhanggui.simulators.stage.clock import standing_still


@pytest.fixture
def counter() -> CainiaoSimulator:
    return CainiaoSimulator(clock=standing_still())


@pytest.fixture
def account(counter) -> Iterator[WaybillAccount]:
    with counter.server.serving() as url:
        yield account_with(
            {"gateway": f"{url}/router/rest", "app_key": APP_KEY, "user_id": USER_ID},
            {"app_secret": APP_SECRET, "session": SESSION},
        )


@pytest.fixture
def provider(counter) -> Iterator[WaybillProvider]:
    provider = Cainiao(clock=counter.server.clock, timeout=httpx.Timeout(5))
    yield provider
    provider.close()

from collections.abc import Iterator

import httpx
import pytest

from zhanggui.connectors.asking.tests.contract import account_with
from zhanggui.connectors.douyin_waybills.provider import Douyin
from zhanggui.kernel.doors.waybills import WaybillAccount, WaybillProvider
from zhanggui.simulators.douyin_waybills.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, DouyinSimulator
from zhanggui.simulators.stage.clock import standing_still


@pytest.fixture
def counter() -> DouyinSimulator:
    return DouyinSimulator(clock=standing_still())


@pytest.fixture
def account(counter) -> Iterator[WaybillAccount]:
    with counter.server.serving() as url:
        yield account_with(
            {"gateway": url, "app_key": APP_KEY, "order_channel.wechat": "77"},
            {"app_secret": APP_SECRET, "access_token": ACCESS_TOKEN},
        )


@pytest.fixture
def provider(counter) -> Iterator[WaybillProvider]:
    provider = Douyin(clock=counter.server.clock, timeout=httpx.Timeout(5))
    yield provider
    provider.close()

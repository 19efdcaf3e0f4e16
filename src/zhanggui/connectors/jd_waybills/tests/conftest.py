from collections.abc import Iterator

import httpx
import pytest

from zhanggui.connectors.asking.tests.contract import account_with
from zhanggui.connectors.jd_waybills.provider import JD
from zhanggui.kernel.doors.waybills import Branch, WaybillAccount, WaybillProvider
from zhanggui.simulators.jd_waybills.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, VENDOR_CODE, JDSimulator
from zhanggui.simulators.stage.clock import standing_still


@pytest.fixture
def counter() -> JDSimulator:
    return JDSimulator(clock=standing_still())


@pytest.fixture
def account(counter) -> Iterator[WaybillAccount]:
    with counter.server.serving() as url:
        yield account_with(
            {"gateway": f"{url}/routerjson", "app_key": APP_KEY, "vendor_code": VENDOR_CODE},
            {"app_secret": APP_SECRET, "access_token": ACCESS_TOKEN},
            branch=Branch(code="57901"),
        )


@pytest.fixture
def provider(counter) -> Iterator[WaybillProvider]:
    provider = JD(clock=counter.server.clock, timeout=httpx.Timeout(5))
    yield provider
    provider.close()

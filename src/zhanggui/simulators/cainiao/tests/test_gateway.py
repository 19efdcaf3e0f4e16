"""An unchanged client from the package index, and calls that must be refused."""

import time
from collections.abc import Iterator

import httpx
import pytest
from taobaopy.taobao import TaoBaoAPIClient, TaoBaoAPIError

from zhanggui.simulators.cainiao.gateway import signature
from zhanggui.simulators.cainiao.simulator import APP_KEY, APP_SECRET, SESSION, CainiaoSimulator
from zhanggui.simulators.stage.clock import standing_still

CALL = {
    "method": "cainiao.waybill.ii.search",
    "app_key": APP_KEY,
    "session": SESSION,
    "timestamp": "2025-03-04 10:00:00",
    "format": "json",
    "v": "2.0",
    "sign_method": "md5",
}


@pytest.fixture
def url() -> Iterator[str]:
    with CainiaoSimulator(clock=standing_still()).server.serving() as url:
        yield url


def sent(url, **changes):
    form = CALL | changes
    form.setdefault("sign", signature(form, APP_SECRET))
    return httpx.post(f"{url}/router/rest", data=form).json()


def test_a_signed_call_is_answered(url):
    rows = sent(url)["cainiao_waybill_ii_search_response"]["waybill_apply_subscription_cols"]
    assert len(rows["waybill_apply_subscription_info"]) == 4


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sign": "0" * 32}, 25),
        ({"timestamp": "2025-03-04 10:11:00"}, 31),
        ({"app_key": "1"}, 29),
        ({"session": "other"}, 27),
        ({"method": "cainiao.waybill.iii.get"}, 22),
        ({"method": "cainiao.waybill.ii.get"}, 40),
    ],
)
def test_a_call_that_is_wrong_is_refused_with_its_code(url, changes, code):
    assert sent(url, **changes)["error_response"]["code"] == code


@pytest.fixture
def shanghai(monkeypatch) -> Iterator[None]:
    """The client stamps its calls with the machine's local time."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_client_of_others_is_understood(shanghai):
    with CainiaoSimulator().server.serving() as url:
        client = TaoBaoAPIClient(APP_KEY, APP_SECRET, domain=url)
        client.set_access_token(SESSION)
        with pytest.raises(TaoBaoAPIError, match="不存在"):
            client.cainiao__waybill_ii_cancel(cp_code="ZTO", waybill_code="75000000000001")

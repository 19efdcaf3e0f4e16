from collections.abc import Iterator

import httpx
import pytest

from zhanggui.simulators.douyin_waybills.gateway import signature
from zhanggui.simulators.douyin_waybills.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, DouyinSimulator
from zhanggui.simulators.stage.clock import standing_still

CALL = {
    "app_key": APP_KEY,
    "method": "logistics.listShopNetsite",
    "access_token": ACCESS_TOKEN,
    "timestamp": "1741053600",
    "v": "2",
    "sign_method": "hmac-sha256",
}


@pytest.fixture
def url() -> Iterator[str]:
    with DouyinSimulator(clock=standing_still()).server.serving() as url:
        yield url


def sent(url, *, body='{"logistics_code":""}', path="logistics/listShopNetsite", **changes):
    query = CALL | changes
    query.setdefault("sign", signature(query | {"param_json": body}, APP_SECRET))
    return httpx.post(f"{url}/{path}", params=query, content=body.encode()).json()


@pytest.mark.parametrize("sign_method", ["hmac-sha256", "md5"])
def test_a_signed_call_is_answered(url, sign_method):
    answer = sent(url, sign_method=sign_method)
    assert answer["code"] == 10000
    assert len(answer["data"]["netsites"]) == 4


@pytest.mark.parametrize(
    ("changes", "sub_code"),
    [
        ({"sign": "0" * 64}, "isv.signature-invalid"),
        ({"timestamp": "1741050000"}, "isv.timestamp-invalid"),
        ({"access_token": "old"}, "isv.access-token-expired"),
        ({"method": "logistics.cancelOrder"}, "isv.parameter-invalid"),
        ({"body": '{"b":1,"a":2}'}, "isv.parameter-invalid"),
        ({"body": "{}"}, "isv.missing-parameter:logistics_code"),
    ],
)
def test_a_call_that_is_wrong_is_refused_with_its_code(url, changes, sub_code):
    assert sent(url, **changes)["sub_code"] == sub_code

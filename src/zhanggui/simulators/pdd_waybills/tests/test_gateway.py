from collections.abc import Iterator

import httpx
import pytest

from zhanggui.simulators.pdd_waybills.gateway import signature
from zhanggui.simulators.pdd_waybills.simulator import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, PinduoduoSimulator
from zhanggui.simulators.stage.clock import standing_still

CALL = {
    "type": "pdd.waybill.search",
    "client_id": CLIENT_ID,
    "access_token": ACCESS_TOKEN,
    "timestamp": "1741053600",
    "data_type": "JSON",
    "version": "V1",
}


@pytest.fixture
def url() -> Iterator[str]:
    with PinduoduoSimulator(clock=standing_still()).server.serving() as url:
        yield f"{url}/api/router"


def signed(**changes):
    call = CALL | changes
    return call if "sign" in call else call | {"sign": signature(call, CLIENT_SECRET)}


def test_a_form_and_json_are_the_same_call(url):
    by_form, by_json = httpx.post(url, data=signed()).json(), httpx.post(url, json=signed()).json()
    rows = [one["pdd_waybill_search_response"]["waybill_apply_subscription_cols"] for one in (by_form, by_json)]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 4


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sign": "0" * 32}, 20004),
        ({"timestamp": "1741052000"}, 10001),
        ({"client_id": "1"}, 10016),
        ({"access_token": "old"}, 10019),
        ({"type": "pdd.waybill.give"}, 10017),
        ({"type": "pdd.waybill.get"}, 10000),
    ],
)
def test_a_call_that_is_wrong_is_refused_with_its_code(url, changes, code):
    assert httpx.post(url, data=signed(**changes)).json()["error_response"]["error_code"] == code

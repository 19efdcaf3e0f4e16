from collections.abc import Iterator

import httpx
import pytest

from zhanggui.simulators.jd_waybills.gateway import signature
from zhanggui.simulators.jd_waybills.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, JDSimulator
from zhanggui.simulators.stage.clock import standing_still

METHOD = "jingdong.ldop.alpha.provider.sign.success.info.get"
CALL = {
    "method": METHOD,
    "app_key": APP_KEY,
    "access_token": ACCESS_TOKEN,
    "timestamp": "2025-03-04 10:00:00.000+0800",
    "v": "2.0",
    "360buy_param_json": '{"venderCode":"42463"}',
}


@pytest.fixture
def url() -> Iterator[str]:
    with JDSimulator(clock=standing_still()).server.serving() as url:
        yield f"{url}/routerjson"


def sent(url, **changes):
    form = CALL | changes
    form.setdefault("sign", signature(form, APP_SECRET))
    return httpx.post(url, data=form).json()


def test_a_signed_call_is_answered_under_the_misspelt_root(url):
    content = sent(url)[METHOD.replace(".", "_") + "_responce"]
    assert content["code"] == "0"
    assert len(content["resultInfo"]["data"]) == 4


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sign": "0" * 32}, "12"),
        ({"timestamp": "2025-03-04 10:07:00"}, "8"),
        ({"app_key": "1"}, "21"),
        ({"access_token": "old"}, "19"),
        ({"method": "jingdong.ldop.alpha.waybill.give"}, "15"),
    ],
)
def test_a_call_that_is_wrong_is_refused_with_its_code(url, changes, code):
    assert sent(url, **changes)["error_response"]["code"] == code


def test_what_the_business_refuses_stands_inside_the_answer(url):
    content = sent(url, **{"360buy_param_json": "{}"})[METHOD.replace(".", "_") + "_responce"]
    assert content["resultInfo"] == {"statusCode": 1, "statusMessage": "venderCode不能为空", "data": None}

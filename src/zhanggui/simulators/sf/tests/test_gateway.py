import json

import httpx
import pytest

from zhanggui.simulators.sf import SfSimulator
from zhanggui.simulators.sf.signing import digest, java_encoded

SIGNED = {"partnerID": "ZGDEMO", "requestID": "1", "serviceCode": "EXP_RECE_SEARCH_ORDER_RESP", "timestamp": "1"}
ASKED = '{"orderId": "none"}'


@pytest.fixture
def post():
    simulator = SfSimulator()
    with simulator.serving() as gateway, httpx.Client(trust_env=False) as client:
        yield lambda form: client.post(gateway, data=form).json()


def form(**changed):
    said = digest(ASKED, "1", "demo-checkword")
    return SIGNED | {"msgData": ASKED, "msgDigest": said} | changed


def test_the_encoding_is_that_of_java():
    assert java_encoded("a b*c~d 中文") == "a+b*c%7Ed+%E4%B8%AD%E6%96%87"
    assert (
        digest('{"language":"zh-CN","orderId":"T-0001"}', "1700000000000", "demo-checkword")
        == "aoD2tNsOVStcTFZfptk7hQ=="
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"msgDigest": "wrong"}, "A1006"),
        ({"msgDigest": ""}, "A1001"),
        ({"serviceCode": "NONE", "msgDigest": "x"}, "A1004"),
    ],
)
def test_the_gateway_refuses_in_its_own_order(post, changed, code):
    assert post(form(**changed))["apiResultCode"] == code


def test_the_business_answer_is_a_text_inside_the_envelope(post):
    answer = post(form())
    assert answer["apiResultCode"] == "A1000"
    assert json.loads(answer["apiResultData"])["errorCode"] == "8018"


def test_more_calls_than_allowed_in_a_second_are_refused():
    simulator = SfSimulator()
    simulator.gateway.per_second = 1
    with simulator.serving() as gateway, httpx.Client(trust_env=False) as client:
        codes = [client.post(gateway, data=form()).json()["apiResultCode"] for _ in range(4)]
    assert "A1005" in codes

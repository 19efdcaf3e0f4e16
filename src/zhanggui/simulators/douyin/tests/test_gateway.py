"""The platform refuses what the platform refuses, before it looks at what is asked."""

import httpx
import pytest

from zhanggui.simulators.douyin.gateway import event_sign, signature
from zhanggui.simulators.douyin.simulator import ACCESS_TOKEN

LIST = "order.searchList"
NOTE = (
    '{"note":"礼盒<红>&蓝","order_by":"update_time","page":0,"size":10,'
    '"update_time_end":1700003600,"update_time_start":1700000000}'
)
GIVEN = {
    "app_key": "7000000000000000001",
    "method": LIST,
    "param_json": NOTE,
    "timestamp": "1700003700",
    "v": "2",
    "access_token": "not signed",
}
PAGE = {"page": 0, "size": 10, "create_time_start": 1741053600, "create_time_end": 1741060000}


def test_the_signature_is_that_of_the_vectors():
    expected = "966fb95b70770023d968b042fa123b307635315fa3e061df225526ced74f466d"
    assert signature(GIVEN | {"sign_method": "hmac-sha256"}, "dy-demo-secret") == expected
    assert signature(GIVEN, "dy-demo-secret") == "2516fb9cdf7c9fe4fc42913fae849450"
    body = b'[{"tag":"101","msg_id":"1","data":{"p_id":4800000000000000001}}]'
    assert event_sign("7000000000000000001", body, "dy-demo-secret") == "be3647491ee3457a331f4e668607f474"


@pytest.mark.parametrize("method", ["hmac-sha256", "md5"])
def test_a_signed_call_is_answered_with_both_envelopes(ask, method):
    answer = ask(LIST, PAGE, query={"sign_method": method})
    assert (answer["code"], answer["err_no"], answer["data"]["shop_order_list"]) == (10000, 0, [])


@pytest.mark.parametrize(
    ("query", "after", "code", "sub_code"),
    [
        ({}, {"sign": "0" * 64}, 40003, "isv.signature-invalid"),
        ({}, {"sign": ""}, 40001, "isv.signature-missing"),
        ({}, {"timestamp": "1741053601"}, 40003, "isv.signature-invalid"),
        ({"timestamp": "1741050000"}, {}, 40003, "isv.timestamp-invalid"),
        ({"timestamp": "soon"}, {}, 40003, "isv.timestamp-invalid"),
        ({"app_key": "1"}, {}, 40003, "isv.app-key-invalid"),
        ({"method": "order.list"}, {}, 40003, "isv.parameter-invalid"),
        ({"access_token": ""}, {}, 40001, "isv.access-token-missing"),
        ({"access_token": "mine"}, {}, 40003, "isv.access-token-no-existed"),
    ],
)
def test_a_call_that_is_wrong_is_refused_with_its_code(ask, query, after, code, sub_code):
    answer = ask(LIST, PAGE, query=query, **after)
    assert (answer["code"], answer["sub_code"], answer["data"]) == (code, sub_code, None)


def test_text_of_beijing_is_a_time_too(ask):
    assert ask(LIST, PAGE, query={"timestamp": "2025-03-04 10:00:00"})["code"] == 10000


def test_a_token_that_ran_out_is_refused(ask, platform):
    platform.market.keys.expire()
    assert ask(LIST, PAGE)["sub_code"] == "isv.access-token-expired"


def test_too_many_calls_are_refused_until_the_time_is_over(ask, platform):
    platform.market.ban(30)
    assert (ask(LIST, PAGE)["code"], ask(LIST, PAGE)["sub_code"]) == (60000, "isv.traffic-limited")
    platform.market.clock.advance(seconds=31)
    assert ask(LIST, PAGE)["code"] == 10000


def test_a_body_that_is_no_object_is_refused(url, platform):
    given = {"app_key": "7000000000000000001", "method": LIST, "timestamp": "1741053600", "v": "2"}
    given["sign"] = signature(given | {"param_json": "[1]"}, "dy-demo-secret")
    answer = httpx.post(f"{url}/order/searchList", params=given | {"access_token": ACCESS_TOKEN}, content=b"[1]")
    assert answer.json()["sub_code"] == "isv.parameter-invalid"


def refresh(ask, token):
    return ask("token.refresh", {"grant_type": "refresh_token", "refresh_token": token}, query={"access_token": ""})


def test_a_young_token_is_given_again_and_an_old_one_gets_a_successor(ask, platform):
    young = refresh(ask, "refresh-demo-00")["data"]
    assert (young["access_token"], young["shop_id"], young["expires_in"]) == (ACCESS_TOKEN, 4463798, 7 * 86_400)
    platform.market.clock.advance(days=6, hours=23, minutes=30)
    new = refresh(ask, "refresh-demo-00")["data"]
    assert (new["access_token"], platform.tokens.is_good(ACCESS_TOKEN)) == ("token-demo-01", True)
    platform.market.clock.advance(hours=2)
    assert not platform.tokens.is_good(ACCESS_TOKEN)


def test_after_the_end_the_old_pair_is_void(ask, platform):
    platform.market.keys.expire()
    new = refresh(ask, "refresh-demo-00")["data"]
    assert not platform.tokens.is_good(ACCESS_TOKEN)
    assert refresh(ask, "refresh-demo-00")["code"] == 50001
    assert platform.tokens.is_good(new["access_token"])


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"grant_type": "authorization_code", "code": "code-demo-01"}, 10000),
        ({"grant_type": "authorization_self", "shop_id": "4463798"}, 10000),
        ({"grant_type": "authorization_self", "test_shop": "1"}, 10000),
        ({"grant_type": "authorization_code", "code": "guessed"}, 50001),
        ({"grant_type": "authorization_self", "shop_id": "1"}, 50001),
    ],
)
def test_a_token_is_given_for_a_code_or_for_the_sellers_own_shop(ask, asked, code):
    assert ask("token.create", asked, query={"access_token": ""})["code"] == code

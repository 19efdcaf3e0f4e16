"""What the gateway refuses, in its own codes."""

import httpx
import pytest

from zhanggui.simulators.jd.gateway import signature


def code_of(answer):
    return answer["error_response"]["code"]


def test_the_published_example_is_signed_as_published():
    given = {
        "360buy_param_json": '{"end_date":null,"optional_fields":null,"order_state":"WAIT_SELLER_STOCK_OUT",'
        '"page":"1","page_size":"200","start_date":null}',
        "access_token": "yourtoken",
        "app_key": "yourappkey",
        "method": "jingdong.pop.order.search",
        "timestamp": "2021-05-07 09:20:39.683+0800",
        "v": "2.0",
    }
    assert signature(given, "yourappSecret") == "D70825340F4084360B9362B60DFD7930"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"method": None}, "14"),
        ({"method": "jingdong.nothing"}, "15"),
        ({"app_key": "other"}, "21"),
        ({"v": None}, "4"),
        ({"v": "1.0"}, "5"),
        ({"timestamp": None}, "7"),
        ({"timestamp": "yesterday"}, "8"),
        ({"timestamp": "2025-03-04 09:53:59"}, "8"),
        ({"timestamp": "2025-03-04 10:06:01"}, "8"),
        ({"access_token": "other"}, "19"),
        ({"access_token": None}, "19"),
        ({"360buy_param_json": "{"}, "26"),
    ],
)
def test_a_wrong_call_is_refused_in_the_platforms_codes(call, form, code):
    assert code_of(call("vender.shop.query", form=form)) == code


@pytest.mark.parametrize(
    "stated", ["2025-03-04 09:54:00", "2025-03-04 10:00:00.123+0800", "2025-03-04 02:00:00.000+0000"]
)
def test_six_minutes_milliseconds_and_zones_are_taken(call, stated):
    assert "error_response" not in call("vender.shop.query", form={"timestamp": stated})


def test_signatures_are_compared_byte_by_byte(call):
    assert code_of(call("vender.shop.query", sign="0" * 32)) == "12"
    assert code_of(call("vender.shop.query", sign="")) == "11"
    assert code_of(call("vender.shop.query", v="2.0 ")) == "5"


def test_what_is_asked_is_signed_too(call):
    assert code_of(call("pop.order.get", {"order_id": 1}, **{"360buy_param_json": '{"order_id":2}'})) == "12"


def test_a_ban_lasts_its_seconds(call, platform):
    platform.market.ban(30)
    assert code_of(call("vender.shop.query")) == "2"
    platform.market.clock.advance(seconds=30)
    assert "error_response" not in call("vender.shop.query")


def test_a_refusal_can_be_told_to_happen(call, platform):
    platform.server.faults.add("refuse", code="65", sentence="处理超时")
    assert code_of(call("vender.shop.query")) == "65"
    assert "error_response" not in call("vender.shop.query")


def test_a_token_is_renewed_in_its_last_day_only(platform, url):
    def renew(token="refresh-demo-00", secret="jd-shop-demo-secret"):
        given = {"app_key": "jd-shop-demo", "app_secret": secret, "grant_type": "refresh_token", "refresh_token": token}
        return httpx.get(f"{url}/oauth2/refresh_token", params=given).json()

    assert [renew()["code"], renew(token="other")["code"], renew(secret="other")["code"]] == [403, 401, 400]
    platform.market.clock.advance(days=29, hours=1)
    told = renew()
    assert (told["code"], told["expires_in"]) == (0, 30 * 86_400)
    assert told["access_token"] == platform.market.keys.token != "token-demo-00"
    assert renew()["code"] == 401
    platform.market.clock.advance(days=30)
    assert renew(token=told["refresh_token"])["code"] == 402


def test_it_is_played_by_hand_over_http(url):
    def play(script, **given):
        return httpx.post(f"{url}/sim/{script}", json=given).json()

    (number,) = play("place", n=1)["numbers"]
    case = play("refunds", number=number)["case"]
    assert play("state")["sales"][0]["cases"] == [{"number": case, "state": "asked"}]
    play("refunds", number=number, case=case, state="refused")
    assert play("sales", numbers=[number], action="ship", carrier="1499", waybill="75000000000001")["done"]
    assert play("clock", advance_s=60)["now"].startswith("2025-03-04T02:01")
    assert play("faults", faults=[{"kind": "drop"}])["faults"][0]["kind"] == "drop"
    assert play("chaos", ban_s=5)["banned_s"] == 5

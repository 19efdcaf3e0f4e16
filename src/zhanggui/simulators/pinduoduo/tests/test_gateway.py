"""The gateway refuses what the platform refuses, with the platform's own numbers."""

import httpx
import orjson
import pytest

from zhanggui.simulators.pinduoduo.gateway import signature
from zhanggui.simulators.pinduoduo.listing import MALL_NAME
from zhanggui.simulators.pinduoduo.simulator import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET
from zhanggui.simulators.pinduoduo.tokens import CODE

SHOP = "mall.info.get"


def code(answer):
    return answer["error_response"]["error_code"]


def test_the_published_vector_is_signed_as_published():
    given = {
        "access_token": "asd78172s8ds9a921j9qqwda12312w1w21211",
        "client_id": "1",
        "data_type": "XML",
        "order_status": "1",
        "page": "1",
        "page_size": "10",
        "timestamp": "1480411125",
        "type": "pdd.order.number.list.get",
    }
    assert signature(given, "testSecret") == "E4DE3ED21002510DED352819E7AE6775"
    assert signature(given | {"sign": "whatever"}, "testSecret") == "E4DE3ED21002510DED352819E7AE6775"


def test_a_signed_call_is_answered(call):
    assert call(SHOP)["mall_info_get_response"]["mall_name"] == MALL_NAME


@pytest.mark.parametrize(
    ("common", "number"),
    [
        ({"type": None}, 10001),
        ({"type": "pdd.no.such.call"}, 10017),
        ({"client_id": "other"}, 10016),
        ({"timestamp": None}, 10001),
        ({"timestamp": "soon"}, 10001),
        ({"timestamp": "1741052999"}, 10001),  # a second more than ten minutes ago
        ({"timestamp": "1741054201"}, 10001),
        ({"data_type": "XML"}, 10001),
        ({"access_token": None}, 20032),
        ({"access_token": "other"}, 20032),
    ],
)
def test_a_call_that_is_not_whole_is_refused(call, common, number):
    assert code(call(SHOP, common=common)) == number


def test_a_clock_that_differs_by_less_than_ten_minutes_is_taken(call):
    for stamp in ("1741053000", "1741054200"):
        assert "mall_info_get_response" in call(SHOP, common={"timestamp": stamp})


@pytest.mark.parametrize("after", [{"sign": "0" * 32}, {"sign": "错"}, {"page": "2"}])
def test_what_was_not_signed_so_is_refused(call, after):
    assert code(call(SHOP, **after)) == 20004


def test_a_call_without_a_signature_is_refused(call):
    assert code(call(SHOP, sign="")) == 10001


def test_only_posts_are_taken(url):
    assert code(httpx.get(f"{url}/api/router").json()) == 10002
    assert httpx.head(f"{url}/api/router").status_code == 200


def test_json_is_taken_as_well_and_nested_values_are_signed_as_their_text(platform, url):
    (number,) = platform.market.place()
    platform.market.ship(number, "115", "75000000000001")
    tracks = [{"shipping_id": 115, "tracking_number": "75000000000002"}]
    given = {
        "type": "pdd.order.upload.extra.logistics",
        "client_id": CLIENT_ID,
        "access_token": ACCESS_TOKEN,
        "timestamp": "1741053600",
        "order_sn": number,
    }
    sign = signature(given | {"extra_track_list": orjson.dumps(tracks).decode()}, CLIENT_SECRET)
    answer = httpx.post(f"{url}/api/router", json=given | {"extra_track_list": tracks, "sign": sign}).json()
    assert answer["upload_extra_logistics_response"]["success"] is True
    broken = httpx.post(f"{url}/api/router", content=b"{", headers={"Content-Type": "application/json"})
    assert code(broken.json()) == 10000


def test_a_token_that_ran_out_is_refused_until_it_is_renewed_and_the_old_one_stays_void(call, platform):
    platform.market.keys.expire()
    assert code(call(SHOP)) == 10019
    fresh = call("pop.auth.token.refresh", {"refresh_token": "refresh-demo-00"}, common={"access_token": None})
    told = fresh["pop_auth_token_refresh_response"]
    assert told["expires_at"] == int(platform.market.keys.expires_at.timestamp())
    assert "mall_info_get_response" in call(SHOP, common={"access_token": told["access_token"]})
    assert code(call(SHOP)) == 20032
    assert code(call("pop.auth.token.refresh", {"refresh_token": "refresh-demo-00"})) == 10000


def test_the_code_of_the_sellers_consent_gives_a_token(call):
    assert code(call("pop.auth.token.create", {"code": "guessed"})) == 10000
    assert call("pop.auth.token.create", {"code": CODE})["pop_auth_token_create_response"]["owner_name"] == MALL_NAME


def test_a_ban_lasts_as_long_as_it_was_said(call, platform):
    platform.market.ban(30)
    assert code(call(SHOP)) == 70031
    platform.market.clock.advance(seconds=31)
    assert "mall_info_get_response" in call(SHOP)


def test_a_refusal_on_demand_is_told_in_its_words(call, platform):
    platform.server.faults.add("refuse", code="52103", sentence="服务暂时不可用", call=f"pdd.{SHOP}")
    assert code(call(SHOP)) == 52103
    assert "mall_info_get_response" in call(SHOP)

"""The system parameters: what is refused, with which code, and in which writing."""

from xml.etree.ElementTree import fromstring

import httpx
import pytest

from zhanggui.simulators.taobao.signing import signature

TIME = "taobao.time.get"
SELLER = "taobao.user.seller.get"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"method": None}, 21),
        ({"method": "taobao.nothing.get"}, 22),
        ({"format": "yaml"}, 23),
        ({"sign": None}, 24),
        ({"sign": "0" * 32}, 25),
        ({"sign_method": "sha1", "sign": "AB"}, 25),
        ({"session": None}, 26),
        ({"session": "nobody"}, 27),
        ({"app_key": None}, 28),
        ({"app_key": "1"}, 29),
        ({"timestamp": None}, 30),
        ({"timestamp": "2025-03-04 10:10:01"}, 31),
        ({"timestamp": "yesterday"}, 31),
        ({"v": None}, 32),
        ({"v": "two"}, 33),
        ({"v": "1.0"}, 34),
        ({"fields": None}, 40),
        ({"sign_method": None}, 40),
    ],
)
def test_each_system_refusal(served, changes, code):
    params = {"fields": "nick", **changes}
    method = params.pop("method", SELLER)
    answer = served.post(method, **params) if method else served.post("", **params)
    assert answer.status_code == 200
    if answer.text.startswith("{"):
        assert answer.json()["error_response"]["code"] == code
    else:
        assert fromstring(answer.text).findtext("code") == str(code)


@pytest.mark.parametrize("method", ["md5", "hmac", "hmac-sha256"])
def test_every_sign_method_is_accepted(served, method):
    assert served.call(TIME, sign_method=method)["time"] == "2025-03-04 10:00:00"


def test_timestamp_in_milliseconds_and_nine_minutes_off(served, watch):
    assert "time" in served.call(TIME, timestamp=int(watch.at.timestamp() * 1000))
    assert "time" in served.call(TIME, timestamp="2025-03-04 10:09:59")
    assert "time" in served.call(TIME, timestamp="2025-03-04 09:50:01")


def test_parameters_in_the_query_and_in_the_body(served):
    params = {
        "method": SELLER,
        "app_key": "20001234",
        "session": "sess-demo-01",
        "timestamp": "2025-03-04 10:00:00",
        "v": "2.0",
        "format": "json",
        "sign_method": "md5",
        "fields": "nick",
    }
    params["sign"] = signature(params, secret="demo-secret", method="md5")
    url = f"{served.url}/router/rest"
    system = {name: value for name, value in params.items() if name != "fields"}
    split = httpx.post(url, params=system, data={"fields": "nick"})
    whole = httpx.post(url, params=params)
    assert split.json()["user_seller_get_response"]["user"] == {"nick": "掌柜演示旗舰店"}
    assert whole.json()["user_seller_get_response"]["user"] == {"nick": "掌柜演示旗舰店"}


def test_text_that_is_no_utf8(served):
    answer = httpx.post(f"{served.url}/router/rest", content=b"method=a&memo=%FF%FE&format=json")
    assert "<code>47</code>" in answer.text


def test_only_get_and_post_are_answered(served):
    assert "<code>9</code>" in httpx.put(f"{served.url}/router/rest", content=b"").text


def test_probe_with_head(served):
    assert httpx.head(f"{served.url}/router/rest").status_code == 200


def test_xml_is_the_default(served):
    tid = served.simulator.place()[0]
    answer = served.post("taobao.trade.fullinfo.get", tid=tid, fields="tid,orders.oid,is_part_consign", format=None)
    assert answer.headers["content-type"].startswith("text/xml")
    root = fromstring(answer.text)
    assert root.tag == "trade_fullinfo_get_response"
    assert root.findtext("trade/tid") == tid
    assert root.findtext("trade/is_part_consign") == "false"
    assert root.find("trade/orders[@list='true']") is not None
    assert root.findtext("trade/orders/order/oid")


def test_xml_error(served):
    root = fromstring(served.post("taobao.trade.fullinfo.get", tid=1, fields="tid", format="xml").text)
    assert (root.tag, root.findtext("code"), root.findtext("sub_code")) == (
        "error_response",
        "15",
        "isv.trade-not-exist",
    )


def test_simplified_json_has_no_wrapper_and_one_list_level(served):
    tid = served.simulator.place()[0]
    window = {"start_modified": "2025-03-04 09:00:00", "end_modified": "2025-03-04 11:00:00"}
    answer = served.post("taobao.trades.sold.increment.get", fields="tid,orders", simplify="true", **window).json()
    assert answer["trades"][0]["tid"] == int(tid)
    assert isinstance(answer["trades"][0]["orders"], list)


def test_every_call_is_in_the_log(served):
    served.call(TIME)
    served.call("taobao.trade.fullinfo.get", tid=1, fields="tid")
    newest, before = served.simulator.log[:2]
    assert (newest["method"], newest["result"]) == ("taobao.trade.fullinfo.get", "15 isv.trade-not-exist")
    assert (before["method"], before["result"]) == (TIME, "ok")

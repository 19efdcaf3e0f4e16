"""The published and computed vectors of the protocol reference."""

import pytest

from zhanggui.simulators.taobao.signing import is_signed, signature

MEMO = {
    "app_key": "20001234",
    "method": "taobao.trade.memo.update",
    "session": "sess-demo-01",
    "timestamp": "2025-03-04 05:06:07",
    "format": "json",
    "v": "2.0",
    "tid": "3312345678901234567",
    "memo": "加急 请发顺丰",
    "flag": "1",
}


def test_published_example():
    params = {
        "app_key": "12345678",
        "fields": "num_iid,title,nick,price,num",
        "format": "json",
        "method": "taobao.item.seller.get",
        "num_iid": "11223344",
        "session": "test",
        "sign_method": "md5",
        "timestamp": "2016-01-01 12:00:00",
        "v": "2.0",
    }
    assert signature(params, secret="helloworld", method="md5") == "66987CB115214E59E6EC978214934FB8"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("md5", "D66A5C4011248D38C7F84FBA86C161B7"),
        ("hmac", "BB8E9219A809D319B4E3B65554EDF226"),
        ("hmac-sha256", "4812526B38A2B5FBA91519B074B668A2284F9180386E30D1D97590308341444F"),
    ],
)
def test_chinese_text_by_each_method(method, expected):
    params = MEMO | {"sign_method": method}
    assert signature(params, secret="demo-secret", method=method) == expected
    assert is_signed(params | {"sign": expected}, secret="demo-secret", method=method)
    assert not is_signed(params | {"sign": expected, "flag": "2"}, secret="demo-secret", method=method)

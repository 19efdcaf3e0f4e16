import pytest

from zhanggui.connectors.taobao.signing import sign

PUBLISHED = {
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
CHINESE = {
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


def test_the_example_published_by_the_platform_holds():
    assert sign(PUBLISHED, secret="helloworld", method="md5") == "66987CB115214E59E6EC978214934FB8"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("md5", "D66A5C4011248D38C7F84FBA86C161B7"),
        ("hmac", "BB8E9219A809D319B4E3B65554EDF226"),
        ("hmac-sha256", "4812526B38A2B5FBA91519B074B668A2284F9180386E30D1D97590308341444F"),
    ],
)
def test_chinese_text_is_signed_as_utf8(method, expected):
    assert sign(CHINESE | {"sign_method": method}, secret="demo-secret", method=method) == expected

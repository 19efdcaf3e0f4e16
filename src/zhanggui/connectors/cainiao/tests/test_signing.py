import pytest

from zhanggui.connectors.cainiao.signing import sign
from zhanggui.simulators.cainiao.gateway import signature

SHORT = {
    "app_key": "demo",
    "method": "taobao.time.get",
    "timestamp": "2026-01-01 00:00:00",
    "v": "2.0",
    "sign_method": "md5",
    "format": "json",
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


@pytest.mark.parametrize(
    ("given", "method", "expected"),
    [
        (SHORT, "md5", "BF0AC9D5094E3F22298ED667960E63CF"),
        (CHINESE, "md5", "D66A5C4011248D38C7F84FBA86C161B7"),
        (CHINESE, "hmac", "BB8E9219A809D319B4E3B65554EDF226"),
        (CHINESE, "hmac-sha256", "4812526B38A2B5FBA91519B074B668A2284F9180386E30D1D97590308341444F"),
    ],
)
def test_both_sides_sign_as_the_vectors_do(given, method, expected):
    given = given | {"sign_method": method}
    assert sign(given, secret="demo-secret", method=method) == expected
    assert signature(given, "demo-secret") == expected

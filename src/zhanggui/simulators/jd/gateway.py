"""The gateway: a call from its bytes to its parameters, checked in the platform's order."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import orjson
from werkzeug.wrappers import Request

from zhanggui.simulators.market.keys import Keys
from zhanggui.simulators.stage.clock import GMT8

TOLERANCE_S = 360
BUSINESS = "360buy_param_json"

Given = Mapping[str, str]
Asked = Mapping[str, Any]


class Refused(Exception):
    """The gateway refuses with HTTP 200 and an error envelope."""

    def __init__(self, code: int, zh: str, en: str) -> None:
        super().__init__(f"{code} {en}")
        self.content = {"code": str(code), "zh_desc": zh, "en_desc": en}


class Failed(Exception):
    """The business says no, inside an ordinary answer; each method has its own place for it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code} {sentence}")
        self.code, self.sentence = code, sentence


def received(request: Request) -> dict[str, str]:
    """The parameters of query and body alike."""
    body = request.get_data().decode("utf-8")
    return dict(parse_qsl(request.query_string.decode() + "&" + body, keep_blank_values=True))


def signature(given: Given, secret: str) -> str:
    """The signature over everything received but `sign` itself."""
    text = secret
    for name in sorted(given.keys() - {"sign"}):
        text += name + given[name]
    return hashlib.md5((text + secret).encode()).hexdigest().upper()


def check_signed(given: Given, *, app_key: str, secret: str, now: datetime) -> None:
    """Refuses a call that is incomplete, stale or wrongly signed."""
    if not given.get("method"):
        raise Refused(14, "缺少方法名参数", "Missing method")
    if given.get("app_key") != app_key:
        raise Refused(21, "无效App Key", "Invalid App Key")
    if not given.get("v"):
        raise Refused(4, "缺少版本参数", "Missing version")
    if given["v"] != "2.0":
        raise Refused(5, "不支持的版本号", "Unsupported version")
    if not given.get("timestamp"):
        raise Refused(7, "缺少时间戳参数", "Missing timestamp")
    if abs((now - _stated(given["timestamp"])).total_seconds()) > TOLERANCE_S:
        raise Refused(8, "非法的时间戳参数", "Invalid timestamp")
    if not given.get("sign"):
        raise Refused(11, "缺少签名参数", "Missing signature")
    if not hmac.compare_digest(given["sign"].encode(), signature(given, secret).encode()):
        raise Refused(12, "无效签名", "Invalid signature")


def check_token(given: Given, keys: Keys) -> None:
    """Refuses a call that no shop has authorised."""
    if not keys.is_good(given.get("access_token", "")):
        raise Refused(19, "无效access_token", "Invalid access_token")


def parameters(given: Given) -> dict[str, Any]:
    """The business parameters."""
    try:
        content = orjson.loads(given.get(BUSINESS, "") or "{}")
    except orjson.JSONDecodeError:
        raise Refused(26, "业务参数不是合法的JSON", "Invalid 360buy_param_json") from None
    return content if isinstance(content, dict) else {}


def whole(asked: Asked, name: str, *, most: int, default: int = 1) -> int:
    """A whole number above zero, as number or as its digits."""
    value = str(asked.get(name, default))
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise Failed("10100001", f"{name}不合法")
    return int(value)


def span(asked: Asked, start: str, end: str) -> tuple[datetime, datetime] | None:
    """Both moments, or neither."""
    if not asked.get(start) and not asked.get(end):
        return None
    first, last = moment(asked, start), moment(asked, end)
    if not first < last:
        raise Failed("10100001", f"{start}必须早于{end}")
    return first, last


def moment(asked: Asked, name: str) -> datetime:
    try:
        return datetime.strptime(str(asked.get(name, "")), "%Y-%m-%d %H:%M:%S").replace(tzinfo=GMT8)
    except ValueError:
        raise Failed("10100001", f"{name}格式必须为yyyy-MM-dd HH:mm:ss") from None


def _stated(text: str) -> datetime:
    """Local time, or with milliseconds and a zone."""
    whole = f"{text}.000+0800" if len(text) == len("2025-03-04 09:00:00") else text
    try:
        return datetime.strptime(whole, "%Y-%m-%d %H:%M:%S.%f%z")
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)

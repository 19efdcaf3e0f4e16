"""The gateway: a call from its bytes to its parameters, checked in the platform's order."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import orjson
from werkzeug.wrappers import Request

from zhanggui.simulators.stage.clock import GMT8

TOLERANCE_S = 360
BUSINESS = "360buy_param_json"


class Refused(Exception):
    """The platform refuses with HTTP 200 and an error envelope."""

    def __init__(self, code: int, zh: str, en: str) -> None:
        super().__init__(f"{code} {en}")
        self.content = {"code": str(code), "zh_desc": zh, "en_desc": en}


class Failed(Exception):
    """The business says no, inside an ordinary answer. The states are 1 (parameters) and -1 (everything else)."""

    def __init__(self, state: int, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message


def received(request: Request) -> dict[str, str]:
    """The parameters of query and body alike."""
    body = request.get_data().decode("utf-8")
    return dict(parse_qsl(request.query_string.decode() + "&" + body, keep_blank_values=True))


def signature(given: Mapping[str, str], secret: str) -> str:
    """The signature over everything received but `sign` itself."""
    parts = [secret, *(part for name in sorted(set(given) - {"sign"}) for part in (name, given[name])), secret]
    return hashlib.md5("".join(parts).encode()).hexdigest().upper()


def check(given: Mapping[str, str], *, app_key: str, secret: str, token: str, now: datetime) -> None:
    """Refuses a call that is incomplete, stale, wrongly signed, or not authorised (`token` is empty: it ran out)."""
    if not given.get("method"):
        raise Refused(14, "缺少方法名参数", "Missing method")
    if given.get("app_key") != app_key:
        raise Refused(21, "无效App Key", "Invalid App Key")
    if given.get("v") != "2.0":
        raise Refused(5, "不支持的版本号", "Unsupported version")
    try:
        stated = datetime.strptime(given.get("timestamp", "")[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=GMT8)
    except ValueError:
        raise Refused(7, "缺少时间戳参数", "Missing timestamp") from None
    if abs((now - stated).total_seconds()) > TOLERANCE_S:
        raise Refused(8, "非法的时间戳参数", "Invalid timestamp")
    if not hmac.compare_digest(given.get("sign", ""), signature(given, secret)):
        raise Refused(12, "无效签名", "Invalid signature")
    if given.get("access_token") != token:
        raise Refused(19, "无效access_token", "Invalid access_token")


def parameters(given: Mapping[str, str]) -> dict[str, Any]:
    """The business parameters."""
    try:
        content = orjson.loads(given.get(BUSINESS, "") or "{}")
    except orjson.JSONDecodeError:
        raise Failed(1, "参数不是合法的JSON") from None
    return content if isinstance(content, dict) else {}

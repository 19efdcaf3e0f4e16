"""The gateway: a call from its bytes to its parameters, checked in the platform's order."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import orjson
from werkzeug.wrappers import Request

from zhanggui.simulators.market.keys import Keys

TOLERANCE_S = 600
WITHOUT_TOKEN = ("pdd.pop.auth.token.create", "pdd.pop.auth.token.refresh")

Given = Mapping[str, str]
Span = tuple[datetime, datetime]


class Refused(Exception):
    """The platform refuses with HTTP 200 and an error envelope."""

    def __init__(self, code: int, msg: str, sub_msg: str = "") -> None:
        super().__init__(f"{code} {msg}")
        self.content = {"error_code": code, "error_msg": msg, "sub_code": str(code), "sub_msg": sub_msg or msg}


def business(sentence: str) -> Refused:
    """A rule of the business side said no; the sentence tells which."""
    return Refused(50001, "业务服务错误", sentence)


def malformed(name: str) -> Refused:
    """A parameter is not what the call takes."""
    return Refused(10000, f"参数错误:{name}")


def missing(name: str) -> Refused:
    """A parameter that the call needs is not there."""
    return Refused(20007, f"缺少必填参数:{name}")


def received(request: Request) -> dict[str, str]:
    """The parameters, sent as a form or as JSON; nested values arrive as JSON text either way."""
    body = request.get_data()
    if request.mimetype != "application/json":
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    sent = orjson.loads(body or b"{}")
    return {name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in sent.items()}


def signature(given: Given, secret: str) -> str:
    """The signature over everything received but `sign` itself."""
    digest = hashlib.md5(secret.encode())
    for name in sorted(given.keys() - {"sign"}):
        digest.update(f"{name}{given[name]}".encode())
    digest.update(secret.encode())
    return digest.hexdigest().upper()


def check_signed(given: Given, *, client_id: str, secret: str, now: datetime) -> None:
    """Refuses a call that is incomplete, stale or wrongly signed."""
    if not given.get("type"):
        raise Refused(10001, "公共参数错误:type")
    if given.get("client_id") != client_id:
        raise Refused(10016, "client下线或者clientId不正确")
    stated = given.get("timestamp", "")
    if not stated.isdecimal() or abs(now.timestamp() - int(stated)) > TOLERANCE_S:
        raise Refused(10001, "公共参数错误:timestamp")
    if given.get("data_type", "JSON") != "JSON":
        raise Refused(10001, "公共参数错误:data_type")
    if not given.get("sign"):
        raise Refused(10001, "公共参数错误:sign")
    if not hmac.compare_digest(given["sign"].encode(), signature(given, secret).encode()):
        raise Refused(20004, "签名sign校验失败")


def check_token(given: Given, keys: Keys) -> None:
    """Refuses a call that no shop has authorised, unless the call needs nobody's word."""
    if given["type"] in WITHOUT_TOKEN:
        return
    token = given.get("access_token", "")
    if token != keys.token:
        raise Refused(20032, "access_token或client_id错误")
    if not keys.is_good(token):
        raise Refused(10019, "access_token已过期")


def needed(given: Given, name: str) -> str:
    """The text of a parameter that must be there."""
    value = given.get(name, "")
    if not value:
        raise missing(name)
    return value


def whole(given: Given, name: str, *, default: int | None = None, least: int = 0, most: int = 10**18) -> int:
    """A whole number; without a default it must be there."""
    text = given.get(name, "")
    if not text and default is not None:
        return default
    if not text:
        raise missing(name)
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or not least <= int(text) <= most:
        raise malformed(name)
    return int(text)


def paging(given: Given, *, most: int = 100) -> tuple[int, int]:
    """Where the page begins, and how long it is; pages count from one."""
    page, size = whole(given, "page", default=1, least=1), whole(given, "page_size", default=most, least=1, most=most)
    return (page - 1) * size, size


def span(given: Given, start: str, end: str, *, longest: timedelta) -> Span:
    """Two moments in seconds, so far apart at most."""
    first, last = whole(given, start), whole(given, end)
    if not first <= last <= first + longest.total_seconds():
        raise malformed(end)
    return datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)


def rows_of(given: Given, name: str) -> list[Mapping[str, Any]]:
    """The objects of a list that arrived as JSON text."""
    try:
        rows = orjson.loads(needed(given, name))
    except orjson.JSONDecodeError:
        raise malformed(name) from None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise malformed(name)
    return rows

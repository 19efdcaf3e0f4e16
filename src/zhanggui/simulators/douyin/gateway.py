"""The gateway: a call from its bytes to its parameters, checked in the platform's order."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
from werkzeug.wrappers import Request

from zhanggui.simulators.stage.clock import GMT8

TOLERANCE_S = 600
SIGNED = ("app_key", "method", "param_json", "timestamp", "v")
WITHOUT_TOKEN = ("token.create", "token.refresh")

Given = Mapping[str, str]
Asked = Mapping[str, Any]


class Refused(Exception):
    """The platform refuses with HTTP 200, its code, and what the business says below it."""

    def __init__(self, code: int, msg: str, sub_code: str = "", sub_msg: str = "") -> None:
        super().__init__(f"{code} {sub_code}")
        self.content = {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg, "err_no": code}


def business(number: int, sentence: str) -> Refused:
    """The call was right, the business says no."""
    return Refused(50002, "业务处理失败", f"isv.business-failed:{number}", sentence)


def invalid(number: int, sentence: str) -> Refused:
    """A parameter is wrong for the business."""
    return Refused(40004, "非法的参数", f"isv.parameter-invalid:{number}", sentence)


def missing(number: int, sentence: str) -> Refused:
    """A parameter of the business is missing."""
    return Refused(40002, "缺少必选参数", f"isv.missing-parameter:{number}", sentence)


def malformed(name: str) -> Refused:
    """A parameter is not what the gateway can pass on."""
    return Refused(40003, "非法的参数", "isv.parameter-invalid", f"{name}不合法")


def received(request: Request) -> dict[str, str]:
    """The query, and the body as `param_json`; older callers send that in the query (and in the body as well)."""
    given = request.args.to_dict()
    return given if "param_json" in given else given | {"param_json": request.get_data().decode("utf-8")}


def signature(given: Given, secret: str) -> str:
    """The signature over the fields that are signed as they came, with HMAC-SHA256 or, as older callers do, MD5."""
    text = secret + "".join(name + given.get(name, "") for name in SIGNED) + secret
    if given.get("sign_method") == "hmac-sha256":
        return hmac.digest(secret.encode(), text.encode(), "sha256").hex()
    return hashlib.md5(text.encode()).hexdigest()


def event_sign(app_key: str, body: bytes, secret: str) -> str:
    """What a message is signed with."""
    return hashlib.md5(app_key.encode() + body + secret.encode()).hexdigest()


def check_signed(given: Given, *, app_key: str, secret: str, path: str, now: datetime) -> None:
    """Refuses a call that is incomplete, stale or wrongly signed."""
    if given.get("app_key") != app_key:
        raise Refused(40003, "非法的参数", "isv.app-key-invalid", "app_key不存在")
    if given.get("method", "").replace(".", "/") != path.strip("/"):
        raise malformed("method")
    if abs(now.timestamp() - _moment(given.get("timestamp", ""))) > TOLERANCE_S:
        raise Refused(40003, "非法的参数", "isv.timestamp-invalid", "timestamp错误")
    if not given.get("sign"):
        raise Refused(40001, "缺少必选参数", "isv.signature-missing", "sign不能为空")
    if not hmac.compare_digest(given["sign"], signature(given, secret)):
        raise Refused(40003, "非法的参数", "isv.signature-invalid", "签名错误")


def check_token(given: Given, *, is_known: Callable[[str], bool], is_good: Callable[[str], bool]) -> None:
    """Refuses a call that no shop has authorised. A token is not signed."""
    token = given.get("access_token")
    if not token:
        raise Refused(40001, "缺少必选参数", "isv.access-token-missing", "access_token不能为空")
    if not is_known(token):
        raise Refused(40003, "非法的参数", "isv.access-token-no-existed", "access_token不存在")
    if not is_good(token):
        raise Refused(40003, "非法的参数", "isv.access-token-expired", "access_token已过期")


def parameters(given: Given) -> dict[str, Any]:
    """The business parameters. They were signed as they came, however they are written."""
    try:
        content = orjson.loads(given["param_json"] or "{}")
    except orjson.JSONDecodeError:
        raise malformed("param_json") from None
    if not isinstance(content, dict):
        raise malformed("param_json")
    return content


def whole(asked: Asked, name: str, *, least: int = 0) -> int | None:
    """A whole number, as number or as its digits; none when it is not there."""
    value = asked.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not str(value).isdecimal() or int(value) < least:
        raise malformed(name)
    return int(value)


def is_true(asked: Asked, name: str) -> bool:
    return str(asked.get(name, "")).lower() in ("true", "1")


def _moment(text: str) -> float:
    """Seconds, or text of GMT+8."""
    if text.isdecimal():
        return int(text)
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=GMT8).timestamp()
    except ValueError:
        return 0

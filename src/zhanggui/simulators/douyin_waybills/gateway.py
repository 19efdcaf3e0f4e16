"""The gateway: a call from its bytes to its parameters, checked in the platform's order."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from werkzeug.wrappers import Request

from zhanggui.simulators.stage.clock import GMT8

TOLERANCE_S = 600
SIGNED = ("app_key", "method", "param_json", "timestamp", "v")


class Refused(Exception):
    """The platform refuses with HTTP 200, its code, and what the business says below it."""

    def __init__(self, code: int, msg: str, sub_code: str, sub_msg: str) -> None:
        super().__init__(f"{code} {sub_code}")
        self.content = {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg}


def business(number: int, sentence: str) -> Refused:
    return Refused(50002, "业务处理失败", f"isv.business-failed:{number}", sentence)


def missing(name: str) -> Refused:
    return Refused(40002, "缺少必选参数", f"isv.missing-parameter:{name}", f"{name}不能为空")


def signature(given: Mapping[str, str], secret: str) -> str:
    """The signature over the fields that are signed, with HMAC-SHA256 or, as older callers do, MD5."""
    text = secret + "".join(name + given.get(name, "") for name in SIGNED) + secret
    if given.get("sign_method") == "hmac-sha256":
        return hmac.digest(secret.encode(), text.encode(), "sha256").hex()
    return hashlib.md5(text.encode()).hexdigest()


def received(request: Request) -> dict[str, str]:
    """The query, and the body as `param_json`; older callers send that in the query."""
    given = request.args.to_dict()
    return given if "param_json" in given else given | {"param_json": request.get_data().decode("utf-8")}


def check(given: Mapping[str, str], *, app_key: str, secret: str, token: str, path: str, now: datetime) -> None:
    """Refuses a call that is incomplete, stale, wrongly signed, or not authorised (`token` is empty: it ran out)."""
    if given.get("app_key") != app_key:
        raise Refused(40003, "非法参数", "isv.app-key-invalid", "app_key不存在")
    if given.get("method", "").replace(".", "/") != path.strip("/"):
        raise Refused(40003, "非法参数", "isv.parameter-invalid", "method与路径不一致")
    if abs(now.timestamp() - _moment(given.get("timestamp", ""))) > TOLERANCE_S:
        raise Refused(40003, "非法参数", "isv.timestamp-invalid", "timestamp错误")
    if not given.get("sign"):
        raise Refused(40001, "缺少必选参数", "isv.signature-missing", "sign不能为空")
    if not hmac.compare_digest(given["sign"], signature(given, secret)):
        raise Refused(40003, "非法参数", "isv.signature-invalid", "签名错误")
    if given.get("access_token") != token:
        raise Refused(40003, "非法参数", "isv.access-token-expired", "access_token已过期")


def parameters(given: Mapping[str, str]) -> dict[str, Any]:
    """The business parameters; they must be written with sorted keys and without blanks."""
    text = given["param_json"]
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(40003, "非法参数", "isv.parameter-invalid", "param_json不是合法的JSON") from None
    if not isinstance(content, dict) or orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode() != text:
        raise Refused(40003, "非法参数", "isv.parameter-invalid", "param_json的键没有排序")
    return content


def _moment(text: str) -> float:
    """Seconds, or text of GMT+8."""
    if text.isdecimal():
        return int(text)
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=GMT8).timestamp()
    except ValueError:
        return 0

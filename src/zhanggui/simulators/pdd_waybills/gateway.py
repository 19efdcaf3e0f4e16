"""The gateway: a call from its bytes to its parameters, checked in the platform's order."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

import orjson
from werkzeug.wrappers import Request

TOLERANCE_S = 600


class Refused(Exception):
    """The platform refuses with HTTP 200 and an error envelope."""

    def __init__(self, code: int, msg: str, sub_msg: str = "") -> None:
        super().__init__(f"{code} {msg}")
        self.content = {"error_code": code, "error_msg": msg, "sub_code": str(code), "sub_msg": sub_msg or msg}


def business(sentence: str) -> Refused:
    """A rule of the business side said no. Finer codes are UNCONFIRMED; the sentence counts."""
    return Refused(50001, "业务服务错误", sentence)


def received(request: Request) -> dict[str, str]:
    """The parameters, sent as a form or as JSON; nested values arrive as JSON text either way."""
    body = request.get_data()
    if request.mimetype != "application/json":
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    sent = orjson.loads(body or b"{}")
    return {name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in sent.items()}


def signature(given: Mapping[str, str], secret: str) -> str:
    """The signature over everything received but `sign` itself."""
    digest = hashlib.md5(secret.encode())
    for name, value in sorted(given.items()):
        if name != "sign":
            digest.update(f"{name}{value}".encode())
    digest.update(secret.encode())
    return digest.hexdigest().upper()


def check(given: Mapping[str, str], *, client_id: str, secret: str, token: str, now: datetime) -> None:
    """Refuses a call that is incomplete, stale, wrongly signed, or not authorised (`token` is empty: it ran out)."""
    if not given.get("type"):
        raise Refused(10001, "公共参数错误:type")
    if given.get("client_id") != client_id:
        raise Refused(10016, "client_id错误")
    stated = given.get("timestamp", "")
    if not stated.isdecimal() or abs(now.timestamp() - int(stated)) > TOLERANCE_S:
        raise Refused(10001, "公共参数错误:timestamp")
    if given.get("data_type", "JSON") != "JSON":
        raise Refused(10001, "公共参数错误:data_type")
    if not hmac.compare_digest(given.get("sign", ""), signature(given, secret)):
        raise Refused(20004, "签名验证失败")
    if given.get("access_token") != token:
        raise Refused(10019, "access_token已过期")

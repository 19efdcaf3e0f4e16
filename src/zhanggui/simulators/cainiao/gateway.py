"""The gateway: a call from its bytes to its parameters, checked in the platform's order."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request

from zhanggui.simulators.stage.clock import GMT8

from .refused import Refused

TOLERANCE = timedelta(minutes=10)
_DIGESTS = {"hmac": hashlib.md5, "hmac-sha256": hashlib.sha256}


def received(request: Request) -> dict[str, str]:
    """The parameters of query and body alike."""
    body = request.get_data().decode("utf-8")
    return dict(parse_qsl(request.query_string.decode() + "&" + body, keep_blank_values=True))


def signature(given: Mapping[str, str], secret: str) -> str:
    """The signature over everything received but `sign` itself."""
    line = "".join(f"{name}{given[name]}" for name in sorted(given) if name != "sign")
    method = given.get("sign_method", "md5")
    if method in _DIGESTS:
        return hmac.digest(secret.encode(), line.encode(), _DIGESTS[method]).hex().upper()
    return hashlib.md5(f"{secret}{line}{secret}".encode()).hexdigest().upper()


def check(given: Mapping[str, str], *, app_key: str, secret: str, session: str, now: datetime) -> None:
    """Refuses a call that is incomplete, stale, wrongly signed, or not authorised (`session` is empty: it ran out)."""
    for name, code, msg in (("method", 21, "Missing method"), ("app_key", 28, "Missing app key")):
        if not given.get(name):
            raise Refused(code, msg)
    if given["app_key"] != app_key:
        raise Refused(29, "Invalid app key")
    try:
        stated = datetime.strptime(given.get("timestamp", ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=GMT8)
    except ValueError:
        raise Refused(30 if not given.get("timestamp") else 31, "Invalid timestamp") from None
    if abs(now - stated) > TOLERANCE:
        raise Refused(31, "Invalid timestamp")
    if given.get("v") != "2.0":
        raise Refused(33, "Invalid version")
    if not given.get("sign"):
        raise Refused(24, "Missing signature")
    if not hmac.compare_digest(given["sign"], signature(given, secret)):
        raise Refused(25, "Invalid signature")
    if not given.get("session"):
        raise Refused(26, "Missing session")
    if given["session"] != session:
        raise Refused(27, "Invalid session", "session-expired", "SessionKey已过期")

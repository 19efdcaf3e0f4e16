"""The pass (`params`) without which 抖店's component gets no key from its platform."""

import hmac
from collections.abc import Mapping
from datetime import datetime

GOOD_FOR_S = 300
METHOD = "logistics.getShopKey"
SHOPS: Mapping[str, str] = {"7000000000000000001": "dy-demo-secret"}
"""The secret of each application that the platform knows."""


SIGNED = ("app_key", "method", "param_json", "timestamp", "v")


def signature(given: Mapping[str, str], secret: str) -> str:
    """HMAC-SHA256 over the fields that are signed, with the secret at both ends."""
    text = secret + "".join(name + given.get(name, "") for name in SIGNED) + secret
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()


def is_good(params: object, *, now: datetime, good_for: float = GOOD_FOR_S) -> bool:
    """Whether the platform gives the key for this query: of a known application, signed by it, and fresh."""
    given = dict(part.split("=", 1) for part in str(params or "").split("&") if "=" in part)
    secret = SHOPS.get(given.get("app_key", ""), "")
    if given.get("method") != METHOD or not secret or not given.get("access_token"):
        return False
    stamp = given.get("timestamp", "")
    is_fresh = stamp.isdecimal() and abs(now.timestamp() - int(stamp)) <= good_for
    return is_fresh and hmac.compare_digest(given.get("sign", ""), signature(given, secret))

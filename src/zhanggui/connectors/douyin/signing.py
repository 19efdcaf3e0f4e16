"""The signatures of 抖店: of our calls, and of its messages."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any


def written(parameters: Mapping[str, Any]) -> str:
    """The parameters as they are signed and sent: keys sorted at every level, no blanks, plain Unicode."""
    return json.dumps(parameters, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sign(*, app_key: str, method: str, param_json: str, timestamp: str, secret: str) -> str:
    """Lower-case hex HMAC-SHA256, keyed by the secret, over five fields in fixed order with the secret at both ends."""
    fields = f"app_key{app_key}method{method}param_json{param_json}timestamp{timestamp}v2"
    return hmac.new(secret.encode(), f"{secret}{fields}{secret}".encode(), hashlib.sha256).hexdigest()


def event_sign(*, app_key: str, body: bytes, secret: str) -> str:
    """What stands in the header `event-sign` of a message."""
    return hashlib.md5(app_key.encode() + body + secret.encode(), usedforsecurity=False).hexdigest()

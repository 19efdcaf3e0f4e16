"""The signature the gateway asks for on every call."""

import hashlib
import hmac
from collections.abc import Mapping

METHODS = ("hmac-sha256", "hmac", "md5")


def sign(parameters: Mapping[str, str], *, secret: str, method: str) -> str:
    """Upper-case hex over all parameters, sorted by name in byte order and joined without a separator."""
    pairs = sorted((name.encode(), value.encode()) for name, value in parameters.items())
    joined, key = b"".join(name + value for name, value in pairs), secret.encode()
    if method == "md5":
        return hashlib.md5(key + joined + key, usedforsecurity=False).hexdigest().upper()
    return hmac.new(key, joined, "md5" if method == "hmac" else "sha256").hexdigest().upper()

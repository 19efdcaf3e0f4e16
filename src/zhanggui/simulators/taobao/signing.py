"""How the platform signs a call: over every parameter it received, except `sign` itself."""

import hashlib
import hmac
from collections.abc import Mapping

METHODS = ("md5", "hmac", "hmac-sha256")


def signature(params: Mapping[str, str], *, secret: str, method: str) -> str:
    """The upper-case hex signature of `params`; keys in byte order, key and value joined without separator."""
    names = sorted((name for name in params if name != "sign"), key=lambda name: name.encode())
    joined = "".join(name + params[name] for name in names).encode()
    key = secret.encode()
    if method == "md5":
        return hashlib.md5(key + joined + key, usedforsecurity=False).hexdigest().upper()
    if method == "hmac":
        return hmac.new(key, joined, hashlib.md5).hexdigest().upper()
    if method == "hmac-sha256":
        return hmac.new(key, joined, hashlib.sha256).hexdigest().upper()
    raise ValueError(f"unknown sign method {method!r}")


def is_signed(params: Mapping[str, str], *, secret: str, method: str) -> bool:
    """Whether the `sign` the caller sent is the one the platform computes itself."""
    if method not in METHODS:
        return False
    expected = signature(params, secret=secret, method=method)
    return hmac.compare_digest(expected.encode(), params.get("sign", "").encode())

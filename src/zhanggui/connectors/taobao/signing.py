"""The signature TOP asks for on every call."""

import hashlib
import hmac
from collections.abc import Callable, Mapping


def _md5(secret: bytes, text: bytes) -> str:
    return hashlib.md5(secret + text + secret, usedforsecurity=False).hexdigest()


def _hmac_md5(secret: bytes, text: bytes) -> str:
    return hmac.new(secret, text, hashlib.md5).hexdigest()


def _hmac_sha256(secret: bytes, text: bytes) -> str:
    return hmac.new(secret, text, hashlib.sha256).hexdigest()


SIGN_METHODS: Mapping[str, Callable[[bytes, bytes], str]] = {
    "md5": _md5,
    "hmac": _hmac_md5,
    "hmac-sha256": _hmac_sha256,
}


def sign(parameters: Mapping[str, str], *, secret: str, method: str) -> str:
    """The upper-case hex signature over all parameters, sorted by name in byte order and joined without a separator."""
    pairs = sorted((name.encode(), value.encode()) for name, value in parameters.items())
    joined = b"".join(name + value for name, value in pairs)
    return SIGN_METHODS[method](secret.encode(), joined).upper()

"""Signatures of the hub and of shops that are linked directly (channels.md §7.1, vectors in the tests)."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any


def sign_matrix(parameters: Mapping[str, Any], *, token: str) -> str:
    """upper(md5(upper(md5(joined)) + token)), joined being key and value of each in the order of the keys."""
    inner = _md5(_joined({name: value for name, value in parameters.items() if name != "sign"}))
    return _md5(inner + token)


def sign_direct(parameters: Mapping[str, str], *, secret: str) -> str:
    """upper(md5(`k=v&` of each in the order of the keys, without `data`, then `secretKey=` and the secret))."""
    told = "".join(f"{name}={value}&" for name, value in sorted(parameters.items()) if name not in ("data", "sign"))
    return _md5(f"{told}secretKey={secret}")


def _joined(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case Mapping():
            return "".join(f"{name}{_joined(one)}" for name, one in sorted(value.items()) if one is not None)
        case Sequence() if not isinstance(value, str):
            return _joined({str(nth): one for nth, one in enumerate(value)})
    return str(value)


def _md5(told: str) -> str:
    return hashlib.md5(told.encode(), usedforsecurity=False).hexdigest().upper()

"""The signatures of 快递100: an upper-case MD5 over texts put one after the other; which texts depends on the call."""

import hashlib


def sign(*texts: str) -> str:
    """Labels: param, time, key, secret. Queries: param, key, customer. Pushes: param, salt."""
    return hashlib.md5("".join(texts).encode(), usedforsecurity=False).hexdigest().upper()

"""The signature of 快递鸟: the MD5 is written as text first, and that text is what becomes Base64."""

import base64
import hashlib


def sign(request_data: str, app_key: str) -> str:
    """`DataSign` as it stands before a form encodes it."""
    digest = hashlib.md5((request_data + app_key).encode(), usedforsecurity=False).hexdigest()
    return base64.b64encode(digest.encode()).decode()

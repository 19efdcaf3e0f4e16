"""OAuth 1.0a with one leg, in the query (RFC 5849): what a shop without https asks for. The body is never signed."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

SIGN_METHOD = "HMAC-SHA256"


def sign(method: str, url: str, parameters: Mapping[str, str], *, secret: str) -> str:
    """The signature of a call to `url`, which has no query, with all `parameters` but the signature."""
    pairs = sorted((_encode(name), _encode(value)) for name, value in parameters.items())
    joined = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((method.upper(), _encode(url), _encode(joined)))
    return base64.b64encode(hmac.new(f"{secret}&".encode(), base.encode(), hashlib.sha256).digest()).decode()


def sign_body(body: bytes, *, secret: str) -> str:
    """What a webhook carries in its header beside this body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _encode(text: str) -> str:
    return quote(text, safe="")

"""Who calls: HTTP Basic over https, OAuth 1.0a with one leg over http (channels.md 6)."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, quote, unquote

from werkzeug.wrappers import Request

from .refusing import Refused, unauthorised

STALE_AFTER_S = 15 * 60
_NEEDED = ("oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method")
_HASHES = {"HMAC-SHA1": hashlib.sha1, "HMAC-SHA256": hashlib.sha256}
_WRITING = {"POST", "PUT", "PATCH", "DELETE"}


class Porter:
    """One key with its secret. `may_write` is what the owner of the shop allowed it."""

    def __init__(self, key: str, secret: str, *, clock: Callable[[], datetime], is_good: Callable[[], bool]) -> None:
        self.key, self.secret, self.may_write = key, secret, True
        self._clock, self._is_good = clock, is_good
        self._nonces: dict[str, int] = {}

    def check(self, request: Request) -> None:
        """Raises Refused."""
        given = parameters(request)
        if not (request.scheme == "https" and self._knows(request, given)):
            self._check_oauth(request, given)
        if request.method in _WRITING and not self.may_write:
            raise unauthorised("The API key provided does not have write permissions.")

    def _knows(self, request: Request, given: Mapping[str, str]) -> bool:
        """Whether the caller named the key and its secret. An unknown key is nobody, a wrong secret is refused."""
        key, secret = given.get("consumer_key", ""), given.get("consumer_secret", "")
        if not (key and secret) and request.authorization is not None:
            key, secret = request.authorization.get("username") or "", request.authorization.get("password") or ""
        if not key or not secret or key != self.key or not self._is_good():
            return False
        if not hmac.compare_digest(secret, self.secret):
            raise unauthorised("Consumer secret is invalid.")
        return True

    def _check_oauth(self, request: Request, given: dict[str, str]) -> None:
        missing = [name for name in _NEEDED if not given.get(name)]
        if len(missing) == len(_NEEDED):
            raise Refused("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", 401)
        if missing:
            word = "parameter" if len(missing) == 1 else "parameters"
            sentence = f"Missing OAuth {word} {', '.join(missing)}"
            raise Refused("woocommerce_rest_authentication_missing_parameter", sentence, 401)
        if given["oauth_consumer_key"] != self.key or not self._is_good():
            raise unauthorised("Consumer key is invalid.")
        if given["oauth_signature_method"] not in _HASHES:
            raise unauthorised("Invalid signature - signature method is invalid.")
        told = given.pop("oauth_signature").replace(" ", "+")
        if not hmac.compare_digest(told, signature(request.method, request.base_url, given, self.secret)):
            raise unauthorised("Invalid signature - provided signature does not match.")
        self._check_moment(given)

    def _check_moment(self, given: Mapping[str, str]) -> None:
        now = int(self._clock().timestamp())
        stamp = int(given["oauth_timestamp"]) if given["oauth_timestamp"].isdecimal() else 0
        if abs(stamp - now) > STALE_AFTER_S:
            raise unauthorised("Invalid timestamp.")
        self._nonces = {nonce: at for nonce, at in self._nonces.items() if at >= now - STALE_AFTER_S}
        if given["oauth_nonce"] in self._nonces:
            raise unauthorised("Invalid nonce - nonce has already been used.")
        self._nonces[given["oauth_nonce"]] = stamp


def parameters(request: Request) -> dict[str, str]:
    """What stands behind the `?`. Of a name that is there twice the last value counts, as PHP has it."""
    return dict(parse_qsl(request.query_string.decode(), keep_blank_values=True))


def signature(method: str, url: str, given: Mapping[str, str], secret: str) -> str:
    """`given` are all parameters but the signature itself; the body is never signed."""
    pairs = [f"{_twice(name)}%3D{_twice(given[name])}" for name in sorted(given)]
    base = f"{method.upper()}&{quote(url, safe='')}&{'%26'.join(pairs)}"
    way = _HASHES[given["oauth_signature_method"]]
    return base64.b64encode(hmac.new(f"{secret}&".encode(), base.encode(), way).digest()).decode()


def _twice(text: str) -> str:
    return quote(unquote(text), safe="").replace("%", "%25")

"""What the shop tells by itself: signed with a private key whose public half it shows (JWS of RFC 7515 with a detached
payload, RS256), and only a hint to look at an order. docs.saleor.io, “Payload Signature”."""

import base64
import binascii
import threading
import time
from collections.abc import Mapping
from typing import Any

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from zhanggui.connectors.asking.answers import read_object, read_value, rows, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.saleor.client import LABEL
from zhanggui.connectors.saleor.unconfirmed import KEYS_KEPT_S
from zhanggui.connectors.selling.trying import down, unanswered
from zhanggui.kernel.doors.channel_abilities import Event, Heard, Push
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import PushForged

ALGORITHM = "RS256"
_NOTHING = Heard()


class PublicKeys:
    """What shops show at `/.well-known/jwks.json`, kept for a while. Safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Mapping[str, Any]]] = {}
        self._lock = threading.Lock()

    def of(self, http: httpx.Client, url: str) -> Mapping[str, Any]:
        """The keys by their id. Raises ChannelDown."""
        with self._lock:
            read_at, keys = self._kept.get(url, (0.0, {}))
            if not keys or time.monotonic() - read_at > KEYS_KEPT_S:
                keys = _read(http, url)
                self._kept[url] = time.monotonic(), keys
            return keys


def hear_push(account: ShopAccount, push: Push, *, http: httpx.Client, keys: PublicKeys) -> Heard:
    """The order it is about. The same words are the same event."""
    signature = push.headers.get("saleor-signature", "")
    known = keys.of(http, account.settings.get("url", "").rstrip("/")) if signature.count(".") == 2 else {}
    if not _is_signed(signature, push.body, known):
        raise PushForged(channel=LABEL)
    try:
        told = read_value(push.body)
    except Unanswered:
        return _NOTHING
    row = told[0] if isinstance(told, list) and told and isinstance(told[0], dict) else told
    if not isinstance(row, dict):
        return _NOTHING
    held = row.get("order")
    order = held if isinstance(held, dict) else row
    own = text(order, "id") if push.headers.get("saleor-event", "").startswith(("order", "fulfillment")) else ""
    return Heard(events=(Event(signature.rpartition(".")[2][:64], (own,)),)) if own else _NOTHING


def _is_signed(signature: str, body: bytes, keys: Mapping[str, Any]) -> bool:
    """`header..signature`: the payload between the dots is what was posted."""
    try:
        head, between, told = signature.split(".")
        header = read_object(_plain(head))
        key = keys.get(text(header, "kid")) or (next(iter(keys.values())) if len(keys) == 1 else None)
        if between or text(header, "alg") != ALGORITHM or key is None:
            return False
        is_encoded = header.get("b64", True) is True
        payload = base64.urlsafe_b64encode(body).rstrip(b"=") if is_encoded else body
        key.verify(_plain(told), head.encode() + b"." + payload, PKCS1v15(), SHA256())
    except (ValueError, binascii.Error, Unanswered, InvalidSignature):
        return False
    return True


def _read(http: httpx.Client, url: str) -> Mapping[str, Any]:
    try:
        response = http.get(f"{url}/.well-known/jwks.json")
    except httpx.RequestError as fault:
        raise unanswered(LABEL, fault).verdict.refusal from fault
    try:
        told = read_object(response.content)
    except Unanswered as fault:
        raise down(LABEL, "no public keys").verdict.refusal from fault
    return {text(row, "kid"): _public(row) for row in rows(told, "keys") if text(row, "kty") == "RSA"}


def _public(row: Mapping[str, Any]) -> Any:
    return RSAPublicNumbers(_whole(text(row, "e")), _whole(text(row, "n"))).public_key()


def _whole(told: str) -> int:
    return int.from_bytes(_plain(told))


def _plain(told: str) -> bytes:
    return base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))

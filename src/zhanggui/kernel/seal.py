"""Seal what must not be read from a stolen database: raw payloads and shop secrets (AES-256-GCM).

A sealed record begins with a version and the id of its key, so that a new key can be put in front of the old ones:
`SEAL_KEYS` are tried by that id, the first of them seals.
"""

import os
import zlib
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from zhanggui.kernel.refusal import Refusal

_VERSION = b"\x01"
_KEY_ID = 4
_HEAD = len(_VERSION) + _KEY_ID
_NONCE = 12


class SealBroken(Refusal):
    """A sealed record cannot be opened: the key is not the one it was sealed with."""


class _Box(NamedTuple):
    """What one key opens and closes, and the beginning of every record it sealed."""

    head: bytes
    cipher: AESGCM


@lru_cache(maxsize=8)
def _box(key: str) -> _Box:
    return _Box(_VERSION + _derived(key, b"zhanggui.seal.id")[:_KEY_ID], AESGCM(_derived(key, b"zhanggui.seal.v1")))


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(key.encode())


def seal(clear: bytes) -> bytes:
    """`clear` compressed and encrypted under the first of the company's keys, with a fresh nonce."""
    box, nonce = _box(settings.SEAL_KEYS[0]), os.urandom(_NONCE)
    return box.head + nonce + box.cipher.encrypt(nonce, zlib.compress(clear, 1), box.head)


def unseal(sealed: bytes | memoryview) -> bytes:
    """What was sealed. Raises SealBroken when none of the keys is that of the record, or a byte was changed."""
    sealed = bytes(sealed)
    head, nonce, hidden = sealed[:_HEAD], sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
    for box in map(_box, settings.SEAL_KEYS):
        if box.head == head:
            try:
                return zlib.decompress(box.cipher.decrypt(nonce, hidden, head))
            except (InvalidTag, ValueError):
                continue
    raise SealBroken

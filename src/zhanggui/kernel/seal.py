"""Seal what must not be read from a stolen database: raw payloads and shop secrets (AES-256-GCM).

A sealed record begins with a version and the id of its key, so that a new key can be put in front of the old ones:
`SEAL_KEYS` are tried by that id, the first of them seals. A short record is not compressed: it would only grow.
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

_LONG, _SHORT = b"\x01", b"\x02"
_KEY_ID = 4
HEAD = 1 + _KEY_ID
_NONCE = 12
_FAST, _SMALL = 1, (13, 6)
"""Level, window and memory: a payload has a few kilobytes, and clearing larger buffers takes most of the time."""


class SealBroken(Refusal):
    """A sealed record cannot be opened: the key is not the one it was sealed with."""


class _Box(NamedTuple):
    """What one key opens and closes, and what its records carry behind their version."""

    key_id: bytes
    cipher: AESGCM


@lru_cache(maxsize=8)
def _box(key: str) -> _Box:
    return _Box(derived(key, b"zhanggui.seal.id")[:_KEY_ID], AESGCM(derived(key, b"zhanggui.seal.v1")))


@lru_cache(maxsize=32)
def derived(key: str, purpose: bytes) -> bytes:
    """32 bytes that only who holds `key` knows, others for each purpose."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(key.encode())


def seal(clear: bytes) -> bytes:
    """`clear` compressed and encrypted under the first of the company's keys, with a fresh nonce."""
    packer = zlib.compressobj(_FAST, zlib.DEFLATED, *_SMALL)
    return _sealed(_LONG, packer.compress(clear) + packer.flush())


def seal_short(clear: bytes) -> bytes:
    """A few hundred bytes encrypted in the same way, as they are."""
    return _sealed(_SHORT, clear)


def short_head() -> bytes:
    """How everything begins that `seal_short` makes now; what begins otherwise has an older key."""
    return _SHORT + _box(settings.SEAL_KEYS[0]).key_id


def _sealed(version: bytes, hidden: bytes) -> bytes:
    box, nonce = _box(settings.SEAL_KEYS[0]), os.urandom(_NONCE)
    head = version + box.key_id
    return head + nonce + box.cipher.encrypt(nonce, hidden, head)


def unseal(sealed: bytes | memoryview) -> bytes:
    """What was sealed. Raises SealBroken when none of the keys is that of the record, or a byte was changed."""
    sealed = bytes(sealed)
    head, nonce, hidden = sealed[:HEAD], sealed[HEAD : HEAD + _NONCE], sealed[HEAD + _NONCE :]
    for box in map(_box, settings.SEAL_KEYS):
        if box.key_id == head[1:]:
            try:
                clear = box.cipher.decrypt(nonce, hidden, head)
                return zlib.decompress(clear) if head[:1] == _LONG else clear
            except (InvalidTag, ValueError, zlib.error):
                continue
    raise SealBroken

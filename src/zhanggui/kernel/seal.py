"""Seal what must not be read from a stolen database: raw payloads and shop secrets (AES-256-GCM)."""

import os
import zlib
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from zhanggui.kernel.refusal import Refusal

_NONCE = 12


class SealBroken(Refusal):
    """A sealed record cannot be opened: the key is not the one it was sealed with."""


@lru_cache(maxsize=4)
def _box(key: str) -> AESGCM:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"zhanggui.seal.v1")
    return AESGCM(derive.derive(key.encode()))


def seal(clear: bytes) -> bytes:
    """`clear` compressed and encrypted under the company's key, with a fresh nonce in front."""
    nonce = os.urandom(_NONCE)
    return nonce + _box(settings.SEAL_KEY).encrypt(nonce, zlib.compress(clear, 1), None)


def unseal(sealed: bytes | memoryview) -> bytes:
    """What was sealed. Raises SealBroken when the key differs or a byte was changed."""
    sealed = bytes(sealed)
    try:
        return zlib.decompress(_box(settings.SEAL_KEY).decrypt(sealed[:_NONCE], sealed[_NONCE:], None))
    except InvalidTag:
        raise SealBroken from None

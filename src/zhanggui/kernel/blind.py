"""Find and compare what is sealed: the same words give the same short hash, and only who holds the key can make it.

`SEAL_KEYS` decide, as for seals: the first key hashes; a search asks under every key, so that what was written before
a new key came is still found.
"""

import hashlib
from collections.abc import Sequence

from django.conf import settings

from zhanggui.kernel.seal import derived

DIGEST_BYTES = 16
TOKEN_BYTES = 8


def blind_digest(text: str, *, purpose: bytes) -> bytes:
    """16 bytes that stand for `text` in comparisons."""
    key = derived(settings.SEAL_KEYS[0], purpose)
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES, key=key).digest()


def blind_tokens(words: Sequence[str], *, purpose: bytes) -> list[int]:
    """For each word the whole number under which an index knows it, as a bigint."""
    return _tokens(words, derived(settings.SEAL_KEYS[0], purpose))


def tokens_of_every_key(words: Sequence[str], *, purpose: bytes) -> list[int]:
    """All numbers under which an index may know one of these words."""
    return [token for key in settings.SEAL_KEYS for token in _tokens(words, derived(key, purpose))]


def _tokens(words: Sequence[str], key: bytes) -> list[int]:
    hashed = (hashlib.blake2b(word.encode(), digest_size=TOKEN_BYTES, key=key).digest() for word in words)
    return [int.from_bytes(each, signed=True) for each in hashed]

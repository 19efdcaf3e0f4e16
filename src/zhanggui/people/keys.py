"""API keys: drawn at random, shown once, stored as a hash."""

import secrets
from hashlib import sha256

PREFIX = "zg_"


def draw_key() -> str:
    """256 random bits; the prefix lets a scanner for leaked secrets know it."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """A key is random, not a password: one round of SHA-256 keeps it as safe as it is."""
    return sha256(key.encode()).hexdigest()

"""The digest the platform computes over what was posted, to compare it with what the caller says."""

import base64
import hashlib
import hmac

KEPT = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-*_")


def java_encoded(text: str) -> str:
    """As Java's URLEncoder writes it: a space is `+`, everything else outside its own list is upper-case hex."""
    return "".join(
        chr(byte) if byte in KEPT else "+" if byte == 0x20 else f"%{byte:02X}" for byte in text.encode("utf-8")
    )


def digest(msg_data: str, timestamp: str, checkword: str) -> str:
    return base64.b64encode(
        hashlib.md5(java_encoded(msg_data + timestamp + checkword).encode("ascii")).digest()
    ).decode()


def is_signed(msg_data: str, timestamp: str, given: str, checkword: str) -> bool:
    return hmac.compare_digest(digest(msg_data, timestamp, checkword).encode(), given.encode())

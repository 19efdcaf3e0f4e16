"""The signature over texts as they arrived, in the order the documents give for each address."""

import hmac
from hashlib import new


def signature(parts: list[str]) -> str:
    digest = new("md5")
    for part in parts:
        digest.update(part.encode("utf-8"))
    return digest.hexdigest().upper()


def is_signed(parts: list[str], given: str) -> bool:
    return hmac.compare_digest(signature(parts).encode(), given.encode())

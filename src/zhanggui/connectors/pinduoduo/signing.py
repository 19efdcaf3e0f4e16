"""The signature 拼多多 asks for on every call."""

import hashlib
from collections.abc import Mapping


def sign(parameters: Mapping[str, str], *, secret: str) -> str:
    """Upper-case MD5 over all parameters, sorted by name and joined, with the secret at both ends."""
    joined = "".join(name + parameters[name] for name in sorted(parameters))
    return hashlib.md5(f"{secret}{joined}{secret}".encode(), usedforsecurity=False).hexdigest().upper()

"""The signature of ECShop's interface (channels.md §7.2, vector in the tests)."""

import hashlib
from collections.abc import Mapping


def sign(form: Mapping[str, str], *, token: str) -> str:
    """md5 of all values but `ac` in the order of their names, and the token of the certificate."""
    told = "".join(value for name, value in sorted(form.items()) if name != "ac")
    return hashlib.md5((told + token).encode(), usedforsecurity=False).hexdigest()

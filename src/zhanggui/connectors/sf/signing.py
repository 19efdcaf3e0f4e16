"""The digest SF asks for on every call, and puts on what it signs itself."""

import base64
import hashlib
from urllib.parse import quote_plus


def sign(msg_data: str, *, timestamp: str, checkword: str) -> str:
    """MD5 over the encoded text as Base64. The encoding is Java's: `*` stays as it is, `~` does not."""
    encoded = quote_plus(msg_data + timestamp + checkword, safe="*").replace("~", "%7E")
    return base64.b64encode(hashlib.md5(encoded.encode(), usedforsecurity=False).digest()).decode()

"""What `DataSign` must be for the data as it arrived."""

import hmac
from binascii import b2a_base64
from hashlib import new


def data_sign(request_data: str, app_key: str) -> str:
    """Base64 of the 32 letters of the digest, not of its 16 bytes."""
    letters = new("md5", (request_data + app_key).encode("utf-8")).hexdigest().encode("ascii")
    return b2a_base64(letters, newline=False).decode("ascii")


def is_signed(request_data: str, given: str, app_key: str) -> bool:
    return hmac.compare_digest(data_sign(request_data, app_key).encode(), given.encode())

"""Print data: sealed so that only the platform's print component could read it; here nobody can."""

import base64
import hashlib

import orjson

VERSION = "waybill_print_secret_version_1"


def print_data(number: str, template_url: str) -> str:
    """The payload as it travels: JSON text. The same number and template give the same payload."""
    seed = f"{number}|{template_url}".encode()
    sealed = base64.b64encode(b"".join(hashlib.sha256(seed + bytes([part])).digest() for part in range(12)))
    signed = base64.b64encode(hashlib.md5(sealed).digest())
    return orjson.dumps(
        {
            "encryptedData": "AES:" + sealed.decode(),
            "signature": "MD:" + signed.decode(),
            "templateURL": template_url,
            "ver": VERSION,
        }
    ).decode()

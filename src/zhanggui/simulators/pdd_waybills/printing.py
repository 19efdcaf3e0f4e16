"""Print data: sealed so that only the platform's print component could read it; here nobody can."""

import base64
import hashlib

import orjson

VERSION = "3"


def print_data(number: str, template_url: str) -> str:
    """The payload as it travels: JSON text whose template stands under `templateUrl`, with a small l."""
    sealed = base64.b64encode(hashlib.sha512(f"{template_url}#{number}".encode()).digest() * 4)
    signed = base64.b64encode(hashlib.sha1(sealed).digest())
    content = {"encryptedData": sealed.decode(), "signature": signed.decode()}
    return orjson.dumps(content | {"templateUrl": template_url, "ver": VERSION}).decode()

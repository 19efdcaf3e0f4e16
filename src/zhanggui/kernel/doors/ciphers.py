"""The one text in which `Receiver.cipher` holds what a platform knows the words by.

A platform with one token for the whole receiver gives the token. One with a cipher for each field gives a JSON
object of them, named as the fields are: name, mobile, phone, address.
"""

import json
from collections.abc import Mapping

FIELDS = ("name", "mobile", "phone", "address")


def join_ciphers(ciphers: Mapping[str, str]) -> str:
    """The ciphers by field as one text; the same ciphers are the same text, none are an empty one."""
    told = {field: ciphers[field] for field in FIELDS if ciphers.get(field)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""


def part_ciphers(cipher: str) -> Mapping[str, str]:
    """The ciphers by field; none when the text is one token for all of them."""
    if not cipher.startswith("{"):
        return {}
    try:
        told = json.loads(cipher)
    except ValueError:
        return {}
    return {field: told[field] for field in FIELDS if isinstance(told.get(field), str)}

"""Records are named by their addresses; what counts of one is the key at its end, whatever host stands before it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from zhanggui.connectors.asking.answers import text


def key_at(row: Mapping[str, Any], name: str) -> str:
    """The key at the end of the address in this field; empty when there is none. A bare key is itself."""
    return urlsplit(text(row, name)).path.rstrip("/").rpartition("/")[2]


def number_of(row: Mapping[str, Any]) -> str:
    """The buyer's number and the key: `100001-1`. The API finds an order by its key only."""
    return f"{text(row, 'number')}-{key_at(row, 'url')}"


def key_of(number: str) -> str:
    """The key in one of our numbers; empty when it is none."""
    name, _, key = number.rpartition("-")
    return key if name and key.isascii() and key.isdecimal() else ""

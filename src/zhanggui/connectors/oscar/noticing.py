"""What was told of each order, so that only what is new or changed is read in full.

The API has no list of changes and tells no moment of them: the whole list is read each time. What is remembered is
only a help: a program that starts anew tells everything once more.
"""

import hashlib
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from zhanggui.connectors.asking.answers import compact
from zhanggui.connectors.oscar.links import key_at

Row = Mapping[str, Any]


class Noticed:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._told: dict[int, dict[str, bytes]] = {}
        self._lock = Lock()

    def fresh(self, shop_id: int, rows: Iterable[Row]) -> list[Row]:
        """Those that were not told as they are now, each once."""
        with self._lock:
            told = self._told.get(shop_id, {})
            new = {key_at(row, "url"): row for row in rows if told.get(key_at(row, "url")) != _digest(row)}
        return list(new.values())

    def remember(self, shop_id: int, rows: Iterable[Row]) -> None:
        """These have been told, and what was told is stored."""
        with self._lock:
            self._told.setdefault(shop_id, {}).update({key_at(row, "url"): _digest(row) for row in rows})


def _digest(row: Row) -> bytes:
    return hashlib.blake2b(compact(row).encode(), digest_size=16).digest()

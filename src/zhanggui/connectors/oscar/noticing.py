"""What was told of each order, so that only what is new or changed is read in full.

The API has no list of changes and tells no moment of them: the whole list is read each time. What is remembered is
only a help: a program that starts anew tells everything once more.

What was told may not have been stored, and only the caller knows. So each cursor that is handed out has a mark of its
own in its microseconds: a later pull that begins whole seconds before it has it from where it was stored, and with it
everything told before it. Whatever is not proved so is told again.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from zhanggui.connectors.asking.answers import compact
from zhanggui.connectors.oscar.links import key_at

Row = Mapping[str, Any]
Told = dict[str, bytes]
_MARKS = 999_999


class Noticed:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._stored: dict[int, Told] = {}
        self._handed_out: dict[int, tuple[datetime, Told]] = {}
        self._count = 0
        self._lock = Lock()

    def begin(self, shop_id: int, *, since: datetime) -> None:
        """A pull begins. What the one before told counts as stored when its cursor was."""
        with self._lock:
            cursor, told = self._handed_out.pop(shop_id, (since, {}))
            if cursor >= since and (cursor - since).microseconds == 0:
                self._stored.setdefault(shop_id, {}).update(told)

    def fresh(self, shop_id: int, rows: Iterable[Row], *, told: Told) -> list[Row]:
        """Those that neither were stored as they are now nor `told` in this pull, each once."""
        with self._lock:
            stored = self._stored.get(shop_id, {})
            new = {key_at(row, "url"): row for row in rows}
            return [row for key, row in new.items() if digest(row) not in (stored.get(key), told.get(key))]

    def hand_out(self, shop_id: int, told: Told, *, cursor: datetime, since: datetime) -> datetime:
        """The cursor with its mark, which stays before the moment it is of; never before `since`."""
        with self._lock:
            self._count += 1
            marked = (cursor - timedelta(seconds=1)).replace(microsecond=1 + self._count % _MARKS)
            if marked <= since:
                return since
            self._handed_out[shop_id] = (marked, told)
            return marked


def digest(row: Row) -> bytes:
    """The same for the same content."""
    return hashlib.blake2b(compact(row).encode(), digest_size=16).digest()

"""A broken promise, as `zhanggui prove` names it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from zhanggui.kernel.bulk import fetch_rows

MOST = 20
"""So many records name what is wrong; a thousand more would say nothing new."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One record that breaks a promise: where it is, and what is wrong with it."""

    promise: str
    record: str
    what: str


Proof: TypeAlias = Callable[[], Iterator[Wrong]]
"""Recomputes one thing from the ledgers; yields nothing when all is well. Its first docstring line says what."""


def wrong_rows(promise: str, sql: str, *, record: str, what: str, params: tuple[Any, ...] = ()) -> Iterator[Wrong]:
    """Each row of `sql` (which finds only bad ones, oldest first) as a Wrong; `{0}`, `{1}` stand for its columns."""
    for row in fetch_rows(f"{sql} LIMIT {MOST}", params):
        yield Wrong(promise, record.format(*row), what.format(*row))

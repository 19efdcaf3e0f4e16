"""Hear every statement a piece of code sends, COPY included."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg
from django.db import connection

from zhanggui.kernel.locks import LOCK_ORDER

_FROM = re.compile(r'\bFROM\s+"?(\w+)"?')
_UPDATE = re.compile(r'^\s*UPDATE\s+"?(\w+)"?')
_LOCKING = re.compile(r"\bFOR (NO KEY )?UPDATE\b")


@contextmanager
def heard() -> Iterator[list[str]]:
    """The statements sent inside the block, in their order."""
    said: list[str] = []
    copy = psycopg.Cursor.copy

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        said.append(sql)
        return execute(sql, params, many, context)

    def listen_to_copy(self: Any, statement: Any, *args: Any, **kwargs: Any) -> Any:
        said.append(str(statement))
        return copy(self, statement, *args, **kwargs)

    with connection.execute_wrapper(listen), patch.object(psycopg.Cursor, "copy", listen_to_copy):
        yield said


def tables_locked(statements: list[str]) -> list[str]:
    """The tables of LOCK_ORDER in the order in which rows of them were first locked."""
    found: dict[str, None] = {}
    for sql in statements:
        match = _FROM.search(sql) if _LOCKING.search(sql) else _UPDATE.match(sql)
        if match and match[1] in LOCK_ORDER:
            found.setdefault(match[1])
    return list(found)

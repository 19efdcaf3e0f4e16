"""Several reads in one statement: a page with ten small sections asks the database once."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg import pq
from psycopg.adapt import Buffer, Loader


class _AsText(Loader):
    """JSON stays text until its field reads it, as in every other statement."""

    format = pq.Format.BINARY

    def load(self, data: Buffer) -> str:
        return bytes(data[1:]).decode()  # the first byte is the version of the format


def read_together(*reads: QuerySet[Any, Any]) -> None:
    """Each of these knows its rows afterwards, in its order, and sends nothing when it is gone through.

    Any queryset will do: objects with what they select beside them, values, annotations; no prefetches of its own.
    """
    asked: list[tuple[QuerySet[Any, Any], SQLCompiler]] = []
    selects: list[str] = []
    params: list[Any] = []
    for read in reads:
        compiler = read.query.get_compiler(using=read.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            _give(read, compiler, [])
            continue
        asked.append((read, compiler))
        selects.append(f"ARRAY(SELECT part FROM ({sql}) AS part)")
        params += values
    if not asked:
        return
    row = _answer(f"SELECT {', '.join(selects)}", params)
    for (read, compiler), rows in zip(asked, row, strict=True):
        _give(read, compiler, rows)


def _answer(sql: str, params: Sequence[Any]) -> tuple[list[tuple[Any, ...]], ...]:
    """In the binary format, in which rows of any shape keep the types of their values."""
    connection.ensure_connection()
    with psycopg.ClientCursor(connection.connection) as writer:
        written = writer.mogrify(sql, params)
    reader: Any = psycopg.Cursor(connection.connection)
    with connection.make_cursor(reader) as cursor:
        cursor.cursor.format = pq.Format.BINARY
        cursor.cursor.adapters.register_loader("jsonb", _AsText)
        cursor.execute(written)
        return cursor.fetchone()


def _give(read: QuerySet[Any, Any], compiler: SQLCompiler, rows: Sequence[tuple[Any, ...]]) -> None:
    """Builds its objects or values as it would from an answer of its own."""
    if not rows:
        read._result_cache = []
        return
    setattr(compiler, "execute_sql", lambda *args, **kwargs: [rows])  # noqa: B010  on this one object
    setattr(read.query, "get_compiler", lambda *args, **kwargs: compiler)  # noqa: B010  and this
    try:
        known: Any = read._iterable_class(read)
        read._result_cache = list(known)
    finally:
        del read.query.__dict__["get_compiler"]

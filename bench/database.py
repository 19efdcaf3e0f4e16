"""A fresh database for one run, on a server with the settings of production, and Django on top of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from zhanggui.config.postgres import Server, ensure_postgres

NAME = "zhanggui_bench"


class Bench(NamedTuple):
    """Where the run writes, and what the server is set to."""

    url: str
    server: Server
    settings: dict[str, str]


_SHOWN = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size")


@contextmanager
def fresh_database(data_dir: Path) -> Iterator[Bench]:
    """An empty, migrated database; DATABASE_URL names it for this process and its children."""
    with ensure_postgres(data_dir=data_dir, durable=True) as server:
        url = _sibling(server.url)
        with psycopg.connect(_sibling(server.url, "postgres"), autocommit=True) as connection:
            name = sql.Identifier(NAME)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
            settings = {name: value for name in _SHOWN for (value,) in connection.execute(f"SHOW {name}")}
        given = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = url
        _migrate()
        try:
            yield Bench(url, server, settings)
        finally:
            _leave(given)


def _migrate() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings.base")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _leave(given: str | None) -> None:
    """The next run in this process finds its server as this one did."""
    from django.db import connections

    connections.close_all()
    del os.environ["DATABASE_URL"]
    if given is not None:
        os.environ["DATABASE_URL"] = given


def _sibling(url: str, name: str = NAME) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

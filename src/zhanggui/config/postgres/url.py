"""Database addresses: as psycopg connects, as Django wants them, and the checks of a server somebody else runs."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from zhanggui.config.postgres.home import DiskFull
from zhanggui.config.postgres.settings import PORT
from zhanggui.config.postgres.sources import OLDEST_MAJOR, PostgresTooOld
from zhanggui.kernel.refusal import Refusal

USER = "zhanggui"
SECONDS_TO_CONNECT = 10
DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class DatabaseUrlUnreadable(Refusal):
    """DATABASE_URL is not an address of a PostgreSQL database: {reason}. It looks like postgresql://user:password@host:5432/name."""


class DatabaseUnreachable(Refusal):
    """The database at {place} does not answer: {reason}"""


class DatabaseNotUtf8(Refusal):
    """Database {name} stores text as {encoding}; Zhanggui needs UTF8. Create it again with ENCODING 'UTF8'."""


def socket_url(socket_dir: Path, database: str) -> str:
    return f"postgresql://{USER}@/{quote(database, safe='')}?host={quote(str(socket_dir), safe='')}&port={PORT}"


def parts_of(url: str) -> dict[str, Any]:
    """The named parts of an address, percent signs resolved; `host` may be a socket directory."""
    try:
        if "://" not in url:
            raise psycopg.ProgrammingError("no :// in it")
        return conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise DatabaseUrlUnreadable(reason=str(error).strip()) from None


def database_settings(url: str) -> dict[str, Any]:
    """The DATABASES entry of Django for this address; parts Django does not name become OPTIONS."""
    parts = parts_of(url)
    named = {name: str(parts.pop(part, "")) for part, name in DJANGO_NAMES.items()}
    return {"ENGINE": "django.db.backends.postgresql", **named, "OPTIONS": parts}


def check_given(url: str, *, database: str) -> tuple[str, str]:
    """The address, with a database name, and the version of a server we do not run; its database exists afterwards."""
    parts = parts_of(url)
    if not parts.get("dbname"):
        head, mark, query = url.partition("?")
        url = f"{head.rstrip('/')}/{quote(database, safe='')}{mark}{query}"
    name = str(parts.get("dbname") or database)
    try:
        connection = _connect(url)
    except psycopg.OperationalError as error:
        _create_if_only_missing(url, name, error)
        connection = _connect(url)
    with connection:
        version = version_of(connection)
        if connection.info.server_version < OLDEST_MAJOR * 10_000:
            raise PostgresTooOld(version=version, place=_place(url), oldest=OLDEST_MAJOR)
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise DatabaseNotUtf8(name=name, encoding=encoding)
    return url, version


def create_missing_database(connection: psycopg.Connection[Any], name: str) -> None:
    """Afterwards the database exists, whoever made it."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
    try:
        connection.execute(create)
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return  # another start made it in the same moment
    except psycopg.errors.DiskFull as error:
        raise DiskFull(path=_place(connection.info.dsn)) from error


def version_of(connection: psycopg.Connection[Any]) -> str:
    major, minor = divmod(connection.info.server_version, 10_000)
    return f"{major}.{minor}"


def _create_if_only_missing(url: str, name: str, error: psycopg.OperationalError) -> None:
    try:
        connection = _connect(url, dbname="postgres")
    except psycopg.OperationalError:
        raise _unreachable(url, error) from None
    with connection:
        try:
            create_missing_database(connection, name)
        except psycopg.Error as refused:
            raise _unreachable(url, refused) from refused


def _connect(url: str, **changes: Any) -> psycopg.Connection[Any]:
    return psycopg.connect(url, autocommit=True, connect_timeout=SECONDS_TO_CONNECT, **changes)


def _unreachable(url: str, error: psycopg.Error) -> DatabaseUnreachable:
    return DatabaseUnreachable(place=_place(url), reason=" ".join(str(error).split()))


def _place(url: str) -> str:
    """Where it is, without the password."""
    parts = parts_of(url)
    return f"{parts.get('host', 'localhost')}:{parts.get('port', PORT)}/{parts.get('dbname', '')}"

"""A database with every migration applied, from which test runs copy theirs: a copy takes a second, migrating many."""

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.db import connection
from django.utils.timezone import localdate
from psycopg import sql

from zhanggui.config.migrating import migrate_new_database

SOURCES = ("*/migrations/*.py", "*/sql/*.sql", "kernel/*.py", "config/migrating.py")
"""What a migration runs: itself, functions in SQL, the makers of triggers in the kernel, and the way to run it."""
LOCK = 7_340_011
KEPT = 5


def migrated_template() -> str:
    """The name of the template of these migrations, made by the first run that asks; the others wait for it."""
    name = f"template_{_digest()}"
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = [
            row[0]
            for row in server.execute(
                r"SELECT datname FROM pg_database WHERE datname LIKE 'template\_%' ORDER BY oid DESC"
            )
        ]
        if name not in known:
            fresh = f"fresh_{name}"
            _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", fresh)
            _run(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", fresh)
            _migrate(fresh)
            _run(server, "ALTER DATABASE {} RENAME TO {}", fresh, name)
            for old in known[KEPT:]:
                _run(server, "DROP DATABASE IF EXISTS {}", old)
    return name


def _digest() -> str:
    """Of everything the migrated database depends on; its partitions depend on the day."""
    told = hashlib.sha256(f"{localdate()} {version('django')} {version('procrastinate')}".encode())
    root = Path(__file__).parents[1]
    for path in sorted(path for pattern in SOURCES for path in root.glob(pattern)):
        told.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return told.hexdigest()[:16]


def _migrate(name: str) -> None:
    """Every migration is applied to the database of this name; the connection names its own again afterwards."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        migrate_new_database()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _run(server: psycopg.Connection, statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

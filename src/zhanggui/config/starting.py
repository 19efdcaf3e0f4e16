"""What every command needs before it works: a database that answers, Django set up, the schema up to date."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from zhanggui.config.postgres import Server, ensure_postgres
from zhanggui.kernel.refusal import Refusal

MIGRATION_LOCK = 7_204_001
"""One process migrates, the others wait (a PostgreSQL advisory lock)."""


class KeyNotSet(Refusal):
    """{name} is not set, so everybody knows the key. Set a long random text, or ZHANGGUI_DEMO=1 to look around."""


@contextmanager
def database(*, durable: bool = True) -> Iterator[Server]:
    """A PostgreSQL that answers, named by DATABASE_URL for this process and its children."""
    with ensure_postgres(durable=durable) as server:
        os.environ["DATABASE_URL"] = server.url
        yield server


def set_up_django() -> None:
    """Models and settings may be used from here on."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings.base")
    django.setup()


def take_turns_often() -> None:
    """Threads of this process wait for one another half a millisecond at most, not five: a worker reads from platforms
    in several while it stores in another, and an answer that has come waits for whoever computes."""
    sys.setswitchinterval(0.0005)


def check_keys() -> None:
    """Raises KeyNotSet while a key is the one that stands in the source; only the demo may work with it."""
    from django.conf import settings

    if settings.DEMO:
        return
    if settings.SECRET_KEY == settings.PUBLISHED_KEY:
        raise KeyNotSet(name="ZHANGGUI_SECRET_KEY")
    if settings.PUBLISHED_KEY in settings.SEAL_KEYS:
        raise KeyNotSet(name="ZHANGGUI_SEAL_KEY")


def migrate() -> int:
    """The schema is that of this program; answers how many migrations were missing."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from zhanggui.config.migrating import check_folded_history, migrate_new_database

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            executor = MigrationExecutor(connection)
            check_folded_history(executor.loader)
            missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if not executor.loader.applied_migrations:
                migrate_new_database()
            elif missing:
                call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    return missing

"""A new database is migrated in seconds, and is the one that Django's own way makes."""

import difflib
import os
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from zhanggui.config import pytest_postgres
from zhanggui.config.commands.backup import run_tool
from zhanggui.config.migrating import StoppedHalfWay
from zhanggui.config.postgres import Server
from zhanggui.config.postgres.account import choose_account
from zhanggui.config.postgres.sources import find_binaries
from zhanggui.config.pytest_template import migrated_template
from zhanggui.config.starting import migrate
from zhanggui.kernel.refusal import Refusal

WHOLE = f"migrated_whole_{os.getpid()}"


@pytest.fixture
def whole(django_db_blocker):
    """A database whose migrations were applied by Django alone."""
    own = connection.settings_dict["NAME"]
    with (
        django_db_blocker.unblock(),
        psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server,
    ):
        name = sql.Identifier(WHOLE)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
        connection.close()
        connection.settings_dict["NAME"] = WHOLE
        try:
            call_command("migrate", verbosity=0, interactive=False)
            yield WHOLE
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def with_programs() -> Server:
    """The server of the test run. One of several test processes was given only its address, not its programs."""
    server = pytest_postgres.server
    with suppress(Refusal):
        major = int(server.version.partition(".")[0])
        return replace(server, bin_dir=find_binaries(choose_account(Path("none")), major=major).bin_dir)
    return server


def words_of(database, file):
    """All that is in it, but the moments at which its migrations were applied and what is new in each dump."""
    place = psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname=database)
    run_tool(with_programs(), "pg_dump", ["--exclude-table-data=django_migrations", f"--file={file}", f"-d{place}"])
    return [line for line in file.read_text().splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


@pytest.mark.slow
def test_a_new_database_is_the_one_that_django_makes(whole, tmp_path):
    here = words_of(migrated_template(), tmp_path / "new.sql")
    there = words_of(whole, tmp_path / "whole.sql")
    assert [*difflib.unified_diff(there, here, n=0)][:40] == []
    assert len(here) > 10_000


@pytest.mark.django_db
@pytest.mark.parametrize("room", ["orders", "fulfilment", "logistics"])
def test_a_database_with_the_whole_history_before_it_was_folded_goes_on_unchanged(room):
    folded = import_module(f"zhanggui.{room}.migrations._folded").FOLDED
    applied = MigrationRecorder.Migration.objects.filter(app=room)
    applied.filter(name__in=[name for app, name in MigrationLoader(connection).replacements if app == room]).delete()
    assert set(folded) <= set(applied.values_list("app", "name"))
    assert migrate() == 0

    applied.filter(name=folded[-1][1]).delete()
    with pytest.raises(StoppedHalfWay, match=room):
        migrate()

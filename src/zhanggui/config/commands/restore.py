"""Bring a company back from a backup file, into an empty database; then prove the promises."""

import argparse
import sys
from pathlib import Path

import psycopg

from zhanggui.config.commands.backup import run_tool
from zhanggui.config.commands.prove import print_proofs
from zhanggui.config.starting import database, set_up_django
from zhanggui.kernel.refusal import Refusal


class DatabaseNotEmpty(Refusal):
    """The database has tables already. Restore goes into an empty one, so that nothing is overwritten."""


class BackupFileMissing(Refusal):
    """There is no file {file}."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(given: argparse.Namespace) -> int:
    if not given.file.is_file():
        raise BackupFileMissing(file=given.file)
    with database() as server:
        with psycopg.connect(server.url) as connection:
            tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if tables and tables[0]:
            raise DatabaseNotEmpty
        run_tool(server, "pg_restore", ["--no-owner", "--exit-on-error", f"--dbname={server.url}", str(given.file)])
        set_up_django()
        sys.stdout.write("restored; proving\n")
        return 0 if print_proofs() else 1

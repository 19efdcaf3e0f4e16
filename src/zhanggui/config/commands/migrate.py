"""Bring the database to the schema of this program."""

import argparse
import sys

from zhanggui.config.starting import database, migrate, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(given: argparse.Namespace) -> int:
    with database():
        set_up_django()
        sys.stdout.write(f"migrations applied: {migrate()}\n")
    return 0

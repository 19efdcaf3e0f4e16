"""Look the installation over: database, schema, fonts, front-end files, keys, disk, stalled and dead jobs."""

import argparse
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from zhanggui.config.starting import database, set_up_django

LOW_DISK = 2 * 1024**3


class Finding(NamedTuple):
    """One look: all well, or what to do."""

    what: str
    is_well: bool
    says: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(given: argparse.Namespace) -> int:
    with database() as server:
        set_up_django()
        findings = [Finding("database", True, f"PostgreSQL {server.version}"), *_findings()]
    for finding in findings:
        sys.stdout.write(f"{'ok   ' if finding.is_well else 'LOOK '} {finding.what:14} {finding.says}\n")
    return 0 if all(finding.is_well for finding in findings) else 1


def _findings() -> Iterator[Finding]:
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from zhanggui.config.facts import PromiseBroken
    from zhanggui.config.flows.prove_promises import COMPANY
    from zhanggui.kernel.clock import now
    from zhanggui.kernel.models import Fact

    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Finding(
        "schema", not missing, f"{missing} migrations missing: run “zhanggui migrate”" if missing else "up to date"
    )
    fonts = sorted((settings.PACKAGE / "papers" / "fonts").glob("*.ttf"))
    yield Finding("print fonts", bool(fonts), ", ".join(font.name for font in fonts) or "missing: run “make setup”")
    vendor = settings.PACKAGE / "ui" / "static" / "vendor"
    yield Finding("front end", vendor.is_dir(), "there" if vendor.is_dir() else "missing: run “make setup”")
    for what, keys in (("secret key", [settings.SECRET_KEY]), ("seal key", settings.SEAL_KEYS)):
        own = settings.PUBLISHED_KEY not in keys
        name = f"ZHANGGUI_{what.replace(' ', '_').upper()}"
        yield Finding(what, own or settings.DEMO, "set" if own else f"set {name} before real use")
    settings.HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.HOME).free
    yield Finding("disk", free > LOW_DISK, f"{free // 1024**2} MiB free")
    if missing:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        (dead,) = cursor.fetchone()
    broken = Fact.objects.filter(
        subject=PromiseBroken.SUBJECT, subject_id=COMPANY, name=PromiseBroken.NAME, at__gte=now() - timedelta(days=1)
    ).count()
    says = f"{broken} records broke a promise last night: run “zhanggui prove”" if broken else "none broken last night"
    yield Finding("promises", not broken, says)
    yield Finding("dead jobs", not dead, f"{dead} jobs gave up: see the jobs page" if dead else "none")

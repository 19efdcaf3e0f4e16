"""Serve the pages and the API, with workers beside them, until interrupted."""

import argparse
import os
import sys

from zhanggui.config.processes import Child, listens_on, run_children
from zhanggui.config.starting import check_keys, database, migrate, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--web-processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4, help="per web process")
    parser.add_argument("--no-workers", action="store_true", help="only the pages; workers run elsewhere")


def run(given: argparse.Namespace) -> int:
    with database() as server:
        set_up_django()
        check_keys()
        migrate()
        gather_static_files()
        from django.conf import settings

        children = [web_child(given.host, given.port, server.url, processes=given.web_processes, threads=given.threads)]
        if not given.no_workers:
            children += worker_children(server.url)

        def say() -> None:
            sys.stdout.write(f"Zhanggui: http://{given.host}:{given.port}\n")

        return run_children(children, pid_file=settings.HOME / "serve.pid", on_ready=say)


ACCESS_LOG = '[%(time)s] %(addr)s "%(method)s %(path)s %(protocol)s" %(status)d %(dt_ms).3f'
"""Never the query: people search by names and phones."""


def gather_static_files() -> None:
    """What pages load lies in one place, under names that change with the content."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def web_child(host: str, port: int, url: str, *, processes: int = 2, threads: int = 4) -> Child:
    """The web server as a child process."""
    argv = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(processes), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        "--access-log-fmt", ACCESS_LOG,
        "--workers-kill-timeout", "5", "zhanggui.config.wsgi:application",
    ]  # fmt: skip
    return Child(
        "web", argv, env={**os.environ, "DATABASE_URL": url}, ready=listens_on(port, host=host), port=port, host=host
    )


def worker_children(url: str) -> list[Child]:
    """Lanes: stop and stock never wait behind a pull, planning not behind a slow platform, and nobody behind a file."""
    env = {**os.environ, "DATABASE_URL": url}
    work = [sys.executable, "-m", "zhanggui.config.cli", "work"]
    return [
        Child("stop", [*work, "--queues", "stop", "--concurrency", "1"], env=env),
        Child("stock", [*work, "--queues", "stock", "--concurrency", "2"], env=env),
        Child("work", [*work, "--queues", "default,push", "--concurrency", "3"], env=env),
        Child("pull", [*work, "--queues", "pull", "--concurrency", "3"], env=env),
        Child("bulk", [*work, "--queues", "bulk", "--concurrency", "1"], env=env),
    ]

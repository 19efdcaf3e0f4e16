"""Making a cluster and bringing its server up."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from zhanggui.config.postgres.home import DiskFull, Home
from zhanggui.config.postgres.postmaster import Postmaster, disown_reused_pid, read_postmaster
from zhanggui.config.postgres.settings import is_durable, settings_text
from zhanggui.config.postgres.sources import Binaries
from zhanggui.config.postgres.url import USER, socket_url
from zhanggui.kernel.refusal import Refusal

SECONDS_TO_TRY_AGAIN = 10
SECONDS_TO_RECOVER = 600
NO_SPACE = ("No space left on device", "Disk quota exceeded")
# Said while processes of a server that was killed are still on their way out.
LEFTOVERS = ('lock file "postmaster.pid" already exists', "pre-existing shared memory block")
LINES_SHOWN = 8


class PostgresDidNotStart(Refusal):
    """PostgreSQL did not start in {path}. Its last words: {log}"""


def major_of(cluster: Path) -> int | None:
    """The version that wrote the data; None where there is none yet."""
    try:
        return int((cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def create_cluster(home: Home, binaries: Binaries, *, durable: bool) -> None:
    """Afterwards the cluster is there whole; an attempt that fails or is killed leaves nothing in its place."""
    fresh = home.path / "cluster.new"
    shutil.rmtree(fresh, ignore_errors=True)
    home.make_private(fresh)
    text = ["-E", "UTF8", "--locale=C.UTF-8"]
    if binaries.major >= 17:
        text += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    sync = [] if durable else ["--no-sync"]
    try:
        made = home.account.run([binaries.program("initdb"), "-D", fresh, "-U", USER, "-A", "trust", *text, *sync])
        if made.returncode != 0:
            raise _why(home, made.stderr)
        with open(fresh / "postgresql.conf", "a") as file:
            file.write("\ninclude '../zhanggui.conf'\n")
        fresh.rename(home.cluster)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def wait_for_running(home: Home) -> Postmaster | None:
    """The server that runs on this cluster already, once it answers; None if none does."""
    until = time.monotonic() + SECONDS_TO_RECOVER
    while (postmaster := read_postmaster(home.cluster)) and postmaster.is_running():
        if _answers(postmaster):
            return postmaster
        if time.monotonic() > until:
            raise _why(home, _tail(home, 0))
        time.sleep(0.05)
    return None


def make_durable(home: Home, postmaster: Postmaster) -> None:
    """A running server becomes as careful as its most careful user; what it wrote before is written through."""
    if not is_durable(home.settings.read_text()):
        home.settings.write_text(settings_text(socket_dir=postmaster.socket_dir, durable=True))
        postmaster.reload()
        os.sync()


def start(home: Home, binaries: Binaries, *, durable: bool) -> Postmaster:
    """The server, answering. While leftovers of a killed one still end, it is tried again."""
    if durable and home.settings.exists() and not is_durable(home.settings.read_text()):
        os.sync()
    if stale := read_postmaster(home.cluster):
        home.forget_socket_dir(stale.socket_dir)
    socket_dir = home.socket_dir()
    home.settings.write_text(settings_text(socket_dir=socket_dir, durable=durable))
    home.settings.chmod(0o644)
    home.turn_log()
    until = time.monotonic() + SECONDS_TO_TRY_AGAIN
    while True:
        disown_reused_pid(home.cluster)
        begin = home.log.stat().st_size if home.log.exists() else 0
        postmaster = _launch(home, binaries)
        if postmaster:
            return postmaster
        said = _tail(home, begin)
        if time.monotonic() > until or not any(words in said for words in LEFTOVERS):
            home.forget_socket_dir(socket_dir)
            raise _why(home, said)
        time.sleep(0.3)


def _launch(home: Home, binaries: Binaries) -> Postmaster | None:
    """One attempt: the server, answering under our child's number, or None because it ended."""
    argv: list[str | Path] = [binaries.program("postgres"), "-D", home.cluster]
    with home.open_log() as log:
        process = subprocess.Popen(
            argv, stdout=log, stderr=log, start_new_session=True, **home.account.launch_options()
        )
    try:
        until = time.monotonic() + SECONDS_TO_RECOVER
        while process.poll() is None and time.monotonic() < until:
            postmaster = read_postmaster(home.cluster)
            if postmaster and postmaster.pid == process.pid and _answers(postmaster):
                process.returncode = 0  # it outlives this object; has_ended() collects it
                return postmaster
            time.sleep(0.02)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait()
    return None


def _answers(postmaster: Postmaster) -> bool:
    if not postmaster.ready:
        return False
    try:
        psycopg.connect(socket_url(postmaster.socket_dir, "postgres"), connect_timeout=10).close()
    except psycopg.OperationalError as error:
        return "too many clients" in str(error)
    return True


def _tail(home: Home, begin: int) -> str:
    with open(home.log, "rb") as log:
        log.seek(begin)
        return log.read().decode(errors="replace")


def _why(home: Home, said: str) -> Refusal:
    if any(words in said for words in NO_SPACE):
        return DiskFull(path=str(home.path))
    lines = [line.strip() for line in said.strip().splitlines()[-LINES_SHOWN:]]
    return PostgresDidNotStart(path=str(home.path), log=" | ".join(lines) or "-")

"""One function gives every part of the program its PostgreSQL: test, demo and production."""

import fcntl
import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg

from zhanggui.config.postgres.cluster import create_cluster, major_of, make_durable, start, wait_for_running
from zhanggui.config.postgres.home import Home, default_data_dir, disk_refusals, open_home
from zhanggui.config.postgres.postmaster import read_postmaster
from zhanggui.config.postgres.sources import find_binaries
from zhanggui.config.postgres.url import check_given, create_missing_database, socket_url, version_of


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL that answers at `url`. `ours` when we run it, and then `bin_dir` holds its programs."""

    url: str = field(repr=False)
    version: str
    bin_dir: Path | None = None
    ours: bool = False
    _use: "Use | None" = field(default=None, repr=False, compare=False)

    def stop(self) -> None:
        """We use it no longer; the last user of a server of ours stops it. A second call does nothing."""
        if self._use:
            self._use.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@dataclass(frozen=True, slots=True)
class Use:
    """Our share in a server other processes may use too."""

    home: Home
    users: IO[str]

    def end(self) -> None:
        if self.users.closed:
            return
        with self.home.changing(), self.users:
            try:
                fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            postmaster = read_postmaster(self.home.cluster)
            if postmaster and postmaster.is_running():
                postmaster.stop()
                self.home.forget_socket_dir(postmaster.socket_dir)


def ensure_postgres(*, data_dir: Path | None = None, durable: bool = True, database: str = "zhanggui") -> Server:
    """A PostgreSQL that answers, with this database in it.

    With DATABASE_URL it is that server. Otherwise it is our own in `data_dir`: the one already running there,
    even if whoever started it was killed, or one started now. `durable=False` trades the last transactions before
    a power cut for speed; a server that anybody wants durable is durable.
    """
    if url := os.environ.get("DATABASE_URL", "").strip():
        url, version = check_given(url, database=database)
        return Server(url=url, version=version)
    home = open_home(data_dir or default_data_dir())
    with home.changing():
        use = Use(home, home.begin_use())
        try:
            return _run(use, durable=durable, database=database)
        except BaseException:
            use.users.close()
            raise


def _run(use: Use, *, durable: bool, database: str) -> Server:
    home = use.home
    binaries = find_binaries(home.account, major=major_of(home.cluster))
    postmaster = wait_for_running(home)
    if postmaster is None:
        with disk_refusals(home.path):
            if not home.cluster.exists():
                create_cluster(home, binaries, durable=durable)
            postmaster = start(home, binaries, durable=durable)
    elif durable:
        make_durable(home, postmaster)
    with psycopg.connect(socket_url(postmaster.socket_dir, "postgres"), autocommit=True) as connection:
        create_missing_database(connection, database)
        version = version_of(connection)
    url = socket_url(postmaster.socket_dir, database)
    return Server(url=url, version=version, bin_dir=binaries.bin_dir, ours=True, _use=use)

"""The directory PostgreSQL lives in: data, socket, log and the two locks that keep starts and stops apart.

postgres/            ours; the server's account may pass through it, not write
  cluster/           the data, made and owned by the server's account
  socket/            private to the server's account
  zhanggui.conf      our settings, written at every start
  server.log
  start.lock         held while one process starts or stops the server
  users.lock         shared by every process that uses the server
"""

import contextlib
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from zhanggui.config.postgres.account import Account, choose_account
from zhanggui.kernel.refusal import Refusal

LONGEST_SOCKET_PATH = 100
SHORT_PLACE = Path("/tmp")
PASSABLE_PLACE = Path("/var/lib/zhanggui")
LOG_TURNS_AT = 20 * 1024 * 1024


class DiskFull(Refusal):
    """The disk of {path} is full. Nothing is lost: make room on it and start again."""


class DataDirRefused(Refusal):
    """Zhanggui may not write in {path} ({reason}). Start it as the owner of that directory, or choose another
    with ZHANGGUI_HOME."""


@contextmanager
def disk_refusals(path: Path) -> Iterator[None]:
    """What the file system answers no to is refused by name."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(path=str(path)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise DataDirRefused(path=str(path), reason=error.strerror) from error
        raise


def make_passable(directory: Path) -> None:
    """The directory exists; if we made it, other accounts may pass through it whatever our umask says."""
    if not directory.exists():
        directory.mkdir(exist_ok=True)
        directory.chmod(0o755)


def default_data_dir() -> Path:
    return Path(os.environ.get("ZHANGGUI_HOME") or ".zhanggui") / "postgres"


@dataclass(frozen=True, slots=True)
class Home:
    path: Path
    account: Account

    @property
    def cluster(self) -> Path:
        return self.path / "cluster"

    @property
    def settings(self) -> Path:
        return self.path / "zhanggui.conf"

    @property
    def log(self) -> Path:
        return self.path / "server.log"

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Only one process at a time makes, starts, adopts or stops the server."""
        with disk_refusals(self.path), open(self.path / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def begin_use(self) -> IO[str]:
        """Counted as a user until closed, or until this process dies in whatever way."""
        users = open(self.path / "users.lock", "w")  # noqa: SIM115  held while the server is used
        fcntl.flock(users, fcntl.LOCK_SH)
        return users

    def make_private(self, directory: Path) -> Path:
        """An empty directory only the server's account may look into."""
        directory.mkdir(mode=0o700)
        self.account.take(directory)
        return directory

    def socket_dir(self) -> Path:
        """A socket's path has about 107 bytes at most: a deep home gets a short directory elsewhere."""
        directory = self.path / "socket"
        if len(os.fsencode(directory / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return directory if directory.is_dir() else self.make_private(directory)
        short = Path(tempfile.mkdtemp(prefix="zhanggui-", dir=SHORT_PLACE))
        self.account.take(short)
        return short

    def forget_socket_dir(self, directory: Path) -> None:
        """Take a short directory away again once its server has ended."""
        if directory.parent == SHORT_PLACE and directory.name.startswith("zhanggui-"):
            shutil.rmtree(directory, ignore_errors=True)

    def open_log(self) -> IO[bytes]:
        """To write at its end. It may quote what buyers told us, so only we read it."""
        return open(self.log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600))

    def turn_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_TURNS_AT:
            self.log.replace(self.log.with_suffix(".log.1"))


def open_home(data_dir: Path) -> Home:
    """The home at `data_dir`, made if it was missing.

    Started as root below a directory closed to others, such as /root, it becomes a link to a home the server's
    account can reach; the closed directory stays closed.
    """
    path = Path(os.path.abspath(data_dir))
    with disk_refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() and not choose_account(path).can_enter(path.parent):
            make_passable(PASSABLE_PLACE)
            with contextlib.suppress(FileExistsError):  # linked before; what it led to was removed
                path.symlink_to(PASSABLE_PLACE / sha256(os.fsencode(path)).hexdigest()[:12])
        path = path.resolve()
        if not path.exists():
            make_passable(path)
        account = choose_account(path / "cluster")
    if not account.can_enter(path):
        raise DataDirRefused(path=str(path), reason=os.strerror(errno.EACCES))
    return Home(path, account)

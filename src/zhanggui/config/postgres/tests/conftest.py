"""A place every account can enter, and a server that is gone when the test is over."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from zhanggui.config.postgres import ensure_postgres
from zhanggui.config.postgres.postmaster import read_postmaster

AS_ROOT = os.geteuid() == 0
NOBODY = 65534

USER_OF_A_SERVER = """
import sys
from pathlib import Path
from zhanggui.config.postgres import ensure_postgres
server = ensure_postgres(data_dir=Path(sys.argv[1]), durable=False)
print(server.url, flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture(autouse=True)
def _own_server_only(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_given_server(monkeypatch)


def forget_given_server(patch: pytest.MonkeyPatch) -> None:
    """The server the whole test run has is not the one these tests are about."""
    patch.delenv("DATABASE_URL", raising=False)
    patch.delenv("ZHANGGUI_PG_BIN", raising=False)


@pytest.fixture
def room() -> Iterator[Path]:
    with open_place() as path:
        yield path


@pytest.fixture(scope="session")
def made_home() -> Iterator[Path]:
    """A home whose data was made once, to copy."""
    with open_place() as path, pytest.MonkeyPatch.context() as patch:
        forget_given_server(patch)
        ensure_postgres(data_dir=path / "pg", durable=False).stop()
        patch.undo()
        yield path / "pg"


@pytest.fixture
def pg(room: Path, made_home: Path) -> Path:
    """A home with data, its server stopped."""
    subprocess.run(["cp", "-a", made_home, room / "pg"], check=True)
    return room / "pg"


@contextmanager
def open_place() -> Iterator[Path]:
    """pytest's own tmp_path is closed to the account that root's server runs as."""
    path = Path(tempfile.mkdtemp(prefix="zgtest-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    for noted in path.rglob("postmaster.pid"):
        postmaster = read_postmaster(noted.parent)
        if postmaster and postmaster.is_running():
            postmaster.stop()
    shutil.rmtree(path)


@pytest.fixture
def start_user() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Another process that uses the server until a line is sent to it."""
    started: list[subprocess.Popen[str]] = []

    def start(data_dir: Path, **options: Any) -> subprocess.Popen[str]:
        argv = [sys.executable, "-c", USER_OF_A_SERVER, str(data_dir)]
        process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()

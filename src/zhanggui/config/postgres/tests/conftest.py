"""A place every account can enter, and a server that is gone when the test is over."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

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
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("ZHANGGUI_PG_BIN", raising=False)


@pytest.fixture
def room() -> Iterator[Path]:
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

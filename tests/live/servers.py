"""Real shops below `.zhanggui/live`: installed by npm once, filled once per run, served on a port of their own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

HERE = Path(__file__).parent
HOME = Path(os.environ.get("ZHANGGUI_HOME", ".zhanggui")).resolve() / "live"


def installed(name: str) -> Path:
    """The folder of this server, with its packages; the first time that takes some minutes."""
    folder = HOME / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in (HERE / name).iterdir():
        if file.is_file() and file.suffix in {".js", ".json", ".csv"}:
            shutil.copy(file, folder)
    if not (folder / "installed").exists():
        run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"], folder, {})
        (folder / "installed").touch()
    return folder


@contextmanager
def database(name: str) -> Iterator[str]:
    """An empty database on the server of the test run: its address."""
    server = os.environ["DATABASE_URL"]
    if not urlsplit(server).hostname:
        raise AssertionError("Real shops reach a database by TCP only: set DATABASE_URL to a server that listens there")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run(command: list[str], folder: Path, settings: Mapping[str, str]) -> None:
    """The command to its end; what it said is in the error when it fails."""
    done = subprocess.run(command, cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)}: {(done.stdout + done.stderr)[-3000:]}")


@contextmanager
def served(command: list[str], folder: Path, settings: Mapping[str, str], *, alive: str) -> Iterator[str]:
    """The address of the server, once `alive` answers there, until the block is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=os.environ | settings | {"PORT": str(port)}, stdout=log, stderr=log
        )
        try:
            _wait(url + alive, server, folder)
            yield url
        finally:
            server.terminate()
            server.wait(20)


def _wait(address: str, server: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            if httpx.get(address, timeout=5).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise AssertionError((folder / "server.log").read_text()[-3000:])

"""The web server as production runs it: granian, two processes of four threads each."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import peak_mib

PROCESSES, THREADS = 2, 4
SECONDS_TO_START = 30


@contextmanager
def web_server(app: str, *, url: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(PROCESSES), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning", app,
    ]  # fmt: skip
    process = subprocess.Popen(argv, env={**os.environ, "DATABASE_URL": url})
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=20)


def peak_of_workers(process: subprocess.Popen[bytes]) -> float:
    """The most memory one of its processes ever had, in MiB."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return max((peak_mib(int(child)) for child in children), default=0.0)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"the web server does not answer on port {port}")

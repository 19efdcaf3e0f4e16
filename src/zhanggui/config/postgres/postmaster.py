"""The running server of a cluster, as its own lock file postmaster.pid describes it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_STOP = 120


@dataclass(frozen=True, slots=True)
class Postmaster:
    cluster: Path
    pid: int
    socket_dir: Path
    ready: bool

    def is_running(self) -> bool:
        """The process lives and is a server of this cluster: a number reused by another program is not."""
        if has_ended(self.pid):
            return False
        if sys.platform == "linux":
            try:
                return Path(f"/proc/{self.pid}/cwd").resolve(strict=True) == self.cluster
            except OSError:
                return False
        asked = subprocess.run(["ps", "-o", "args=", "-p", str(self.pid)], capture_output=True, text=True, check=False)
        return str(self.cluster) in asked.stdout

    def stop(self) -> None:
        """Ends transactions and writes everything down; only a server that hangs is cut off, and recovers at
        its next start."""
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self._tell(how) and self._wait_for_end():
                return

    def reload(self) -> None:
        self._tell(signal.SIGHUP)

    def _tell(self, number: signal.Signals) -> bool:
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return number is not signal.SIGHUP
        return True

    def _wait_for_end(self) -> bool:
        until = time.monotonic() + SECONDS_TO_STOP
        while time.monotonic() < until:
            if has_ended(self.pid):
                return True
            time.sleep(0.02)
        return False


def read_postmaster(cluster: Path) -> Postmaster | None:
    """What postmaster.pid says, true or not; None while there is none or it is being written."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    lines += [""] * 8  # it grows while the server starts
    return Postmaster(cluster, pid, Path(lines[4]), ready=lines[7].strip() == "ready")


def disown_reused_pid(cluster: Path) -> None:
    """After a container restart the noted number may be another program's, which PostgreSQL would take for a server.

    Our own number says "stale" to the server we start, because we are its parent. The file stays: through the
    memory segment it names, PostgreSQL still notices processes a killed server left behind.
    """
    noted = read_postmaster(cluster)
    if noted and not has_ended(noted.pid) and not noted.is_running():
        path = cluster / "postmaster.pid"
        _, _, rest = path.read_text().partition("\n")
        path.write_text(f"{os.getpid()}\n{rest}")


def has_ended(pid: int) -> bool:
    """No such process, or our own child that ended (which is collected here)."""
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return True
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False

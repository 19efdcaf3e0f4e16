"""The account PostgreSQL runs under: it refuses to run as root, so root lends it another one."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhanggui.kernel.refusal import Refusal

PREFERRED = ("zhanggui", "postgres", "nobody")


class NoServerAccount(Refusal):
    """PostgreSQL does not run as root, and none of the accounts {accounts} exists. Create one or start as
    another user."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user PostgreSQL's programs run as; `lent` when it is not the one we run as ourselves."""

    uid: int
    gid: int
    lent: bool

    def run(self, argv: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a short program as this account and collect what it says."""
        return subprocess.run(
            argv, capture_output=True, text=True, errors="replace", check=False, **self.launch_options()
        )

    def launch_options(self) -> dict[str, Any]:
        """What Popen needs: this user and nothing else of ours, a neutral language, private files."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        options: dict[str, Any] = {
            "env": environment | {"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            "stdin": subprocess.DEVNULL,
            "umask": 0o077,
            "cwd": "/",
        }
        if self.lent:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def can_enter(self, directory: Path) -> bool:
        return self.run(["/bin/sh", "-c", 'cd "$0"', directory]).returncode == 0

    def take(self, path: Path) -> None:
        """Make the account the owner of a file or directory we just made."""
        if self.lent:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def choose_account(cluster: Path) -> Account:
    """Ourselves, unless we are root: then the owner of the data that is there, or the first preferred account."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), lent=False)
    owner = cluster.stat().st_uid if cluster.exists() else 0
    for entry in [_entry(owner) if owner else None, *map(_entry, PREFERRED)]:
        if entry is not None:
            return Account(uid=entry.pw_uid, gid=entry.pw_gid, lent=True)
    raise NoServerAccount(accounts=", ".join(PREFERRED))


def _entry(key: int | str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(key) if isinstance(key, int) else pwd.getpwnam(key)
    except KeyError:
        return None

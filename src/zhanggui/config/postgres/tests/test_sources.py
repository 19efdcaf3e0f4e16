"""Programs the server's account cannot read are copied; nothing is opened up for it."""

import sys
from pathlib import Path

import pytest

from zhanggui.config.postgres import ensure_postgres
from zhanggui.config.postgres.sources import WHEELS
from zhanggui.config.postgres.tests.conftest import AS_ROOT


@pytest.mark.skipif(not AS_ROOT, reason="root alone runs the server as another account")
@pytest.mark.slow
def test_programs_in_a_closed_directory_are_copied(room, pg, monkeypatch):
    installed = pytest.importorskip(WHEELS[0], exc_type=ImportError).__file__
    package = Path(installed).parent
    closed = room / "closed"
    closed.mkdir(mode=0o700)
    for path in (package, package.with_name(f"{package.name}.libs")):
        (closed / path.name).symlink_to(path)
    monkeypatch.syspath_prepend(closed)
    monkeypatch.delitem(sys.modules, WHEELS[0])
    monkeypatch.setattr("zhanggui.config.postgres.sources.READABLE_CACHE", room / "cache")
    for _start in range(2):
        with ensure_postgres(data_dir=pg, durable=False) as server:
            assert server.bin_dir
            assert room / "cache" in server.bin_dir.parents
    assert len(list((room / "cache").iterdir())) == 1
    assert closed.stat().st_mode & 0o777 == 0o700

"""Starting, sharing, stopping, and every way to be killed."""

import os
import shutil
import signal
import subprocess
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from zhanggui.config.postgres import ensure_postgres
from zhanggui.config.postgres.account import choose_account
from zhanggui.config.postgres.postmaster import Postmaster, read_postmaster
from zhanggui.config.postgres.tests.conftest import AS_ROOT, NOBODY

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


def running(data_dir: Path) -> Postmaster | None:
    postmaster = read_postmaster(data_dir / "cluster")
    return postmaster if postmaster and postmaster.is_running() else None


def the_server(data_dir: Path) -> Postmaster:
    postmaster = running(data_dir)
    assert postmaster
    return postmaster


def show(url: str, name: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row
    return str(row[0])


@pytest.mark.parametrize("bin_dir", [None, DEBIAN_15], ids=["wheel", "debian-15"])
def test_starts_keeps_its_data_over_a_restart_and_stops(room, monkeypatch, bin_dir):
    if bin_dir:
        if not bin_dir.exists():
            pytest.skip("postgresql-15 is not installed")
        monkeypatch.setenv("ZHANGGUI_PG_BIN", str(bin_dir))
    with ensure_postgres(data_dir=room / "pg") as server, psycopg.connect(server.url) as connection:
        assert server.ours
        assert server.version.startswith("15." if bin_dir else "18.")
        connection.execute("CREATE TABLE note AS SELECT '掌柜' AS word, upper('é') AS letter")
    assert running(room / "pg") is None

    with ensure_postgres(data_dir=room / "pg") as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT word, letter FROM note").fetchone() == ("掌柜", "É")
        assert connection.info.parameter_status("server_encoding") == "UTF8"
    assert running(room / "pg") is None


def test_settings_are_ours_and_durable_unless_said_otherwise(pg):
    with ensure_postgres(data_dir=pg, durable=False) as fast:
        assert show(fast.url, "fsync") == "off"
        assert show(fast.url, "max_connections") == "200"
        assert show(fast.url, "jit") == "off"
        assert show(fast.url, "listen_addresses") == ""
        with ensure_postgres(data_dir=pg, durable=True) as careful:
            assert careful.url == fast.url
            wait_until(lambda: show(fast.url, "fsync") == "on")


def test_data_and_socket_are_private(pg):
    with ensure_postgres(data_dir=pg, durable=False):
        for name in ("cluster", "socket"):
            state = (pg / name).stat()
            assert state.st_mode & 0o777 == 0o700
            assert (state.st_uid != 0) or not AS_ROOT


def test_makes_another_database_on_the_same_server(pg):
    with (
        ensure_postgres(data_dir=pg, durable=False),
        ensure_postgres(data_dir=pg, durable=False, database="公司 2") as second,
        psycopg.connect(second.url) as connection,
    ):
        assert connection.info.dbname == "公司 2"


def test_home_comes_from_the_environment(room, monkeypatch):
    monkeypatch.setenv("ZHANGGUI_HOME", str(room / "home"))
    with ensure_postgres(durable=False):
        assert running(room / "home" / "postgres")


@pytest.mark.slow
def test_last_user_stops_the_server(room, start_user):
    first, second = start_user(room / "pg"), start_user(room / "pg")
    assert first.stdout.readline() == second.stdout.readline() != ""  # two starts at once, one server
    first.communicate("leave\n")
    assert running(room / "pg")
    second.communicate("leave\n")
    assert running(room / "pg") is None


def test_server_of_a_killed_parent_is_taken_over(pg, start_user):
    parent = start_user(pg)
    url = parent.stdout.readline().strip()
    parent.kill()
    parent.wait()
    left = running(pg)
    assert left

    server = ensure_postgres(data_dir=pg, durable=False)
    assert server.url == url
    assert running(pg) == left
    server.stop()
    assert running(pg) is None


@pytest.mark.slow
def test_every_acknowledged_row_survives_a_killed_postmaster(pg):
    server = ensure_postgres(data_dir=pg)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE tally (number int PRIMARY KEY)")
    acknowledged: list[int] = []

    def insert_until_cut_off() -> None:
        with psycopg.connect(server.url, autocommit=True) as connection:
            while True:
                try:
                    connection.execute("INSERT INTO tally VALUES (%s)", [len(acknowledged)])
                except psycopg.OperationalError:
                    return
                acknowledged.append(len(acknowledged))

    writer = threading.Thread(target=insert_until_cut_off)
    writer.start()
    wait_until(lambda: len(acknowledged) > 100)
    os.kill(the_server(pg).pid, signal.SIGKILL)
    again = ensure_postgres(data_dir=pg)
    writer.join()
    with again, psycopg.connect(again.url) as connection:
        found = {number for (number,) in connection.execute("SELECT number FROM tally")}
    assert found >= set(acknowledged)
    server.stop()


def test_pid_file_naming_another_program_does_not_stop_a_start(pg):
    ensure_postgres(data_dir=pg, durable=False)
    killed = the_server(pg)
    os.kill(killed.pid, signal.SIGKILL)
    wait_until(lambda: running(pg) is None)
    with suppress(ChildProcessError):
        os.waitpid(killed.pid, 0)  # as long as nobody asks how it ended, its number stays in use
    account = choose_account(pg / "cluster")
    other = subprocess.Popen(["sleep", "60"], **account.launch_options())
    try:
        noted = pg / "cluster" / "postmaster.pid"
        noted.write_text(noted.read_text().replace(str(killed.pid), str(other.pid), 1))
        with ensure_postgres(data_dir=pg, durable=False):
            assert the_server(pg).pid != other.pid
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_half_made_cluster_is_made_anew(room):
    (room / "pg" / "cluster.new" / "base").mkdir(parents=True)
    with ensure_postgres(data_dir=room / "pg", durable=False):
        assert not (room / "pg" / "cluster.new").exists()


def test_deep_home_gets_a_short_socket(room):
    deep = room / ("d" * 60) / ("e" * 60) / "pg"
    server = ensure_postgres(data_dir=deep, durable=False)
    socket_dir = the_server(deep).socket_dir
    assert len(str(socket_dir)) < 60
    psycopg.connect(server.url).close()
    server.stop()
    assert not socket_dir.exists()


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
def test_runs_as_an_ordinary_user(room):
    os.chown(room, NOBODY, NOBODY)
    child = os.fork()  # not a new program: its interpreter may be closed to that user
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            for _start in range(2):
                with ensure_postgres(data_dir=room / "pg", durable=False) as server:
                    psycopg.connect(server.url).close()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert (room / "pg" / "cluster").stat().st_uid == NOBODY
    assert running(room / "pg") is None


@pytest.mark.skipif(not AS_ROOT, reason="root alone runs the server as another account")
@pytest.mark.slow
def test_home_below_a_closed_directory_is_put_where_the_server_can_reach_it(room, monkeypatch):
    monkeypatch.setattr("zhanggui.config.postgres.home.PASSABLE_PLACE", room / "lib")
    closed = room / "closed"
    closed.mkdir(mode=0o700)
    before = os.umask(0o077)
    try:
        for _start in range(2):
            with ensure_postgres(data_dir=closed / "home" / "pg", durable=False) as server:
                psycopg.connect(server.url).close()
    finally:
        os.umask(before)
    home = (closed / "home" / "pg").resolve()
    assert home.parent == room / "lib"
    shutil.rmtree(home)
    ensure_postgres(data_dir=closed / "home" / "pg", durable=False).stop()
    assert home.exists()
    assert closed.stat().st_mode & 0o777 == 0o700


def wait_until(condition, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)

"""What a person reads when PostgreSQL cannot be had."""

import subprocess

import psycopg
import pytest

from zhanggui.config.postgres import ensure_postgres
from zhanggui.config.postgres.cluster import PostgresDidNotStart
from zhanggui.config.postgres.home import DataDirRefused, DiskFull
from zhanggui.config.postgres.postmaster import read_postmaster
from zhanggui.config.postgres.sources import DataOfAnotherVersion, NoPostgresFound, PostgresTooOld

MIB = 1024 * 1024


@pytest.fixture
def small_disk(room):
    """Mounts a disk of so many MiB, seen by every account."""
    place = room / "disk"
    place.mkdir()
    mounted = []

    def mount(mebibytes: int):
        options = f"size={mebibytes}m,mode=755"
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
        if done.returncode != 0:
            pytest.skip("this user may not mount a small disk")
        mounted.append(place)
        return place

    yield mount
    for path in mounted:
        postmaster = read_postmaster(path / "pg" / "cluster")
        if postmaster and postmaster.is_running():
            postmaster.stop()
        subprocess.run(["umount", "-l", path], check=True)


def test_full_disk_while_the_data_is_made(small_disk):
    disk = small_disk(20)
    with pytest.raises(DiskFull, match="Nothing is lost"):
        ensure_postgres(data_dir=disk / "pg", durable=False)
    assert not list((disk / "pg").glob("cluster*"))


@pytest.mark.slow
def test_full_disk_loses_nothing_and_starts_again_after_making_room(small_disk):
    disk = small_disk(120)
    ballast = disk / "ballast"
    with (
        ensure_postgres(data_dir=disk / "pg") as server,
        psycopg.connect(server.url, autocommit=True) as connection,
    ):
        connection.execute("CREATE TABLE tally (number int)")
        connection.execute("INSERT INTO tally VALUES (1)")
        fill(ballast)
        with pytest.raises(psycopg.Error):
            connection.execute("INSERT INTO tally SELECT generate_series(1, 1000000)")
    fill(ballast)
    with pytest.raises(DiskFull):
        ensure_postgres(data_dir=disk / "pg")
    ballast.unlink()
    with ensure_postgres(data_dir=disk / "pg") as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT number FROM tally").fetchall() == [(1,)]


def fill(path):
    """Take all room that is left."""
    try:
        with open(path, "ab", buffering=0) as file:
            while True:
                file.write(bytes(MIB // 64))
    except OSError:
        pass


def fake_programs(directory, version):
    directory.mkdir()
    program = directory / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return directory


def test_named_programs_that_are_not_there(room, monkeypatch):
    monkeypatch.setenv("ZHANGGUI_PG_BIN", str(room / "nowhere"))
    with pytest.raises(NoPostgresFound, match="nowhere"):
        ensure_postgres(data_dir=room / "pg")


def test_programs_that_are_too_old(room, monkeypatch):
    monkeypatch.setenv("ZHANGGUI_PG_BIN", str(fake_programs(room / "bin", "14.9")))
    with pytest.raises(PostgresTooOld, match=r"14\.9"):
        ensure_postgres(data_dir=room / "pg")


def test_data_of_another_version_is_left_alone(room, pg, monkeypatch):
    monkeypatch.setenv("ZHANGGUI_PG_BIN", str(fake_programs(room / "bin", "17.2")))
    with pytest.raises(DataOfAnotherVersion, match="18"):
        ensure_postgres(data_dir=pg)


def test_the_log_says_why_a_start_failed(pg):
    with open(pg / "cluster" / "postgresql.conf", "a") as file:
        file.write("work_mem = 'plenty'\n")
    with pytest.raises(PostgresDidNotStart, match="plenty"):
        ensure_postgres(data_dir=pg)


def test_a_file_in_the_way_of_the_directory(room):
    (room / "pg").write_text("in the way")
    with pytest.raises(DataDirRefused):
        ensure_postgres(data_dir=room / "pg")

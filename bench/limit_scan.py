"""The limit of a scan: the same statement through pgbench, values from a prepared table, at the same rate."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg

from bench.station_clients import Scan, ScanFailed

_TABLE = """
DROP TABLE IF EXISTS bench_scan;
CREATE TABLE bench_scan (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, waybill text, barcode text);
CREATE SEQUENCE IF NOT EXISTS bench_scan_next;
"""
_SCRIPT = """
SELECT answer.* FROM bench_scan, LATERAL fulfilment_verify_scan(
    gen_random_uuid(), waybill, barcode, NULL, 'bench', 'bench', '', now(), NULL, NULL) AS answer
WHERE id = (SELECT nextval('bench_scan_next'));
"""
_GOOD = "SELECT count(*) FROM fulfilment_scan WHERE actor = 'bench' AND result IN ('piece_ok', 'parcel_done')"


class LimitScans:
    """Scans taken one after the other from the prepared table, whoever asks."""

    def __init__(self, url: str, scans: Sequence[Scan], *, bin_dir: Path | None) -> None:
        self.url = url
        self.program = str(bin_dir / "pgbench") if bin_dir else shutil.which("pgbench") or "pgbench"
        self.used = 0
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute(_TABLE)
            with cursor.copy("COPY bench_scan (waybill, barcode) FROM STDIN") as copy:
                for scan in scans:
                    copy.write_row(scan)
            cursor.execute("ANALYZE bench_scan")

    def scan(self, count: int, *, stations: int, per_s: float = 0.0) -> tuple[list[float], float]:
        """As `scan_all`, with about `count` scans: each station does its share."""
        share = max(1, count // stations)
        with TemporaryDirectory() as folder:
            script = Path(folder, "scan.sql")
            script.write_text(" ".join(_SCRIPT.split()) + "\n")
            argv = [
                self.program, "-n", "-M", "prepared", "-c", str(stations), "-t", str(share), "-f", str(script), "-l",
                "--log-prefix", str(Path(folder, "log")), *(["-R", str(per_s)] if per_s else []), self.url,
            ]  # fmt: skip
            started = perf_counter()
            subprocess.run(argv, check=True, capture_output=True)
            seconds = perf_counter() - started
            taken = [_milliseconds(line) for log in Path(folder).glob("log*") for line in log.read_text().splitlines()]
        self.used += share * stations
        self._check()
        return taken, seconds

    def _check(self) -> None:
        with psycopg.connect(self.url) as connection:
            (good,) = connection.execute(_GOOD).fetchone() or (0,)
        if good != self.used:
            raise ScanFailed(f"pgbench did {self.used} scans, {good} were good")


def _milliseconds(line: str) -> float:
    """Of a line of the log: the time from sending; with a rate the log counts from the moment it was due."""
    fields = line.split()
    lag = int(fields[6]) if len(fields) > 6 else 0
    return (int(fields[2]) - lag) / 1000

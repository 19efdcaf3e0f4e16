"""The figures of the warehouse: `python -m bench --warehouse` writes them to bench/out/warehouse.json."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.database import Bench, fresh_database

OUT = Path(__file__).parent / "out" / "warehouse.json"
NAMES = (
    "scan_20", "wave_20000", "labels_1000", "note_100", "pick_list_100", "sort_sheet_100", "hand_over_100", "day_5000",
)  # fmt: skip
"""In this order. What is not measured yet is not written."""
SCAN_APP, SCAN_PATH, SCAN_SECONDS = "zhanggui.config.wsgi:application", "/api/v1/verify-scan", 30.0
MOST_P99_MS = 150


def run_warehouse(data_dir: Path, tell: Callable[[str], None]) -> bool:
    """Whether every figure that was measured holds; those of earlier runs that were not measured now stay."""
    measured = {figure["name"]: figure for figure in _measure(data_dir, tell)}
    known = {figure["name"]: figure for figure in _written()} | measured
    figures = [known[name] for name in NAMES if name in known]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=2) + "\n")
    for figure in figures:
        print(" ".join(f"{name}={value}" for name, value in figure.items()))
    print(f"written: {OUT}")
    return all(figure["holds"] for figure in measured.values())


def _measure(data_dir: Path, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    with fresh_database(data_dir):
        from bench.labels import measure_labels
        from bench.papers import measure_papers
        from bench.waves import measure_waves
        from bench.world import make_sides

        (side,) = make_sides("W")
        tell("a warehouse stands")
        figures = [measure_labels(side, tell), measure_waves(side, tell), *measure_papers(tell)]
    with fresh_database(data_dir) as bench:
        tell("twenty tables scan")
        figures.append(_scan_20(bench, tell))
    with fresh_database(data_dir) as bench:
        from bench.day import measure_day

        tell("a day begins")
        return [*figures, measure_day(bench.url, tell)]


def _scan_20(bench: Bench, tell: Callable[[str], None]) -> dict[str, Any]:
    """A scan at twenty tables of one scan a second each, beside the same statement through pgbench."""
    from bench.scans import STATIONS, measure_scans
    from bench.world import make_sides

    ours, limit = make_sides("AB")
    (figure,) = measure_scans(
        ours, limit, first=0, url=bench.url, bin_dir=bench.server.bin_dir, app=SCAN_APP, path=SCAN_PATH,
        seconds=SCAN_SECONDS, rounds=1, tell=tell, stations=STATIONS[-1:],
    )  # fmt: skip
    p99, limit_p99 = round(figure.ours_p99_ms or 0, 1), round(figure.limit_p99_ms or 0, 1)
    return {
        "name": figure.name, "ours_p99_ms": p99, "limit_p99_ms": limit_p99,
        "holds": figure.holds and p99 < MOST_P99_MS,
    }  # fmt: skip


def _written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(OUT.read_text()) if OUT.exists() else []
    return found

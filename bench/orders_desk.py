"""The figures of the order desk together: `python -m bench --orders-desk` writes them to bench/out/orders.json."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.database import fresh_database

OUT = Path(__file__).parent / "out"
NAMES = ("review_50_rules", "review_200_rules", "bulk_action_2000", "search_1m", "stop_latency_20")
PARTS = ("review_rules", "stop_latency")
"""Programs of their own, each with a fresh database; they leave their figures in bench/out/<name>.json."""
REVIEWED = 10_000
MOST_MS = {"search_1m": 100.0, "stop_latency_20": 1_000.0}


def run_orders_desk(data_dir: Path, tell: Callable[[str], None]) -> bool:
    """Whether every figure holds. A figure that was not measured is not written, and does not hold."""
    given = dict(os.environ)
    found = _with_a_million(data_dir, tell)
    for part in PARTS:
        tell(part)
        left = OUT / f"{part}.json"
        left.unlink(missing_ok=True)
        # Its own database, not the one of a moment ago.
        subprocess.run([sys.executable, "-m", f"bench.{part}", "--data-dir", str(data_dir)], check=False, env=given)
        found += _left_by(left)
    figures = sorted(map(_written, found), key=lambda figure: NAMES.index(figure["name"]))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "orders.json").write_text(json.dumps(figures, indent=2) + "\n")
    for figure in figures:
        print(" ".join(f"{name}={value}" for name, value in figure.items()))
    print(f"written: {OUT / 'orders.json'}")
    return len(figures) == len(NAMES) and all(figure["holds"] for figure in figures)


def _with_a_million(data_dir: Path, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    with fresh_database(data_dir) as bench:
        from bench.bulk_action import measure_bulk_action
        from bench.desks import bench_people, fill_million
        from bench.search import measure_search

        fill_million()
        tell("a million orders stand")
        people = bench_people()
        return [
            measure_search([people["owner"], people["shop"]], tell),
            measure_bulk_action(people["owner"], url=bench.url, tell=tell),
        ]


def _left_by(path: Path) -> Iterator[dict[str, Any]]:
    left = json.loads(path.read_text()) if path.exists() else []
    yield from (figure for figure in (left if isinstance(left, list) else [left]) if figure.get("name") in NAMES)


def _written(figure: dict[str, Any]) -> dict[str, Any]:
    """Seconds of a set as `ours_s`, percentiles as `ours_p99_ms`, and whether what is required of it holds."""
    name, holds = figure["name"], figure.get("holds", True)
    if "ours_per_s" in figure:
        ours, limit = REVIEWED / figure["ours_per_s"], REVIEWED / figure["limit_per_s"]
        return {"name": name, "ours_s": round(ours, 3), "limit_s": round(limit, 3), **figure}
    if name in MOST_MS:
        holds = holds and figure["ours_p99_ms"] < MOST_MS[name]
    return {**figure, "holds": holds}

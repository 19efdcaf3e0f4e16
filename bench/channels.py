"""The figures of the sales channels: `python -m bench --channels` writes them to bench/out/channels.json."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.database import fresh_database
from bench.two_cores import on_two_cores

OUT = Path(__file__).parent / "out" / "channels.json"
NAMES = ("pull_100k", "stock_push_latency")
"""In this order. What is not measured yet is not written."""


def run_channels(data_dir: Path, tell: Callable[[str], None], *, orders: int, is_paced: bool) -> bool:
    """Whether every figure that was measured holds. Those of earlier runs that were not measured now stay; what was
    measured of another number of orders, or without the platform's limit, is shown and not written."""
    measured = {figure["name"]: figure for figure in _measure(data_dir, tell, orders=orders, is_paced=is_paced)}
    known = {figure["name"]: figure for figure in _written()} | measured
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([known[name] for name in NAMES if name in known], indent=2) + "\n")
    for figure in measured.values():
        print(" ".join(f"{name}={value}" for name, value in figure.items()))
    print(f"written: {OUT}")
    return all(figure["holds"] for figure in measured.values())


def _measure(data_dir: Path, tell: Callable[[str], None], *, orders: int, is_paced: bool) -> list[dict[str, Any]]:
    """One database and one function for each."""
    with on_two_cores():
        with fresh_database(data_dir):
            from bench.pull import measure_pull

            pulled = measure_pull(orders, tell, is_paced=is_paced)
        with fresh_database(data_dir):
            from bench.stock_push import measure_stock_push

            return [pulled, measure_stock_push(tell)]


def _written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(OUT.read_text()) if OUT.exists() else []
    return found

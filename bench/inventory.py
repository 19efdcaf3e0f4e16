"""The figures of goods in and goods kept: `python -m bench --inventory` writes them to bench/out/inventory.json."""

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.database import fresh_database

OUT = Path(__file__).parent / "out" / "inventory.json"
MEASURES = {
    "suggest_50k": "bench.suggesting",
    "watch_50k": "bench.watching",
    "value_at_day_5m": "bench.valuing",
}
"""In this order. Each is a module whose `measure(tell)` fills an empty database and returns its figure: `ours_s` in
seconds, `holds`, and what a reader wants to know beside them."""


def run_inventory(data_dir: Path, tell: Callable[[str], None], only: Sequence[str]) -> bool:
    """Whether every figure that was measured holds; those of earlier runs that were not measured now stay."""
    if unknown := set(only) - set(MEASURES):
        raise SystemExit(f"not measured here: {', '.join(sorted(unknown))}; known are {', '.join(MEASURES)}")
    measured = {name: _measure(name, data_dir, tell) for name in only or MEASURES}
    known = {figure["name"]: figure for figure in _written()} | measured
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([known[name] for name in MEASURES if name in known], indent=2) + "\n")
    for figure in measured.values():
        print(" ".join(f"{name}={value}" for name, value in figure.items()))
    print(f"written: {OUT}")
    return all(figure["holds"] for figure in measured.values())


def _measure(name: str, data_dir: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    with fresh_database(data_dir):
        tell(f"{name}: an empty database stands")
        figure: dict[str, Any] = {"name": name} | import_module(MEASURES[name]).measure(tell)
        return figure


def _written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(OUT.read_text()) if OUT.exists() else []
    return found

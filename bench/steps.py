"""The four steps, our flows and the limit by turns, so that a slow moment of the machine hits both."""

import gc
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median_low
from time import perf_counter
from typing import Any

import psycopg

from bench import between, limit_claim, limit_import, limit_print, limit_ship, ours
from bench.figures import Figure, forget_peak, peak_mib
from bench.same_rows import RowsDiffer, check_same_rows, count_jobs
from bench.world import Side

CHUNK = 1_000
LEAST_RATIO = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """`before` is the untimed work that makes the step possible."""

    name: str
    ours: Callable[[Side, Sequence[int]], Callable[[], None]]
    limit: Callable[[psycopg.Connection[Any], Side, Sequence[int]], Callable[[], None]]
    before: Callable[[Side, Sequence[int]], None] | None = None


STEPS = (
    Step("import", ours.prepare_import, limit_import.prepare),
    Step("claim", ours.prepare_claim, limit_claim.prepare),
    Step("print", ours.prepare_print, limit_print.prepare, before=between.build),
    Step("ship", ours.prepare_ship, limit_ship.prepare, before=between.pack),
)


@dataclass(slots=True)
class Times:
    """Seconds of one step in one round."""

    ours: float = 0.0
    limit: float = 0.0
    jobs: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def ratio(self) -> float:
        return self.limit / self.ours


def measure_steps(
    ours_side: Side, limit_side: Side, *, url: str, orders: int, rounds: int, tell: Callable[[str], None]
) -> list[Figure]:
    """One figure per step: the round whose ratio is the median."""
    times: dict[str, list[Times]] = defaultdict(list)
    peaks: dict[str, float] = defaultdict(float)
    with psycopg.connect(url) as connection:
        for turn in range(rounds):
            chunks = [range(start, start + CHUNK) for start in range(turn * orders, (turn + 1) * orders, CHUNK)]
            for step in STEPS:
                taken, peak = _measure(step, ours_side, limit_side, connection, chunks)
                check_same_rows(ours_side, limit_side, after=f"{step.name}, round {turn + 1}")
                times[step.name].append(taken)
                peaks[step.name] = max(peaks[step.name], peak)
                tell(f"round {turn + 1} {step.name}: {taken.ratio:.2f} of the limit")
    return [_figure(name, rows, orders=orders, peak=peaks[name]) for name, rows in times.items()]


def _measure(
    step: Step, ours_side: Side, limit_side: Side, connection: psycopg.Connection[Any], chunks: Sequence[Sequence[int]]
) -> tuple[Times, float]:
    if step.before:
        for chunk in chunks:
            step.before(ours_side, chunk)
            step.before(limit_side, chunk)
    between.settle()
    times, peak = Times(), 0.0
    for turn, chunk in enumerate(chunks):
        for is_ours in (True, False) if turn % 2 == 0 else (False, True):
            write = step.ours(ours_side, chunk) if is_ours else step.limit(connection, limit_side, chunk)
            before = count_jobs()
            gc.collect()
            gc.freeze()  # what lies prepared in memory is no side's garbage
            forget_peak()
            started = perf_counter()
            write()
            seconds = perf_counter() - started
            gc.unfreeze()
            if is_ours:
                times.ours += seconds
                peak = max(peak, peak_mib())
            else:
                times.limit += seconds
            told = times.jobs["ours" if is_ours else "limit"]
            told[:] = [sum(pair) for pair in zip(told, _minus(count_jobs(), before), strict=True)]
    if times.jobs["ours"] != times.jobs["limit"]:
        raise RowsDiffer(f"In {step.name}, jobs and events differ: {dict(times.jobs)}")
    return times, peak


def _minus(after: tuple[int, int], before: tuple[int, int]) -> tuple[int, int]:
    return after[0] - before[0], after[1] - before[1]


def _figure(name: str, rows: Sequence[Times], *, orders: int, peak: float) -> Figure:
    ratio = median_low([row.ratio for row in rows])
    row = next(row for row in rows if row.ratio == ratio)
    return Figure(
        name=name,
        ours_per_s=orders / row.ours,
        limit_per_s=orders / row.limit,
        ratio=ratio,
        peak_mib=peak,
        bound=f"≥ {LEAST_RATIO} of the limit",
        holds=ratio >= LEAST_RATIO,
    )

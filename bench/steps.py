"""The four steps, our flows and the limit by turns, so that a slow moment of the machine hits both."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
    """Seconds of each batch of one side, and the jobs and their events it wrote."""

    seconds: list[float] = field(default_factory=list)
    jobs: tuple[int, int] = (0, 0)
    peak_mib: float = 0.0

    def measure(self, write: Callable[[], None]) -> None:
        before = count_jobs()
        gc.collect()
        gc.freeze()  # what lies prepared in memory is no side's garbage
        forget_peak()
        started = perf_counter()
        write()
        self.seconds.append(perf_counter() - started)
        gc.unfreeze()
        self.peak_mib = max(self.peak_mib, peak_mib())
        after = count_jobs()
        self.jobs = (self.jobs[0] + after[0] - before[0], self.jobs[1] + after[1] - before[1])


def middle_pair(ours_times: Times, limit_times: Times) -> tuple[float, float]:
    """Orders a second of both sides in the two batches, one right after the other, whose ratio is the median.

    A machine that is fast in one minute and slow in the next would give medians of two different machines.
    """
    pairs = [(CHUNK / ours, CHUNK / limit) for ours, limit in zip(ours_times.seconds, limit_times.seconds, strict=True)]
    return sorted(pairs, key=lambda pair: pair[0] / pair[1])[(len(pairs) - 1) // 2]


def measure_steps(
    ours_side: Side, limit_side: Side, *, url: str, orders: int, rounds: int, tell: Callable[[str], None]
) -> list[Figure]:
    """One figure per step, over the batches of all rounds."""
    times = {step.name: (Times(), Times()) for step in STEPS}
    with psycopg.connect(url) as connection:
        for turn in range(rounds):
            chunks = [range(start, start + CHUNK) for start in range(turn * orders, (turn + 1) * orders, CHUNK)]
            for step in STEPS:
                pair = times[step.name]
                _run(step, ours_side, limit_side, connection, chunks, pair)
                check_same_rows(ours_side, limit_side, after=f"{step.name}, round {turn + 1}")
                ours_per_s, limit_per_s = middle_pair(*pair)
                tell(f"round {turn + 1} {step.name}: {ours_per_s / limit_per_s:.2f} of the limit so far")
    return [_figure(name, *pair) for name, pair in times.items()]


def _run(
    step: Step,
    ours_side: Side,
    limit_side: Side,
    connection: psycopg.Connection[Any],
    chunks: Sequence[Sequence[int]],
    pair: tuple[Times, Times],
) -> None:
    if step.before:
        for chunk in chunks:
            step.before(ours_side, chunk)
            step.before(limit_side, chunk)
    between.settle()
    ours_times, limit_times = pair
    for turn, chunk in enumerate(chunks):
        for is_ours in (True, False) if turn % 2 == 0 else (False, True):
            if is_ours:
                ours_times.measure(step.ours(ours_side, chunk))
            else:
                limit_times.measure(step.limit(connection, limit_side, chunk))
    if ours_times.jobs != limit_times.jobs:
        raise RowsDiffer(f"In {step.name}, jobs and events: ours {ours_times.jobs}, limit {limit_times.jobs}")


def _figure(name: str, ours_times: Times, limit_times: Times) -> Figure:
    ours_per_s, limit_per_s = middle_pair(ours_times, limit_times)
    ratio = ours_per_s / limit_per_s
    return Figure(
        name=name,
        ours_per_s=ours_per_s,
        limit_per_s=limit_per_s,
        ratio=ratio,
        peak_mib=ours_times.peak_mib,
        bound=f"≥ {LEAST_RATIO} of the limit",
        holds=ratio >= LEAST_RATIO,
    )

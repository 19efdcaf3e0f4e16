"""When what must leave will have left, at the pace of the last hours."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

STAGES = ("to_review", "to_plan", "planned", "waved", "printed", "picked", "verified", "weighed")
"""Where what must leave can be on its way, in order. Leaving the last is leaving the house."""
STUCK = ("held", "shortage")
"""Where it stands and does not come forward by itself."""
DONE = "shipped"


class Forecast(NamedTuple):
    """When the last of it will have left at the pace of now. `stands`: a stage with work that nobody moves."""

    done_at: datetime | None
    stands: str = ""
    slowest: str = ""


def forecasts(counts: Sequence[Mapping[str, int]], speeds: Mapping[str, float], *, at: datetime) -> list[Forecast]:
    """Of each window in turn: its own work and that of all before it go through every stage first.

    A stage that passes `speeds[stage]` an hour takes what stands before or at it; the slowest of them decides.
    """
    found = []
    together: dict[str, int] = dict.fromkeys(STAGES, 0)
    for window in counts:
        for stage in STAGES:
            together[stage] += window.get(stage, 0)
        found.append(_forecast(together, speeds, at=at))
    return found


def _forecast(waiting: Mapping[str, int], speeds: Mapping[str, float], *, at: datetime) -> Forecast:
    hours, slowest, before = 0.0, "", 0
    for stage in STAGES:
        before += waiting[stage]
        if not before:
            continue
        if not speeds.get(stage):
            return Forecast(None, stands=stage)
        if before / speeds[stage] > hours:
            hours, slowest = before / speeds[stage], stage
    return Forecast(at + timedelta(hours=hours), slowest=slowest)

"""When what must leave will have left, at the pace of the shift."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

STAGES = ("to_review", "to_plan", "planned", "waved", "printed", "picked", "verified", "weighed")
"""Where what must leave can be on its way, in order. Leaving the last is leaving the house."""
STUCK = ("held", "shortage", "stopped")
"""Where it stands and does not come forward by itself."""
DONE = "shipped"

SLOT = timedelta(minutes=30)
SLOTS = 20
"""A shift looks ten hours back, half an hour at a time."""
FADES = 0.85
"""What one half hour counts of the one after it: about a third three hours later."""


class Forecast(NamedTuple):
    """When the last of it will have left. `stands`: a stage with work whose pace nobody knows, for nothing left it in
    this shift."""

    done_at: datetime | None
    stands: str = ""
    slowest: str = ""


def pace_of(numbers: Sequence[int]) -> float | None:
    """How many an hour, of how many left in each slot, the latest first.

    Slots in which nothing left were pauses and do not count; later ones weigh more. None when nothing left at all.
    """
    worked = [(FADES**place, number) for place, number in enumerate(numbers) if number]
    if not worked:
        return None
    per_slot = sum(weight * number for weight, number in worked) / sum(weight for weight, _ in worked)
    return per_slot * (timedelta(hours=1) / SLOT)


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

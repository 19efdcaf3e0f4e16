"""A supplier's score from what happened: four figures from 0 to 100, weighed as the company wants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhanggui.kernel.refusal import Refusal

FULL = Decimal(100)
_TENTH = Decimal("0.1")
_LOST = {
    "late_days": Decimal(10),
    "defect_share": Decimal(1000),
    "price_change": Decimal(500),
    "answer_hours": Decimal(1),
}
"""Points lost by a day late, by all pieces defective, by a price twice as high, by an hour over a day."""
FREE_HOURS = Decimal(24)
DEFAULT_WEIGHTS: Mapping[str, int] = {"late_days": 40, "defect_share": 35, "price_change": 15, "answer_hours": 10}


class WeightsEmpty(Refusal):
    """At least one weight must be above zero."""


class EventNotMeasured(Refusal):
    """{value} cannot be measured: a share of defects lies between 0 and 1, a time is not below zero, a price cannot
    fall by more than all of it."""


@dataclass(frozen=True, slots=True)
class Measured:
    event_id: int
    kind: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """One part of a score: points, its weight, and the events it is the mean of."""

    kind: str
    points: Decimal
    weight: int
    event_ids: tuple[int, ...]


def check_measure(kind: str, value: Decimal) -> None:
    least, most = {"defect_share": (0, 1), "price_change": (-1, 1000)}.get(kind, (0, 100_000))
    if not least <= value <= most:
        raise EventNotMeasured(value=value, kind=kind)


def check_weights(weights: Mapping[str, int]) -> None:
    if not any(weight > 0 for weight in weights.values()):
        raise WeightsEmpty


def points_of(kind: str, value: Decimal) -> Decimal:
    """What one event is worth, from 0 to 100."""
    over = max(value - FREE_HOURS, Decimal(0)) if kind == "answer_hours" else max(value, Decimal(0))
    return max(FULL - over * _LOST[kind], Decimal(0))


def figures_of(events: Sequence[Measured], *, weights: Mapping[str, int]) -> tuple[Figure, ...]:
    """One figure for each kind that has events."""
    found = []
    for kind, weight in weights.items():
        mine = [event for event in events if event.kind == kind]
        if mine:
            points = sum((points_of(kind, event.value) for event in mine), Decimal(0)) / len(mine)
            found.append(Figure(kind, _rounded(points), weight, tuple(sorted(event.event_id for event in mine))))
    return tuple(found)


def score_of(figures: Sequence[Figure]) -> Decimal | None:
    """The weighed mean; nothing where no figure weighs anything."""
    weight = sum(figure.weight for figure in figures)
    if not weight:
        return None
    return _rounded(sum((figure.points * figure.weight for figure in figures), Decimal(0)) / weight)


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(_TENTH, rounding=ROUND_HALF_UP)

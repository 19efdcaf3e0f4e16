"""How long an order is held: until a moment, until so long before it must have left, or until somebody ends it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from zhanggui.kernel.clock import company_zone

EVENING = time(18)
MORNING = time(8)
_FOR = {"2h": timedelta(hours=2), "3d": timedelta(days=3), "7d": timedelta(days=7)}


def preset_end(preset: str, *, at: datetime) -> datetime:
    """The moment a preset names, always still to come: evenings and mornings where the company is."""
    if preset in _FOR:
        return at + _FOR[preset]
    here = at.astimezone(company_zone())
    asked = EVENING if preset == "evening" else MORNING
    end = datetime.combine(here.date(), asked, tzinfo=company_zone())
    return end + timedelta(days=1) if end <= at or preset == "morning" else end


class HoldEnd(NamedTuple):
    """A moment, and so many hours before the order must have left: the earlier counts. Neither: somebody ends it."""

    moment: datetime | None = None
    hours_before: int | None = None

    def end(self, ship_by: datetime | None) -> datetime | None:
        promised = ship_by - timedelta(hours=self.hours_before) if ship_by and self.hours_before is not None else None
        return min((end for end in (self.moment, promised) if end), default=None)


def last_end(ends: Iterable[HoldEnd], ship_by: datetime | None) -> datetime | None:
    """Several holds are one: it lasts as long as the longest."""
    moments = [one.end(ship_by) for one in ends]
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None


def follows_promise(ends: Iterable[HoldEnd]) -> bool:
    """The end moves with the moment at which the order must have left."""
    return any(one.hours_before is not None for one in ends)


def ends_as_json(ends: Iterable[HoldEnd]) -> list[tuple[str | None, int | None]]:
    return [(one.moment.isoformat() if one.moment else None, one.hours_before) for one in ends]


def ends_from(kept: Iterable[Sequence[str | int | None]]) -> tuple[HoldEnd, ...]:
    """The ends that `ends_as_json` wrote."""
    return tuple(
        HoldEnd(datetime.fromisoformat(str(moment)) if moment else None, None if hours is None else int(hours))
        for moment, hours in kept
    )

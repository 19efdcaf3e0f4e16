"""Figures of work: full hours as they were summed, what came since worked out from the scans and facts themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from zhanggui.fulfilment.models import WorkHour, WorkSummed
from zhanggui.fulfilment.working.summing import DEEDS, asked
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_zone

_SUMMED = (
    "hour", "warehouse_id", "post", "actor_id", "actor", "station", "deeds", "errors", "done", "pieces", "busy_s",
)  # fmt: skip


class Hour(NamedTuple):
    """What one person did at one table and post in one hour."""

    hour: datetime
    warehouse_id: int
    post: str
    actor_id: int | None
    actor: str
    station: str
    deeds: int
    errors: int
    done: int
    pieces: int
    busy_s: int


@dataclass(slots=True)
class Sum:
    """A line of the figures: of a person, a table, an hour or a day at a post."""

    name: str
    post: str
    deeds: int = 0
    errors: int = 0
    done: int = 0
    pieces: int = 0
    busy_s: int = 0

    def add(self, hour: Hour) -> None:
        self.deeds += hour.deeds
        self.errors += hour.errors
        self.done += hour.done
        self.pieces += hour.pieces
        self.busy_s += int(hour.busy_s)

    @property
    def seconds_each(self) -> float | None:
        """Seconds for each parcel, pauses left out; None where nothing was finished or it was all done at once."""
        return round(self.busy_s / self.done, 1) if self.done and self.busy_s else None

    @property
    def error_rate(self) -> float | None:
        """Refused scans among a hundred."""
        return round(100 * self.errors / self.deeds, 1) if self.deeds else None


def hours_of_work(first: date, last: date, *, actor: Actor) -> list[Hour]:
    """Everybody's to who may see it, else one's own. Three statements, however long the days."""
    zone = company_zone()
    start = datetime.combine(first, time(), tzinfo=zone)
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
    summed = WorkSummed.objects.values_list("until", flat=True).first()
    since = max(start, summed) if summed else start
    rows = WorkHour.objects.filter(hour__gte=start, hour__lt=min(end, since))
    if not actor.may("see_work"):
        rows = rows.filter(actor_id=actor.user_id or 0)
    found = [Hour(*row) for row in rows.order_by("hour", "pk").values_list(*_SUMMED)]
    if since < end:
        found += [Hour(*row) for row in fetch_rows(DEEDS, asked(since, end))]
    return [one for one in found if _sees(actor, one)]


def _sees(actor: Actor, one: Hour) -> bool:
    own = actor.user_id is not None and one.actor_id == actor.user_id
    return actor.sees_warehouse(one.warehouse_id) and (own or actor.may("see_work"))


def totals_of(lines: Iterable[Sum]) -> list[Sum]:
    """What these lines come to at each post: a parcel passes several, so posts are not added up."""
    totals: dict[str, Sum] = {}
    for line in lines:
        total = totals.setdefault(line.post, Sum("", line.post))
        total.deeds += line.deeds
        total.errors += line.errors
        total.done += line.done
        total.pieces += line.pieces
        total.busy_s += line.busy_s
    return [totals[post] for post in sorted(totals)]


def sums_by(hours: Iterable[Hour], by: str) -> Sequence[Sum]:
    """Lines by `person`, `station`, `hour` or `day`, each post by itself; whoever finished most comes first.

    A person is known by the account: two of one name are two lines, one who was renamed is one.
    """
    zone = company_zone()
    sums: dict[tuple[str, str, int | None], Sum] = {}
    for one in hours:
        local = one.hour.astimezone(zone)
        name = {"person": one.actor, "station": one.station, "hour": f"{local:%H:00}", "day": f"{local:%Y-%m-%d}"}[by]
        account = one.actor_id if by == "person" else None
        line = sums.setdefault((name if account is None else "", one.post, account), Sum(name, one.post))
        line.name = name
        line.add(one)
    if by in ("hour", "day"):
        return [sums[key] for key in sorted(sums, key=lambda key: key[:2])]
    return sorted(sums.values(), key=lambda line: (line.post, -line.done, line.name))

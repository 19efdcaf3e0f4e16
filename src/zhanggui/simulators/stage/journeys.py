"""What happens to parcels: scripts by the clock, and how untidily it is told.

A script says what kind of thing happens, where, and how long after the number was given; every courier has its own
words and codes for the kinds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any


@dataclass(frozen=True)
class Step:
    """One scan: so many minutes after the number was given."""

    minutes: int
    kind: str
    place: str


@dataclass(frozen=True)
class Happening:
    """A scan that has happened."""

    waybill: str
    at: datetime
    kind: str
    place: str


_HOME, _THERE = "深圳市", "杭州市"
_START = (Step(120, "collected", _HOME), Step(300, "departed", _HOME), Step(1300, "arrived", _THERE))
_DELIVERING = Step(1680, "delivering", _THERE)

SCRIPTS: Mapping[str, Sequence[Step]] = {
    "ordinary": (*_START, _DELIVERING, Step(1860, "signed", _THERE)),
    "locker": (*_START, _DELIVERING, Step(1750, "at_locker", _THERE), Step(2600, "signed", _THERE)),
    "trouble": (*_START, Step(1680, "trouble", _THERE), Step(3000, "delivering", _THERE), Step(3100, "signed", _THERE)),
    "refused": (
        *_START,
        _DELIVERING,
        Step(1800, "refused", _THERE),
        Step(1900, "returning", _THERE),
        Step(4300, "returned", _HOME),
    ),
    "never": (),
}


@dataclass
class Untidiness:
    """How scans are told: these kinds only so many minutes after they happened, all of them twice, in any order."""

    late_kinds: Sequence[str] = ()
    late_minutes: int = 600
    repeated: bool = False
    shuffled: bool = False

    def __post_init__(self) -> None:
        self._random = Random(1)

    def told(self, happenings: Sequence[Happening], now: datetime) -> list[Happening]:
        """What the courier would say now of what has happened."""
        late = timedelta(minutes=self.late_minutes)
        told = [one for one in happenings if one.at + (late if one.kind in self.late_kinds else timedelta()) <= now]
        if self.repeated:
            told += told
        if self.shuffled:
            self._random.shuffle(told)
        return told


def happened(waybill: str, script: str, *, since: datetime, now: datetime) -> list[Happening]:
    """The scans of this parcel up to now, as they happened."""
    moments = [(since + timedelta(minutes=step.minutes), step) for step in SCRIPTS[script]]
    return [Happening(waybill, at, step.kind, step.place) for at, step in moments if at <= now]


class Journeys:
    """The parcels that have a number, each with its script since then; `script` is that of the next ones."""

    def __init__(self) -> None:
        self.script = "ordinary"
        self.untidiness = Untidiness()
        self._begun: dict[str, tuple[str, datetime]] = {}

    def begin(self, waybill: str, now: datetime) -> None:
        """The number is given now; one that was given before goes on as it was."""
        self._begun.setdefault(waybill, (self.script, now))

    def happened(self, waybill: str, now: datetime) -> list[Happening]:
        """The scans of a parcel as they were; none of one that has no number."""
        if waybill not in self._begun:
            return []
        script, since = self._begun[waybill]
        return happened(waybill, script, since=since, now=now)

    def told(self, waybill: str, now: datetime) -> list[Happening]:
        """The scans of a parcel as the courier would say them now."""
        return self.untidiness.told(self.happened(waybill, now), now)

    def play(self, given: Mapping[str, Any]) -> Any:
        """For the script over HTTP: what happens to the next parcels, and how untidily it is told."""
        script = str(given.get("script", self.script))
        if script not in SCRIPTS:
            raise ValueError(f"there is no script {script!r}")
        self.script = script
        known = {field.name for field in fields(Untidiness)}
        self.untidiness = replace(self.untidiness, **{name: given[name] for name in known & given.keys()})
        return {"script": self.script, "scripts": list(SCRIPTS), **asdict(self.untidiness)}

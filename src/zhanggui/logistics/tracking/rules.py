"""What events and silence of a parcel say: how long it may be silent, when its source is asked, what is wrong. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from zhanggui.kernel.doors.journey import Journey
from zhanggui.kernel.doors.tracking import TrackEvent
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.tracking.states import MOVING, STICKY, AnomalyKind, Stage
from zhanggui.logistics.tracking.words import is_damage, is_loss, is_refused, signature_of

LEASE = timedelta(minutes=10)
"""Who asks a source about a parcel has it for so long: what a killed worker held is asked about again then."""

USUAL_HOURS: Mapping[str, int] = {
    Stage.HANDED_OVER: 24,
    Stage.COLLECTED: 24,
    Stage.IN_TRANSIT: 48,
    Stage.OUT_FOR_DELIVERY: 24,
    Stage.AT_PICKUP_POINT: 72,
    Stage.RETURNING: 168,
}
"""Hours of silence where nothing is written down."""

WARN_AT = 2 / 3
"""So much of the silence allowed has passed when somebody is told."""
WARN_BEFORE = timedelta(hours=6)
"""So long before a platform counts a parcel as not collected, at most."""
SEE_WITHIN = timedelta(hours=24)
"""Until then somebody has seen to what a scan told. UNCONFIRMED: platforms name no figure."""

_ASKED_EVERY: Mapping[str, timedelta] = {
    Stage.HANDED_OVER: timedelta(hours=2),
    Stage.COLLECTED: timedelta(hours=4),
    Stage.IN_TRANSIT: timedelta(hours=4),
    Stage.OUT_FOR_DELIVERY: timedelta(hours=1),
    Stage.AT_PICKUP_POINT: timedelta(hours=6),
    Stage.RETURNING: timedelta(hours=12),
    Stage.DELIVERED: timedelta(hours=48),
}
_OLD, _GIVEN_UP = timedelta(days=5), timedelta(days=30)
_PUSHED_EVERY = timedelta(hours=24)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=6)


class AnomalyClosed(Refusal):
    """“{kind}” of parcel {waybill} is closed already: {state}."""


class ParcelHasNotLeft(Refusal):
    """Parcel {number} is {state}; only one that has left is followed."""


class NotToAskNow(Refusal):
    """This parcel is not asked about now: its way has ended, nobody can tell, or another worker asks."""


class LimitHoursWrong(Refusal):
    """{hours} hours are no limit: between 1 and 720 are possible."""


class StageHasNoLimit(Refusal):
    """A parcel that is “{stage}” is not expected to move."""


class Limit(NamedTuple):
    """Hours of silence at a stage. An empty carrier or region stands for all of them."""

    stage: str
    carrier: str
    region: str
    hours: int


class Seen(NamedTuple):
    """A parcel as its anomalies are looked for. `is_paused`: its platform's clock stands; `is_called_back`: an
    intercept runs, so that coming back is what was wanted."""

    carrier: str
    region: str
    stage: str
    stage_at: datetime
    handed_at: datetime
    collect_by: datetime | None
    journey: Journey
    is_paused: bool = False
    is_called_back: bool = False
    receiver: str = ""


SIGNED = "signed"
"""The cause of a case about who signed: there is one for each way."""


class Finding(NamedTuple):
    """Something wrong, from `opens_at` on, to be seen to by `due_at`. The same cause is the same case."""

    kind: str
    cause: str
    opens_at: datetime
    due_at: datetime
    words: str = ""


def silence_allowed(limits: Iterable[Limit], *, stage: str, carrier: str, region: str) -> timedelta:
    """The most exact limit written down counts: carrier and province, then carrier, then province, then neither."""
    fitting = [
        one for one in limits if one.stage == stage and one.carrier in {"", carrier} and one.region in {"", region}
    ]
    best = max(fitting, key=lambda one: (bool(one.carrier), bool(one.region)), default=None)
    return timedelta(hours=best.hours if best else USUAL_HOURS[stage])


def findings_of(seen: Seen, limits: Iterable[Limit]) -> list[Finding]:
    """Everything that is wrong with the parcel, or will be when it stays silent; of each kind one at most."""
    found: dict[str, Finding] = {}
    for one in (*_silence(seen, list(limits)), *_told(seen)):
        found.setdefault(one.kind, one)
    return list(found.values())


def _silence(seen: Seen, limits: list[Limit]) -> Iterable[Finding]:
    if seen.stage == Stage.HANDED_OVER:
        if not seen.is_paused:
            yield _uncollected(seen, limits)
    elif seen.stage in MOVING:
        since = seen.journey.moved_at or seen.stage_at
        kind = AnomalyKind.UNFETCHED if seen.stage == Stage.AT_PICKUP_POINT else AnomalyKind.STUCK
        allowed = silence_allowed(limits, stage=seen.stage, carrier=seen.carrier, region=seen.region)
        yield Finding(kind, since.isoformat(), since + allowed * WARN_AT, since + allowed)


def _uncollected(seen: Seen, limits: list[Limit]) -> Finding:
    allowed = silence_allowed(limits, stage=seen.stage, carrier=seen.carrier, region=seen.region)
    due = seen.collect_by or seen.handed_at + allowed
    before = min(WARN_BEFORE, max(due - seen.handed_at, timedelta()) / 2)
    return Finding(AnomalyKind.UNCOLLECTED, seen.handed_at.isoformat(), due - before, due)


def _told(seen: Seen) -> Iterable[Finding]:
    journey = seen.journey
    for event in journey.events:
        if kind := AnomalyKind.LOST if is_loss(event.words) else AnomalyKind.DAMAGED if is_damage(event.words) else "":
            yield Finding(kind, event.key, event.happened_at, event.happened_at + SEE_WITHIN, event.words)
    refused = refusal_in(journey)
    if refused and seen.stage not in {Stage.DELIVERED, Stage.RETURNED} and not seen.is_called_back:
        due = refused.happened_at + SEE_WITHIN
        yield Finding(AnomalyKind.REFUSED, refused.key, refused.happened_at, due, refused.words)
    elif seen.stage == Stage.RETURNING and not seen.is_called_back:
        cause = f"returning {seen.stage_at.isoformat()}"
        yield Finding(AnomalyKind.RETURNING, cause, seen.stage_at, seen.stage_at + SEE_WITHIN, _last(journey))
    if seen.stage == Stage.DELIVERED:
        signed = signature_of((event.words for event in journey.events), receiver=seen.receiver)
        if signed.is_other:
            yield Finding(AnomalyKind.OTHER_SIGNED, SIGNED, seen.stage_at, seen.stage_at + SEE_WITHIN, signed.words)
    if journey.trouble and journey.trouble != refused and seen.stage not in {Stage.DELIVERED, Stage.RETURNED}:
        at = journey.trouble.happened_at
        yield Finding(AnomalyKind.TROUBLE, journey.trouble.key, at, at + SEE_WITHIN, journey.trouble.words)
    if journey.contradicting:
        first = journey.contradicting[0]
        due = first.happened_at + SEE_WITHIN
        yield Finding(AnomalyKind.CONTRADICTED, first.key, first.happened_at, due, first.words)


def refusal_in(journey: Journey) -> TrackEvent | None:
    """The first scan that says that the receiver did not take it."""
    return next((event for event in journey.events if is_refused(event.words)), None)


def _last(journey: Journey) -> str:
    return journey.events[-1].words if journey.events else ""


def look_next(findings: Iterable[Finding], *, at: datetime) -> datetime | None:
    """When the next of them opens, if nothing happens until then."""
    return min((one.opens_at for one in findings if one.opens_at > at), default=None)


def passes(kind: str) -> bool:
    """Such a case ends by itself when its cause is gone."""
    return kind not in STICKY


def ask_next(*, stage: str, handed_at: datetime, is_pushed: bool, rest: timedelta, at: datetime) -> datetime | None:
    """When the source is asked again: often while it matters, ever more rarely for old ones, at last never.

    Of a parcel whose source tells by itself only once a day, in case it forgot.
    """
    every = _ASKED_EVERY.get(stage)
    age = at - handed_at
    if every is None or age > _GIVEN_UP:
        return None
    if stage == Stage.DELIVERED and age > _OLD:
        return None
    if age > _OLD:
        every *= 2
    return at + max(_PUSHED_EVERY if is_pushed else every, every, rest)


def pause_after(tries: int) -> timedelta:
    """How long a source that does not answer is left alone."""
    return min(_FIRST_PAUSE * 2 ** min(max(tries - 1, 0), 10), _LONGEST_PAUSE)

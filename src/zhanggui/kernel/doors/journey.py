"""What the events of one parcel say together, whatever order they were told in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from zhanggui.kernel.doors.tracking import TrackEvent, TrackState

_BEFORE = (TrackState.CREATED, TrackState.AWAITING_PICKUP, TrackState.PICKED_UP)
_ON_THE_WAY = (
    TrackState.IN_TRANSIT,
    TrackState.CUSTOMS,
    TrackState.OUT_FOR_DELIVERY,
    TrackState.AT_PICKUP_POINT,
)
_BACK = (TrackState.RETURNING, TrackState.RETURNED)
_FROM_DEPARTURE = frozenset({*_ON_THE_WAY, TrackState.DELIVERED, *_BACK})

TRACK_STEPS: Mapping[TrackState | None, frozenset[TrackState]] = {
    None: frozenset(TrackState) - {TrackState.EXCEPTION},
    TrackState.CREATED: _FROM_DEPARTURE | {TrackState.AWAITING_PICKUP, TrackState.PICKED_UP, TrackState.CANCELLED},
    TrackState.AWAITING_PICKUP: _FROM_DEPARTURE | {TrackState.PICKED_UP, TrackState.CANCELLED},
    TrackState.PICKED_UP: _FROM_DEPARTURE | {TrackState.CANCELLED},
    **dict.fromkeys(_ON_THE_WAY, _FROM_DEPARTURE),
    TrackState.DELIVERED: frozenset(_BACK),  # signed by the wrong one, or refused after all
    TrackState.RETURNING: frozenset({TrackState.RETURNED}),
    TrackState.RETURNED: frozenset(),
    TrackState.CANCELLED: frozenset(),
}
"""What a later event may make of a state. Anything else leaves the state as it is."""

_STILL_NORMAL: Mapping[TrackState, frozenset[TrackState]] = {
    TrackState.DELIVERED: frozenset({TrackState.DELIVERED}),
    TrackState.RETURNING: frozenset({TrackState.RETURNING, TrackState.EXCEPTION, *_ON_THE_WAY}),
    TrackState.RETURNED: frozenset({TrackState.RETURNED}),
    TrackState.CANCELLED: frozenset({TrackState.CANCELLED}),
}
"""What may follow the end of a way, or on the way back, without anybody having to look."""

_RANK = {state: rank for rank, state in enumerate(TrackState)}


@dataclass(frozen=True, slots=True)
class Journey:
    """What is known of a parcel.

    `state` is the last normal one; `trouble` is the exception since, if nothing normal came after it. `events` are all
    of them, each once, in the order in which they happened. `contradicting` are those that do not go with an end told
    before them (delivered, then on the way again): kept, and for somebody to look at.
    """

    state: TrackState | None = None
    state_at: datetime | None = None
    trouble: TrackEvent | None = None
    picked_up_at: datetime | None = None
    at_pickup_point_at: datetime | None = None
    delivered_at: datetime | None = None
    returning_at: datetime | None = None
    events: tuple[TrackEvent, ...] = ()
    contradicting: tuple[TrackEvent, ...] = ()

    @property
    def moved_at(self) -> datetime | None:
        """When anything was last heard of it."""
        return self.events[-1].happened_at if self.events else None


def fold_events(told: Iterable[TrackEvent]) -> Journey:
    """The journey these events of one parcel make.

    The order in which they were told and how often does not matter: the same events always make the same journey, so
    an event that is older than what is known never moves the state back. The end of a way is final, but for goods that
    come back after they were delivered.
    """
    events = _in_order(told)
    state: TrackState | None = None
    state_at: datetime | None = None
    trouble: TrackEvent | None = None
    contradicting: list[TrackEvent] = []
    first: dict[TrackState, datetime] = {}
    for event in events:
        if event.state in TRACK_STEPS[state]:
            if event.state != state:
                state, state_at = event.state, event.happened_at
            first.setdefault(event.state, event.happened_at)
            trouble = None
        elif state and event.state not in _STILL_NORMAL.get(state, {event.state}):
            contradicting.append(event)
        elif event.state == TrackState.EXCEPTION:
            trouble = event
    return Journey(
        state=state,
        state_at=state_at,
        trouble=trouble,
        picked_up_at=first.get(TrackState.PICKED_UP) or _departure(first),
        at_pickup_point_at=first.get(TrackState.AT_PICKUP_POINT),
        delivered_at=first.get(TrackState.DELIVERED),
        returning_at=first.get(TrackState.RETURNING),
        events=events,
        contradicting=tuple(contradicting),
    )


def _in_order(told: Iterable[TrackEvent]) -> tuple[TrackEvent, ...]:
    """Each event once, as they happened; what happened in the same second, as a parcel's way goes."""
    once = {event.key: event for event in sorted(told, key=_fully)}
    return tuple(sorted(once.values(), key=_fully))


def _fully(event: TrackEvent) -> tuple[datetime, int, str, str, str]:
    return event.happened_at, _RANK[event.state], event.words, event.code, event.place


def _departure(first: Mapping[TrackState, datetime]) -> datetime | None:
    """A parcel whose collection nobody scanned was collected, at the latest, when it was first seen on its way."""
    seen = [at for state, at in first.items() if state in _FROM_DEPARTURE]
    return min(seen, default=None)

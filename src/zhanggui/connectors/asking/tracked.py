"""Many parcels asked about one by one, where a source of tracking takes one in a call."""

from collections.abc import Callable, Mapping, Sequence

from zhanggui.connectors.asking.failing import DUPLICATE, CallFailed, told_by_parcel
from zhanggui.connectors.asking.patience import Patience
from zhanggui.kernel.doors.tracking import TrackedParcel, TrackEvent, Tracks
from zhanggui.kernel.refusal import Refusal


def query_each(
    patience: Patience,
    parcels: Sequence[TrackedParcel],
    ask: Callable[[TrackedParcel], list[TrackEvent]],
    *,
    source: str,
) -> Tracks:
    """What `ask` knows of each; what it fails with is told of that parcel."""
    events: list[TrackEvent] = []

    def told(parcel: TrackedParcel) -> CallFailed | None:
        try:
            events.extend(ask(parcel))
        except CallFailed as failed:
            return failed
        return None

    return Tracks(refused=_refused(patience, parcels, told, source=source), events=events)


def subscribe_each(
    patience: Patience, parcels: Sequence[TrackedParcel], ask: Callable[[TrackedParcel], None], *, source: str
) -> Mapping[str, Refusal]:
    """All of them are subscribed but for those answered; one that was before counts as done."""

    def told(parcel: TrackedParcel) -> CallFailed | None:
        try:
            ask(parcel)
        except CallFailed as failed:
            return None if failed.action == DUPLICATE else failed
        return None

    return _refused(patience, parcels, told, source=source)


def _refused(
    patience: Patience,
    parcels: Sequence[TrackedParcel],
    told: Callable[[TrackedParcel], CallFailed | None],
    *,
    source: str,
) -> dict[str, Refusal]:
    answers = zip(parcels, patience.each(told, parcels), strict=True)
    failed = {parcel.waybill: answer for parcel, answer in answers if answer}
    return told_by_parcel(failed, of=len(parcels), source=source)

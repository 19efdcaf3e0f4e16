"""Parcels and all their events, read together; what the events say, and how it is written down."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from zhanggui.fulfilment.models import Intercept
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.journey import Journey, fold_events
from zhanggui.kernel.doors.tracking import TrackEvent, TrackState
from zhanggui.logistics import models
from zhanggui.logistics.tracking.hiding import shown_signature
from zhanggui.logistics.tracking.rules import refusal_in
from zhanggui.logistics.tracking.states import ENDED, STAGES, Stage
from zhanggui.logistics.tracking.words import signature_of

COLUMNS = (
    "stage", "stage_at", "collected_at", "delivered_at", "refused_at", "returning_at", "returned_at", "moved_at",
    "trouble", "signed_by", "scans", "contradictions", "next_at", "tries", "refusal",
)  # fmt: skip
_LONGEST = 300


class Stored(NamedTuple):
    """An event as it is on record."""

    pk: int
    is_flagged: bool
    event: TrackEvent


class Folded(NamedTuple):
    """A parcel as its events say it, beside what was on record before them."""

    track: Any
    journey: Journey
    stage: str
    stage_at: datetime
    stored: Sequence[Stored] = ()

    @property
    def is_new_stage(self) -> bool:
        return bool(self.stage != self.track.stage)

    @property
    def refused_at(self) -> datetime | None:
        refused = refusal_in(self.journey)
        return refused.happened_at if refused else None

    @property
    def returned_at(self) -> datetime | None:
        return self.stage_at if self.stage == Stage.RETURNED else None


def fold_tracks(tracks: Iterable[Any]) -> list[Folded]:
    """What all events of these parcels say, read in one statement."""
    tracks = list(tracks)
    stored = _events_of({track.pk for track in tracks})
    return [_fold(track, stored.get(track.pk, ())) for track in tracks]


def _events_of(track_ids: set[int]) -> dict[int, list[Stored]]:
    """What was told of the numbers they have now, in order."""
    rows = models.TrackEvent.objects.filter(track_id__among=track_ids, earlier_waybill="")
    found: dict[int, list[Stored]] = {}
    for pk, is_flagged, track_id, happened_at, what, words, place, code in rows.order_by(
        "happened_at", "pk"
    ).values_list("pk", "is_contradicting", "track_id", "happened_at", "what", "words", "place", "code"):
        event = TrackEvent("", str(track_id), happened_at, TrackState(what), words, place, code)
        found.setdefault(track_id, []).append(Stored(pk, is_flagged, event))
    return found


def _fold(track: Any, stored: Sequence[Stored]) -> Folded:
    """A parcel that was taken back before it left stays that, whatever is told of it."""
    journey = fold_events(one.event for one in stored)
    if track.stage == Stage.WITHDRAWN:
        return Folded(track, journey, Stage.WITHDRAWN, track.stage_at, stored)
    stage = STAGES[journey.state]
    stage_at = track.handed_at if stage == Stage.HANDED_OVER else journey.state_at or track.handed_at
    return Folded(track, journey, stage, stage_at, stored)


def write_folded(folded: Sequence[Folded], next_at: Mapping[int, datetime | None]) -> None:
    """Each parcel is what its events say, and each event that goes against an end says so."""
    rows = []
    flags: list[tuple[int, bool]] = []
    for one in folded:
        journey, trouble = one.journey, one.journey.trouble
        signed = signature_of(event.words for event in journey.events).who if one.stage == Stage.DELIVERED else ""
        rows.append(
            (
                one.track.pk, str(one.stage), one.stage_at, journey.picked_up_at, journey.delivered_at, one.refused_at,
                journey.returning_at, one.returned_at, journey.moved_at,
                trouble.words[:_LONGEST] if trouble and one.stage not in ENDED else "", shown_signature(signed),
                len(journey.events), len(journey.contradicting), next_at[one.track.pk], 0, "",
            )
        )  # fmt: skip
        wrong = {event.key for event in journey.contradicting}
        flags += [(each.pk, not each.is_flagged) for each in one.stored if (each.event.key in wrong) != each.is_flagged]
    update_rows(models.Track, ("id",), COLUMNS, rows)
    update_rows(models.TrackEvent, ("id",), ("is_contradicting",), flags)


def called_back(parcel_ids: Iterable[int]) -> dict[int, int]:
    """The open intercept of each of these parcels that has one."""
    rows = Intercept.objects.filter(parcel_id__among=set(parcel_ids), closed_at__isnull=True).order_by("pk")
    return dict(rows.values_list("parcel_id", "pk"))

"""Record what sources of tracking tell of parcels: each scan once, whoever told it, late, twice and in any order.

Afterwards every parcel is what all of its scans say together; what is wrong with its way is open, what is not wrong any
more has passed. A parcel that was called back closes its case when it is delivered or has come back. Told again,
nothing happens.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.flows.answer_intercepts import answer_intercepts
from zhanggui.fulfilment.flows.close_intercepts import close_intercepts
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.tracking import TrackEvent
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.logistics import models
from zhanggui.logistics.tracking.facts import (
    ParcelCameBack,
    ParcelCollected,
    ParcelComesBack,
    ParcelDelivered,
    ParcelOutForDelivery,
    ParcelRefused,
)
from zhanggui.logistics.tracking.finding import write_findings
from zhanggui.logistics.tracking.folding import Folded, called_back, fold_tracks, write_folded
from zhanggui.logistics.tracking.hiding import kept_words, shown_signature
from zhanggui.logistics.tracking.rules import ask_next
from zhanggui.logistics.tracking.sources import rest_of
from zhanggui.logistics.tracking.states import Stage
from zhanggui.logistics.tracking.words import signature_of

_EVENT = ("track_id", "key", "happened_at", "told_at", "what", "words", "place", "code", "is_contradicting")
_TOLD = (Stage.RETURNED, Stage.DELIVERED, Stage.RETURNING)


@transaction.atomic
def record_track_events(*, events: Sequence[TrackEvent], actor: Actor, at: datetime) -> Outcome[str]:
    told: dict[str, dict[str, TrackEvent]] = {}
    for event in events:
        told.setdefault(event.waybill, {}).setdefault(event.key, event)
    rows = models.Track.objects.filter(waybill__among=set(told)).select_related("parcel", "account").order_by("pk")
    tracks = list(rows.select_for_update(of=("self",), no_key=True))

    fresh = _insert(tracks, told, at=at)
    folded = fold_tracks([track for track in tracks if track.pk in fresh])

    write_folded(folded, {one.track.pk: _next(one, at=at) for one in folded})
    facts = _facts(folded)
    found = write_findings(folded, at=at)
    _tell_cases(folded, actor=actor, at=at)

    announce([*facts, *found], actor=actor, at=at)
    known = [track.waybill for track in tracks]
    return Outcome(done=known, refused=not_found("waybill", told, known))


def _insert(tracks: Sequence[Any], told: Mapping[str, Mapping[str, TrackEvent]], *, at: datetime) -> set[int]:
    """The scans that were not on record are; answers the parcels that have any. What names a person is masked."""
    pairs = [(track, event) for track in tracks for event in told[track.waybill].values()]
    words = kept_words((track.parcel.order_id, _clean(event.words)) for track, event in pairs)
    rows = [
        (
            track.pk, event.key, event.happened_at, at, event.state.value, said[:500], _clean(event.place)[:120],
            _clean(event.code)[:32], False,
        )
        for (track, event), said in zip(pairs, words, strict=True)
    ]  # fmt: skip
    done = insert_rows(models.TrackEvent, _EVENT, rows, returning=("track_id",), on_conflict="DO NOTHING")
    return {track_id for (track_id,) in done}


def _clean(text: str) -> str:
    """Without the characters that PostgreSQL stores in no text."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _next(one: Folded, *, at: datetime) -> datetime | None:
    """When its source is asked about it again."""
    track = one.track
    if track.account is None:
        return None
    return ask_next(
        stage=one.stage, handed_at=track.handed_at, is_pushed=track.subscribed_at is not None,
        rest=rest_of(track.account), at=at,
    )  # fmt: skip


def _facts(folded: Sequence[Folded]) -> list[FactOf]:
    """What is new of each: told once, whatever order it came in."""
    facts: list[FactOf] = []
    for one in folded:
        track, journey, pk = one.track, one.journey, one.track.parcel_id
        if journey.picked_up_at and not track.collected_at:
            facts.append(ParcelCollected(pk))
        if one.is_new_stage and one.stage == Stage.OUT_FOR_DELIVERY:
            facts.append(ParcelOutForDelivery(pk))
        if journey.delivered_at and not track.delivered_at:
            signed = signature_of(event.words for event in journey.events).who
            facts.append(ParcelDelivered(pk, shown_signature(signed), journey.delivered_at))
        if one.refused_at and not track.refused_at:
            facts.append(ParcelRefused(pk, one.refused_at))
        if one.is_new_stage and one.stage == Stage.RETURNING:
            facts.append(ParcelComesBack(pk, one.stage_at))
        if one.returned_at and not track.returned_at:
            facts.append(ParcelCameBack(pk, one.returned_at))
    return facts


def _tell_cases(folded: Sequence[Folded], *, actor: Actor, at: datetime) -> None:
    """Parcels that were called back: on their way back the carrier has agreed; where they arrive is the end."""
    moved = {one.track.parcel_id: one for one in folded if one.is_new_stage and one.stage in _TOLD}
    cases = called_back(moved) if moved else {}
    for stage, is_returned in ((Stage.RETURNED, True), (Stage.DELIVERED, False)):
        ended = [case for parcel_id, case in cases.items() if moved[parcel_id].stage == stage]
        if ended:
            close_intercepts(intercept_ids=ended, is_returned=is_returned, actor=actor, at=at)
    coming = [case for parcel_id, case in cases.items() if moved[parcel_id].stage == Stage.RETURNING]
    if coming:
        answer_intercepts(intercept_ids=coming, is_accepted=True, actor=actor, at=at)

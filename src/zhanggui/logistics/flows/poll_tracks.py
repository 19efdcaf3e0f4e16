"""Ask the sources of tracking where parcels are.

Afterwards what they know is on record, and each parcel has the moment at which it is asked about again: sooner the more
it matters. Of a source that does not answer everything waits. Calls are made outside any transaction, in one set per
account. Killed between the answer and our mark, a parcel is asked about again when its lease has run out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.flows.record_track_events import record_track_events
from zhanggui.logistics.models import Track, TrackingAccount
from zhanggui.logistics.tracking.asking import asked_of, by_account, claim_tracks, keep_refused, keep_silent, keep_well
from zhanggui.logistics.tracking.rules import NotToAskNow, ask_next
from zhanggui.logistics.tracking.sources import opened, rest_of, source_of


def poll_tracks(*, track_ids: Sequence[int], is_asked_for: bool = False, actor: Actor, at: datetime) -> Outcome[int]:
    """`is_asked_for`: a person wants to know now, whenever the next time would be."""
    tracks = claim_tracks(track_ids, actor=actor, at=at, is_asked_for=is_asked_for)

    found = {track.pk for track in tracks}
    outcome = Outcome[int](refused={pk: NotToAskNow() for pk in track_ids if pk not in found})
    for account, own in by_account(tracks):
        outcome += _ask(account, own, actor=actor, at=at)
    return outcome


def _ask(account: TrackingAccount, tracks: Sequence[Any], *, actor: Actor, at: datetime) -> Outcome[int]:
    try:
        told = source_of(account).query(opened(account), parcels=asked_of(account, tracks))
    except Refusal as refusal:
        return keep_silent(account, tracks, refusal, at=at)
    keep_well(account)
    refused = keep_refused(tracks, told.refused, at=at)
    answered = [track for track in tracks if track.pk not in refused]
    rest = rest_of(account)
    rows = [
        (
            track.pk,
            0,
            "",
            ask_next(
                stage=track.stage, handed_at=track.handed_at, is_pushed=track.subscribed_at is not None, rest=rest,
                at=at,
            ),
        )
        for track in answered
    ]  # fmt: skip
    update_rows(Track, ("id",), ("tries", "refusal", "next_at"), rows)
    if told.events:
        record_track_events(events=told.events, actor=actor, at=at)
    return Outcome(done=[track.pk for track in answered], refused=refused)

"""Have the sources of tracking push what happens to parcels.

Afterwards those they agreed to are subscribed, and asked about only once a day; the others are asked about as if their
source told nothing by itself. Calls are made outside any transaction, in one set per account; subscribed twice is
subscribed once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.models import Track, TrackingAccount
from zhanggui.logistics.tracking.asking import asked_of, by_account, claim_tracks, keep_refused, keep_silent, keep_well
from zhanggui.logistics.tracking.pushing import callback_of
from zhanggui.logistics.tracking.rules import NotToAskNow, ask_next
from zhanggui.logistics.tracking.sources import opened, rest_of, source_of


def subscribe_tracks(*, track_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    tracks = claim_tracks(track_ids, actor=actor, at=at)

    found = {track.pk for track in tracks}
    outcome = Outcome[int](refused={pk: NotToAskNow() for pk in track_ids if pk not in found})
    for account, own in by_account(tracks):
        outcome += _subscribe(account, own, at=at)
    return outcome


def _subscribe(account: TrackingAccount, tracks: Sequence[Any], *, at: datetime) -> Outcome[int]:
    parcels = asked_of(account, tracks)
    try:
        told = source_of(account).subscribe(opened(account), parcels=parcels, callback=callback_of(account))
    except Refusal as refusal:
        return keep_silent(account, tracks, refusal, at=at)
    keep_well(account)
    refused = keep_refused(tracks, told, at=at)
    agreed = [track for track in tracks if track.pk not in refused]
    rest = rest_of(account)
    rows = [
        (track.pk, at, 0, "",
         ask_next(stage=track.stage, handed_at=track.handed_at, is_pushed=True, rest=rest, at=at))
        for track in agreed
    ]  # fmt: skip
    update_rows(Track, ("id",), ("subscribed_at", "tries", "refusal", "next_at"), rows)
    return Outcome(done=[track.pk for track in agreed], refused=refused)

"""Asking the sources of tracking: which parcels this worker asks about, and what becomes of those it asked in vain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.tracking import TrackedParcel, TrackingThrottled
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.models import Track, TrackingAccount
from zhanggui.logistics.tracking.rules import LEASE, pause_after
from zhanggui.logistics.tracking.sources import known_as
from zhanggui.logistics.tracking.states import UNDER_WAY
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.rules.hiding import masked

AT_ONCE = 300
_MOST_TRIES = 9999
_LONGEST = 300


def due_tracks(*, at: datetime, most: int) -> list[int]:
    """Parcels whose source is to be asked now, the longest due first."""
    free = Q(account__wait_until__isnull=True) | Q(account__wait_until__lte=at)
    rows = Track.objects.filter(free, next_at__lte=at, account__is_active=True).order_by("next_at", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


@transaction.atomic
def claim_tracks(track_ids: Sequence[int], *, actor: Actor, at: datetime, is_asked_for: bool = False) -> list[Any]:
    """These are this worker's until its lease runs out; another that comes at the same moment gets none of them.

    `is_asked_for`: a person wants to know now, whenever the next time would be.
    """
    rows = Track.objects.visible_to(actor).filter(pk__among=set(track_ids), account__is_active=True)
    if not is_asked_for:
        rows = rows.filter(next_at__lte=at)
    rows = rows.select_related("account", "parcel").order_by("pk")
    tracks = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True))
    Track.objects.filter(pk__among={one.pk for one in tracks}).update(next_at=at + LEASE)
    return tracks


def by_account(tracks: Iterable[Any]) -> list[tuple[TrackingAccount, list[Any]]]:
    found: dict[int, tuple[TrackingAccount, list[Any]]] = {}
    for track in tracks:
        found.setdefault(track.account_id, (track.account, []))[1].append(track)
    return [found[pk] for pk in sorted(found)]


def asked_of(account: TrackingAccount, tracks: Sequence[Any]) -> list[TrackedParcel]:
    """The parcels as the source is asked about them. Some carriers tell only who knows the end of a phone number."""
    receivers = receivers_of(track.parcel.order_id for track in tracks)
    asked = []
    for track in tracks:
        receiver = receivers.get(track.parcel.order_id)
        phone = (receiver.mobile or receiver.phone) if receiver else ""
        asked.append(
            TrackedParcel(known_as(account, track.carrier), track.waybill, "" if "*" in phone else phone.split("-")[0])
        )
    return asked


def keep_refused(tracks: Sequence[Any], refused: Mapping[str, Refusal], *, at: datetime) -> dict[int, Refusal]:
    """Those of which the source said why it tells nothing are asked about again later, ever more rarely."""
    wrong = [track for track in tracks if track.waybill in refused]
    rows = []
    for track in wrong:
        tries = min(track.tries + 1, _MOST_TRIES)
        words = masked(refused[track.waybill].sentence)[:_LONGEST]
        rows.append((track.pk, tries, at + pause_after(tries), words))
    update_rows(Track, ("id",), ("tries", "next_at", "refusal"), rows)
    return {track.pk: refused[track.waybill] for track in wrong}


def keep_silent(account: TrackingAccount, tracks: Sequence[Any], refusal: Refusal, *, at: datetime) -> Outcome[int]:
    """The source answers nobody now: it is left alone for a while, and so are its parcels."""
    tries = min(max((track.tries for track in tracks), default=0) + 1, _MOST_TRIES)
    told = refusal.data.get("seconds") if isinstance(refusal, TrackingThrottled) else None
    until = at + (_seconds(told) if told else pause_after(tries))
    TrackingAccount.objects.filter(pk=account.pk).update(trouble=refusal.sentence[:_LONGEST], wait_until=until)
    Track.objects.filter(pk__among={track.pk for track in tracks}).update(next_at=until, tries=tries)
    return Outcome(refused={track.pk: refusal for track in tracks})


def keep_well(account: TrackingAccount) -> None:
    """It answers."""
    if account.trouble or account.wait_until:
        TrackingAccount.objects.filter(pk=account.pk).update(trouble="", wait_until=None)


def _seconds(told: Any) -> timedelta:
    return timedelta(seconds=max(1, int(told)))


def wanting_subscription(track_ids: Sequence[int]) -> set[int]:
    """Those of these whose source pushes and was not told of them; one that refused is asked about first."""
    rows = Track.objects.filter(
        pk__among=set(track_ids), account__is_pushed=True, subscribed_at__isnull=True, tries=0, stage__in=UNDER_WAY
    )
    return set(rows.values_list("pk", flat=True))

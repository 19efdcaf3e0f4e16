"""Reads of parcels on their way that span more than one row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.logistics.models import Track, TrackEvent, TrackingAccount
from zhanggui.logistics.tracking.states import UNDER_WAY

_FOLLOWED_SINCE = timedelta(days=30)
MOST_SHOWN = 200


def unfollowed_parcels(*, at: datetime) -> list[int]:
    """Parcels that left in the last thirty days and have no record of their way, or no source that tells about it."""
    since = at - _FOLLOWED_SINCE
    rows = Parcel.objects.filter(state=ParcelState.SHIPPED, shipped_at__gte=since)
    missing = Q(track__isnull=True)
    if TrackingAccount.objects.filter(is_active=True).exists():
        missing |= Q(track__account__isnull=True, track__stage__in=UNDER_WAY)
    return list(rows.filter(missing).order_by("shipped_at", "pk").values_list("pk", flat=True))


class Shown(NamedTuple):
    """One scan of a journey as a page shows it."""

    track_id: int
    happened_at: datetime
    what: str
    words: str
    place: str
    is_contradicting: bool
    earlier_waybill: str


def journeys_of(track_ids: Iterable[int]) -> dict[int, list[Shown]]:
    """The scans of these parcels, latest first, in one statement."""
    rows = TrackEvent.objects.filter(track_id__among=set(track_ids)).order_by("-happened_at", "-pk")
    found: dict[int, list[Shown]] = {}
    for row in rows.values_list(*Shown._fields):
        found.setdefault(row[0], []).append(Shown(*row))
    return found


def last_words(track_ids: Sequence[int]) -> Mapping[int, str]:
    """What was told last of each under its number now, in one statement."""
    sql = (
        "SELECT DISTINCT ON (track_id) track_id, words FROM logistics_trackevent "
        "WHERE track_id = ANY(%s) AND earlier_waybill = '' ORDER BY track_id, happened_at DESC, id DESC"
    )
    return dict(fetch_rows(sql, [list(track_ids)]))


def tracks_of(parcel_ids: Iterable[int]) -> list[Any]:
    rows = Track.objects.filter(parcel_id__among=set(parcel_ids)).select_related("account").order_by("pk")
    return list(rows)

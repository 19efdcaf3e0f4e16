"""Parcels that left again under another number: what was told of the earlier one stays with it and counts no more."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import OuterRef, Subquery

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.logistics.flows.withdraw_tracks import withdraw_tracks
from zhanggui.logistics.models import Anomaly, Track, TrackEvent
from zhanggui.logistics.tracking.rules import SIGNED


def end_earlier_ways(waybills: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    """Those of these parcels, each with its number now, that are followed under another one are as if they had never
    left: what was wrong with that way has passed, and no source asks or pushes. One statement where there are none."""
    known = Track.objects.filter(parcel_id__among=set(waybills)).values_list("pk", "parcel_id", "waybill")
    anew = {pk: parcel_id for pk, parcel_id, waybill in known if waybill != waybills[parcel_id]}
    if not anew:
        return
    tracks = [pk for (pk,) in locked(Track.objects.all(), anew).values_list("pk")]
    number = Track.objects.filter(pk=OuterRef("track_id")).values("waybill")
    TrackEvent.objects.filter(track_id__among=set(tracks), earlier_waybill="").update(earlier_waybill=Subquery(number))
    withdraw_tracks(parcel_ids=list(anew.values()), actor=actor, at=at)
    signed = Anomaly.objects.filter(track_id__among=set(tracks), cause=SIGNED)
    signed.update(cause=f"{SIGNED} before {at.isoformat()}")
    Track.objects.filter(pk__among=set(tracks)).update(
        account=None, collected_at=None, delivered_at=None, refused_at=None, returning_at=None, returned_at=None,
        moved_at=None, trouble="", signed_by="", scans=0, contradictions=0, tries=0, refusal="",
    )  # fmt: skip

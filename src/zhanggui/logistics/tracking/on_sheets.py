"""The journey of parcels, on their own sheet and on those of the orders in them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.models import Anomaly, Track
from zhanggui.logistics.tracking.chips import KIND_TONES, SCAN_TONES, STAGE_TONES, collect_left
from zhanggui.logistics.tracking.queries import MOST_SHOWN, Shown, journeys_of
from zhanggui.logistics.tracking.states import AnomalyKind, AnomalyState, Stage, What
from zhanggui.orders.models import Order
from zhanggui.ui.sheet import Partial, add_section


def parcel_journey(parcel: Parcel, actor: Actor) -> Mapping[str, Any]:
    """Where the parcel is and was; three statements once it has left."""
    return _journeys(list(Track.objects.filter(parcel=parcel)))


def order_journeys(order: Order, actor: Actor) -> Mapping[str, Any]:
    """The same of every parcel in which something of the order travels."""
    rows = Track.objects.filter(parcel__lines__order_line__order=order).order_by("pk").distinct()
    return _journeys(list(rows))


def _journeys(tracks: list[Track]) -> Mapping[str, Any]:
    ids = {track.pk for track in tracks}
    scans = journeys_of(ids) if ids else {}
    cases: dict[int, list[dict[str, str]]] = {}
    running = Anomaly.objects.filter(track_id__among=ids, state=AnomalyState.OPEN).order_by("due_at")
    for track_id, kind in running.values_list("track_id", "kind") if ids else ():
        chip = {"label": str(AnomalyKind(kind).label), "tone": KIND_TONES[kind]}
        cases.setdefault(track_id, []).append(chip)
    return {"tracks": [_shown(track, scans.get(track.pk, []), cases.get(track.pk, [])) for track in tracks]}


def _shown(track: Track, scans: list[Shown], cases: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "waybill": track.waybill,
        "carrier": carrier_label(track.carrier),
        "stage_label": Stage(track.stage).label,
        "tone": STAGE_TONES[track.stage],
        "signed_by": track.signed_by,
        "moments": [(label, at) for label, at in _moments(track) if at],
        "left": collect_left(vars(track)),
        "cases": cases,
        "refusal": track.refusal,
        "source": track.account_id,
        "scans": _scans(scan for scan in scans if not scan.earlier_waybill),
        "earlier": [
            {"waybill": number, "scans": _scans(scan for scan in scans if scan.earlier_waybill == number)}
            for number in dict.fromkeys(scan.earlier_waybill for scan in scans)
            if number
        ],
    }


def _scans(scans: Iterable[Shown]) -> list[dict[str, Any]]:
    """Those of one number, as many as a page shows."""
    return [
        {**scan._asdict(), "label": What(scan.what).label, "tone": SCAN_TONES.get(scan.what, "neutral")}
        for scan in islice(scans, MOST_SHOWN)
    ]


def _moments(track: Track) -> list[tuple[Any, datetime | None]]:
    return [
        (Stage.COLLECTED.label, track.collected_at), (Stage.DELIVERED.label, track.delivered_at),
        (AnomalyKind.REFUSED.label, track.refused_at), (Stage.RETURNING.label, track.returning_at),
        (Stage.RETURNED.label, track.returned_at),
    ]  # fmt: skip


add_section("parcels", Partial(_("Journey"), "logistics/journey.html", parcel_journey), place=1)
add_section("orders", Partial(_("Journey"), "logistics/journey.html", order_journeys), place=2)

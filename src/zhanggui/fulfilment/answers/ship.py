"""The hand-over to the courier: one scan per parcel, counted by carrier."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.parcels import check_parcel, scanned_parcel
from zhanggui.fulfilment.flows.ship_parcels import ShippedAlready, ship_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import carrier_label, hand_over_counts
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.orders.rules.deadlines import misses_collection
from zhanggui.ui.station import Answer, Item


def ship_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """The parcel is handed over. A second scan says when and by whom it was."""
    parcel = scanned_parcel(code, actor=actor)
    _check_here(parcel, at=at)
    ship_parcels(parcel_ids=[parcel.pk], actor=actor, at=at).one()
    counts = hand_over_counts(actor=actor, at=at)
    own = next(count for count in counts if count.carrier == parcel.carrier)
    is_late = misses_collection(parcel.collect_by, at=at)
    return Answer(
        _("Shipped, but the courier must scan it at once") if is_late else _("Shipped"),
        detail=" · ".join([carrier_label(parcel.carrier), parcel.waybill, *_scan_due(parcel, at=at)]),
        tone="warn" if is_late else "good",
        sound="done",
        done=own.shipped,
        total=own.shipped + own.waiting,
        items=tuple(
            Item(
                carrier_label(count.carrier),
                detail=_("{count} still to hand over").format(count=count.waiting) if count.waiting else "",
                done=count.shipped,
                total=count.shipped + count.waiting,
            )
            for count in counts
        ),
    )


def _scan_due(parcel: Parcel, *, at: datetime) -> list[str]:
    """By when the carrier must have scanned it, as the platform counts."""
    if parcel.collect_by is None:
        return []
    return [_("scan by {when}").format(when=clock_time(parcel.collect_by, seen_at=at))]


def _check_here(parcel: Parcel, *, at: datetime) -> None:
    if parcel.state == ParcelState.SHIPPED and parcel.shipped_at:
        when = clock_time(parcel.shipped_at, seen_at=at)
        raise ShippedAlready(waybill=parcel.waybill, when=when, who=parcel.shipped_by)
    check_parcel(parcel, needed=[ParcelState.WEIGHED])

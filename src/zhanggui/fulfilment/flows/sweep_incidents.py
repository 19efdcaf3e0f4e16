"""Look over the floor for what nobody scans: numbers refused, labels not torn, parcels that lie in the stop basket.

Afterwards each of these is an open incident, once; and incidents whose parcel went on by itself are ended as such.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhanggui.fulfilment.baskets.waiting import TOO_LONG
from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.flows.resolve_incidents import resolve_incidents
from zhanggui.fulfilment.incidents.states import IncidentCause, IncidentEnd, IncidentState
from zhanggui.fulfilment.models import Incident, Manifest, Parcel, VoidLabel
from zhanggui.fulfilment.states import Numbering, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

MOST = 500

_GONE_ON = (
    Q(parcel__picked_at__gt=F("last_at")) | Q(parcel__verified_at__gt=F("last_at"))
    | Q(parcel__weighed_at__gt=F("last_at")) | Q(parcel__shipped_at__gt=F("last_at"))
)  # fmt: skip
_SCANS = [
    IncidentCause.WRONG_BARCODE, IncidentCause.TOO_MANY, IncidentCause.WEIGHT, IncidentCause.WRONG_STEP,
    IncidentCause.HAND_OVER, IncidentCause.OTHER,
]  # fmt: skip
_OVER = (
    Q(cause__in=_SCANS) & (_GONE_ON | Q(parcel__state=ParcelState.VOID))
    | Q(cause__in=[IncidentCause.STOPPED, IncidentCause.BASKET], parcel__state=ParcelState.VOID)
    | Q(cause__in=[IncidentCause.VOID, IncidentCause.TORN_LABEL], parcel__void_label__torn_at__gte=F("last_at"))
    | Q(cause=IncidentCause.WAYBILL) & ~Q(parcel__state=ParcelState.WAVED, parcel__numbering=Numbering.REFUSED)
)

_CLOSED = Q(cause=IncidentCause.HAND_OVER, parcel__isnull=True) & Exists(
    Manifest.objects.filter(number=OuterRef("code"), closed_at__gt=OuterRef("last_at"))
)
"""A manifest that would not close is closed."""


@transaction.atomic
def sweep_incidents(*, actor: Actor, at: datetime) -> Outcome[int]:
    over = Incident.objects.exclude(state=IncidentState.RESOLVED).filter(_OVER & Q(parcel__isnull=False) | _CLOSED)
    ended = resolve_incidents(
        incident_ids=list(over.order_by("pk").values_list("pk", flat=True)[:MOST]),
        resolution=IncidentEnd.WENT_ON, actor=actor, at=at,
    )  # fmt: skip

    refused = Parcel.objects.filter(state=ParcelState.WAVED, numbering=Numbering.REFUSED)
    lying = Parcel.objects.filter(state=ParcelState.STOPPED, stopped_at__lt=at - TOO_LONG)
    out = VoidLabel.objects.filter(torn_at__isnull=True, voided_at__lt=at - TOO_LONG)
    found = [
        *(
            _report(IncidentCause.WAYBILL, *row)
            for row in _new(IncidentCause.WAYBILL, refused).values_list(
                "pk", "warehouse_id", "number", "numbering_trouble"
            )[:MOST]
        ),
        *(
            _report(IncidentCause.BASKET, *row, "")
            for row in _new(IncidentCause.BASKET, lying).values_list("pk", "warehouse_id", "waybill")[:MOST]
        ),
        *(
            _report(IncidentCause.TORN_LABEL, *row, "")
            for row in out.exclude(parcel__in=_known(IncidentCause.TORN_LABEL)).values_list(
                "parcel_id", "parcel__warehouse_id", "waybill"
            )[:MOST]
        ),
    ]
    opened = report_incidents(reports=found, actor=actor, at=at) if found else Outcome[int]()
    return ended + opened


def _known(cause: IncidentCause) -> QuerySet[Incident, Any]:
    open_ones = Incident.objects.filter(cause=cause, parcel__isnull=False).exclude(state=IncidentState.RESOLVED)
    return open_ones.values("parcel_id")


def _new(cause: IncidentCause, parcels: QuerySet[Parcel]) -> QuerySet[Parcel]:
    return parcels.exclude(pk__in=_known(cause)).order_by("pk")


def _report(cause: IncidentCause, parcel_id: int, warehouse_id: int, code: str, words: str) -> Report:
    return Report(
        cause=cause, warehouse_id=warehouse_id, subject=f"parcel:{parcel_id}", parcel_id=parcel_id, code=code,
        words=words, step="sweep",
    )  # fmt: skip

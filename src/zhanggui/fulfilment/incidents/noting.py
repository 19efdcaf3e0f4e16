"""A refusal at a station becomes an incident by itself: about which parcel, which goods, from which bin."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.goods_codes import sku_of
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.queries import parcel_of_waybill
from zhanggui.fulfilment.rules.incidents import cause_of
from zhanggui.inventory.models import Location
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import number_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.models import Warehouse


def note_refusal(
    refusal: Refusal,
    *,
    station: str,
    code: str,
    scan_id: UUID | None = None,
    context: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> None:
    """The refusal is in the queue of incidents, unless nothing is wrong; the same `scan_id` again is not told again."""
    cause = cause_of(refusal, station=station)
    if cause is None:
        return
    parcel = parcel_of_waybill(code, actor=actor)
    if parcel is None and (opened := opened_in(context)):
        parcel = parcel_of_waybill(opened, actor=actor)
    wave = str(context.get("wave") or "")
    warehouse_id = parcel.warehouse_id if parcel else warehouse_here(wave, actor)
    if warehouse_id is None:
        return
    sku_id = sku_of(code)
    report = Report(
        cause=cause,
        warehouse_id=warehouse_id,
        subject=subject_of(parcel, wave=wave, code=code),
        parcel_id=parcel.pk if parcel else None,
        sku_id=sku_id,
        location_id=_bin(refusal, warehouse_id) or _picked_from(parcel, sku_id),
        code=code,
        template=refusal.template(),
        data=refusal.as_dict()["data"],
        step=station,
        scan_id=scan_id,
    )
    report_incidents(reports=[report], actor=actor, at=at)


@contextmanager
def noting(
    station: str, code: str, *, scan_id: UUID | None = None, actor: Actor, at: datetime, **context: str
) -> Iterator[None]:
    """What is refused inside is in the queue before the caller hears of it."""
    try:
        yield
    except Refusal as refusal:
        note_refusal(refusal, station=station, code=code, scan_id=scan_id, context=context, actor=actor, at=at)
        raise


def opened_in(context: Mapping[str, Any]) -> str:
    """What lies on the table."""
    return str(context.get("waybill") or context.get("number") or "")


def subject_of(parcel: Parcel | None, *, wave: str, code: str) -> str:
    """By what an incident is known again."""
    return f"parcel:{parcel.pk}" if parcel else f"{wave}:{code}" if wave else f"code:{code}"


def warehouse_here(wave: str, actor: Actor) -> int | None:
    """The warehouse the station stands in: that of the wave, else the person's, else the first."""
    named = Q(number=wave) | Q(pk=number_of(wave))
    if wave and (found := Wave.objects.filter(named).values_list("warehouse_id", flat=True).first()):
        return found
    if actor.warehouse_ids:
        return min(actor.warehouse_ids)
    return Warehouse.objects.order_by("pk").values_list("pk", flat=True).first()


def _bin(refusal: Refusal, warehouse_id: int) -> int | None:
    code = refusal.data.get("bin")
    if not code:
        return None
    return Location.objects.filter(warehouse_id=warehouse_id, code=code).values_list("pk", flat=True).first()


def _picked_from(parcel: Parcel | None, sku_id: int | None) -> int | None:
    """The bin from which the wave of the parcel took these goods."""
    if parcel is None or parcel.wave_id is None or sku_id is None:
        return None
    picks = Pick.objects.filter(wave_id=parcel.wave_id, sku_id=sku_id)
    return picks.order_by("pk").values_list("location_id", flat=True).first()

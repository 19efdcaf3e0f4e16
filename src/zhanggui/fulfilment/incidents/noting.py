"""A refusal at a station becomes an incident by itself: about which parcel, which goods, from which bin."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.queries import parcel_of_waybill
from zhanggui.fulfilment.rules.incidents import cause_of
from zhanggui.inventory.models import Location
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.models import Warehouse


def note_refusal(
    refusal: Refusal, *, station: str, code: str, context: Mapping[str, Any], actor: Actor, at: datetime
) -> None:
    """The refusal is in the queue of incidents, unless nothing is wrong."""
    cause = cause_of(refusal, station=station)
    if cause is None:
        return
    parcel = parcel_of_waybill(code, actor=actor)
    if parcel is None and (opened := str(context.get("waybill") or context.get("number") or "")):
        parcel = parcel_of_waybill(opened, actor=actor)
    wave = str(context.get("wave") or "")
    warehouse_id = parcel.warehouse_id if parcel else warehouse_here(wave, actor)
    if warehouse_id is None:
        return
    sku_id = Barcode.objects.filter(code=code).values_list("sku_id", flat=True).first()
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
    )
    report_incidents(reports=[report], actor=actor, at=at)


def subject_of(parcel: Parcel | None, *, wave: str, code: str) -> str:
    """By what an incident is known again."""
    return f"parcel:{parcel.pk}" if parcel else f"{wave}:{code}" if wave else f"code:{code}"


def warehouse_here(wave: str, actor: Actor) -> int | None:
    """The warehouse the station stands in: that of the wave, else the person's, else the first."""
    if wave and (found := Wave.objects.filter(number=wave).values_list("warehouse_id", flat=True).first()):
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

"""Steps that were refused at desks and through the API: the same queue as the scans of the stations."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.hand_over_waybills import hand_over_waybills
from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.incidents.noting import warehouse_here
from zhanggui.fulfilment.models import Manifest, Parcel
from zhanggui.fulfilment.rules.incidents import cause_of
from zhanggui.fulfilment.rules.parcels import WaybillReplaced, WaybillVoid
from zhanggui.fulfilment.states import LIVE
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal

DOOR = "ship"
"""Whatever is handed over is refused at the door, wherever it was asked."""


def ship_selected(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """As `ship_parcels`; each refused parcel is in the queue of incidents."""
    outcome = ship_parcels(parcel_ids=parcel_ids, actor=actor, at=at)
    _note_parcels(outcome.refused, actor=actor, at=at)
    return outcome


def hand_over_selected(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """As `hand_over_parcels`; each refused parcel is in the queue of incidents."""
    outcome = hand_over_parcels(parcel_ids=parcel_ids, actor=actor, at=at)
    _note_parcels(outcome.refused, actor=actor, at=at)
    return outcome


def hand_over_listed(*, waybills: Sequence[str], actor: Actor, at: datetime) -> Outcome[str]:
    """As `hand_over_waybills`; each refused one is in the queue of incidents, and a void label names the new one."""
    outcome = hand_over_waybills(waybills=waybills, actor=actor, at=at)
    if outcome.refused:
        seen = Parcel.objects.visible_to(actor).filter(waybill__among=set(outcome.refused))
        known = {row[0]: row[1:] for row in seen.values_list("waybill", "pk", "warehouse_id", "order_id")}
        outcome.refused |= _replaced(outcome.refused, {waybill: order for waybill, (*_, order) in known.items()})
        here = warehouse_here("", actor)
        told = {waybill: known.get(waybill, (None, here, None)) for waybill in outcome.refused}
        reports = [_about(outcome.refused[code], pk, house, code=code) for code, (pk, house, _) in told.items()]
        _report(reports, actor=actor, at=at)
    return outcome


def _replaced(refused: Mapping[str, Refusal], orders: Mapping[str, int]) -> dict[str, Refusal]:
    """Of the void labels those that have a new one on its way. One statement."""
    void = {waybill: orders[waybill] for waybill, refusal in refused.items() if type(refusal) is WaybillVoid}
    going = Parcel.objects.filter(order_id__among=set(void.values()), state__in=LIVE).exclude(waybill="")
    new = dict(going.order_by("pk").values_list("order_id", "waybill")) if void else {}
    return {
        waybill: WaybillReplaced(waybill=waybill, new=new[order]) for waybill, order in void.items() if order in new
    }


def close_selected(*, manifest_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """As `close_manifests`; each refused manifest is in the queue of incidents."""
    outcome = close_manifests(manifest_ids=manifest_ids, actor=actor, at=at)
    if outcome.refused:
        seen = Manifest.objects.visible_to(actor).filter(pk__among=set(outcome.refused))
        rows = seen.values_list("pk", "warehouse_id", "number")
        reports = [_about(outcome.refused[pk], None, house, code=number) for pk, house, number in rows]
        _report(reports, actor=actor, at=at)
    return outcome


def _note_parcels(refused: Mapping[int, Refusal], *, actor: Actor, at: datetime) -> None:
    if not refused:
        return
    seen = Parcel.objects.visible_to(actor).filter(pk__among=set(refused))
    rows = seen.values_list("pk", "warehouse_id", "waybill", "number")
    reports = [_about(refused[pk], pk, house, code=waybill or number) for pk, house, waybill, number in rows]
    _report(reports, actor=actor, at=at)


def _about(refusal: Refusal, parcel_id: int | None, warehouse_id: int | None, *, code: str) -> Report | None:
    cause = None if isinstance(refusal, NotFound) else cause_of(refusal, station=DOOR)
    if cause is None or warehouse_id is None:
        return None
    return Report(
        cause=cause, warehouse_id=warehouse_id, subject=f"parcel:{parcel_id}" if parcel_id else f"code:{code}",
        parcel_id=parcel_id, code=code, template=refusal.template(), data=refusal.as_dict()["data"], step=DOOR,
    )  # fmt: skip


def _report(reports: Sequence[Report | None], *, actor: Actor, at: datetime) -> None:
    if ready := [report for report in reports if report]:
        report_incidents(reports=ready, actor=actor, at=at)

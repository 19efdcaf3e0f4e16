"""The verifying table: a parcel by whatever names it, or a wave whose items choose theirs; then every piece."""

from datetime import datetime
from typing import Any
from uuid import UUID

from zhanggui.fulfilment.flows.undo_scans import undo_scans
from zhanggui.fulfilment.flows.verify_item import verify_item
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.queries import parcel_of_waybill
from zhanggui.fulfilment.rules.parcels import UnknownWaybill
from zhanggui.fulfilment.rules.verifying import InspectionDue, LabelElsewhere, LotDue, NoneWaiting, NothingOpen
from zhanggui.fulfilment.verifying import shown
from zhanggui.fulfilment.verifying.answered import ScanAnswer
from zhanggui.fulfilment.verifying.asking import BY_HAND, INSPECTOR, ask_by_hand, ask_inspector
from zhanggui.fulfilment.verifying.finding import parcel_named, parcel_of_order, wave_named
from zhanggui.fulfilment.verifying.keyed import CLOSE, HAND, LABEL, RESTART, command_of, keyed_count
from zhanggui.fulfilment.verifying.labels import comes_here, is_due, label_at_table
from zhanggui.fulfilment.verifying.second import passed_by_inspector, verified_by_hand
from zhanggui.fulfilment.verifying.wording import left_over, worded
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import number_of
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer

Context = dict[str, Any]


def verify_answer(*, code: str, scan_id: UUID, context: Context, actor: Actor, at: datetime) -> Answer:
    """A number opens its parcel or wave, also while another one is open; anything else is a piece."""
    if command := command_of(code):
        return _obeyed(command, scan_id=scan_id, context=context, actor=actor, at=at)
    times, code = keyed_count(code, context)
    if not code:
        return shown.count_keyed(times, context=context)
    waybill, wave = str(context.get("waybill", "")), number_of(str(context.get("wave", "")))
    scanned = parcel_named(code, wave_id=wave, actor=actor)
    if scanned is None and (found := wave_named(code, actor=actor)):
        return shown.wave_opened(found)
    if scanned is None and not waybill and not wave:
        scanned = parcel_of_order(code, actor=actor)
    if scanned and (answer := shown.parcel_opened(scanned, left=context)):
        return answer
    if scanned and is_due(scanned):
        return shown.label_shown(scanned, label_at_table(scanned, actor=actor, at=at), context=context)
    by: dict[str, Any] = {"actor": actor, "at": at}
    scan: dict[str, Any] = by | {"client_id": scan_id}
    if scanned or not (waybill or wave):
        result = verify_scan(waybill=scanned.waybill if scanned else code, barcode="", **scan)
        return _answered(result, barcode="", context=context, **by)
    barcode, lot = (str(context["lot_of"]), code) if context.get("lot_of") else (code, "")
    if waybill:
        result = verify_scan(waybill=waybill, barcode=barcode, times=times, lot=lot, **scan)
    else:
        result = verify_item(wave_id=wave, barcode=barcode, **scan)
        context = context | {"label": 1}
    return _answered(result, barcode=barcode, lot=lot, times=times, context=context, **by)


def verify_filled(
    *, ask: str, values: dict[str, str], scan_id: UUID, context: Context, actor: Actor, at: datetime
) -> Answer:
    """What a second person signed counts as scanned."""
    by: dict[str, Any] = {"scan_id": scan_id, "context": context, "actor": actor, "at": at}
    match ask:
        case str(name) if name == INSPECTOR:
            result, barcode = passed_by_inspector(values, **by), str(context.get("inspect", ""))
        case str(name) if name == BY_HAND:
            result, barcode = verified_by_hand(values, **by), values.get("sku", "")
        case _:
            raise RequestNotUnderstood(reason="ask")
    return _answered(result, barcode=barcode, context=context, actor=actor, at=at)


def verify_resumed(*, context: Context, actor: Actor, at: datetime) -> Answer:
    """The parcel, or else the wave, that the table had open, as it is now; nothing when it is done since."""
    parcel = parcel_of_waybill(str(context.get("waybill", "")), actor=actor)
    if parcel and (answer := shown.parcel_opened(parcel, left=context)):
        return answer
    wave = Wave.objects.visible_to(actor).filter(pk=number_of(str(context.get("wave", "")))).first()
    return shown.wave_opened(wave) if wave else shown.nothing_open()


def _obeyed(command: str, *, scan_id: UUID, context: Context, actor: Actor, at: datetime) -> Answer:
    waybill = str(context.get("waybill", ""))
    if command == CLOSE:
        return shown.put_aside(waybill)
    if command == LABEL:
        parcel = _parcel(waybill or str(context.get("last", "")), actor)
        if not comes_here(parcel):
            raise LabelElsewhere(waybill=parcel.waybill)
        return shown.label_shown(parcel, label_at_table(parcel, actor=actor, at=at), context=context)
    if not waybill:
        raise NothingOpen
    if command == HAND:
        actor.check("verify_by_hand")
        parcel = _parcel(waybill, actor)
        return shown.hand_asked(parcel, ask=ask_by_hand(parcel), context=context)
    whole = command == RESTART
    result = undo_scans(waybill=waybill, client_id=scan_id, whole=whole, actor=actor, at=at)
    return shown.scans_undone(result, _parcel(waybill, actor), whole=whole, context=context)


def _parcel(waybill: str, actor: Actor) -> Parcel:
    if not waybill:
        raise NothingOpen
    parcel = parcel_of_waybill(waybill, actor=actor)
    if parcel is None:
        raise UnknownWaybill(waybill=waybill)
    return parcel


def _answered(
    result: ScanAnswer, *, barcode: str, lot: str = "", times: int = 1, context: Context, actor: Actor, at: datetime
) -> Answer:
    parcel = Parcel.objects.select_related("order", "wave").filter(pk=result.parcel_id or 0).first()
    match result.refusal:
        case None:
            label = None
            if parcel and comes_here(parcel) and (context.get("label") or not parcel.prints):
                label = label_at_table(parcel, actor=actor, at=at)
            return shown.pieces_counted(result, parcel, label=label, context=context)
        case LotDue() if parcel:
            return shown.lot_asked(result, parcel, barcode=barcode, times=times, context=context)
        case InspectionDue() if parcel:
            marked = {"inspect": barcode, "lot": lot, "times": times}
            return shown.inspector_asked(result, parcel, ask=ask_inspector(), marked=marked, context=context)
        case NoneWaiting():
            raise left_over(result, wave_id=number_of(str(context.get("wave", ""))), barcode=barcode) or result.refusal
    raise worded(result, parcel, barcode=barcode, at=at) or result.refusal

"""The verifying table: first the waybill, then every piece, until goods and note agree."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.parcels import goods_on_table, pieces_to_take_out, void_label
from zhanggui.fulfilment.flows.verify_scan import AlreadyScanned, ScanAnswer, TooManyPieces, verify_scan
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import orders_inside, parcel_of_waybill
from zhanggui.fulfilment.said import Said, said_by
from zhanggui.fulfilment.states import ParcelState, ScanResult
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.station import Answer


def verify_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """A waybill opens its parcel, also while another one is open; anything else is a piece of the open parcel."""
    waybill = str(context.get("waybill", ""))
    scanned = parcel_of_waybill(code, actor=actor)
    if scanned and scanned.state == ParcelState.PICKED:
        orders = list(orders_inside(scanned))
        if not any(order.stop_reason for order in orders):
            return _opened(scanned, said_by(orders), left=context if waybill != code else {})
    if scanned or not waybill:
        waybill, code = code, ""
    result = verify_scan(waybill=waybill, barcode=code, client_id=scan_id, actor=actor, at=at)
    parcel = scanned or parcel_of_waybill(waybill, actor=actor)
    if result.refusal:
        raise _worded(result, parcel, barcode=code, at=at) or result.refusal
    items = goods_on_table(parcel) if parcel else ()
    if result.is_complete:
        detail = _("Pack it, stick on the label, put it on the scale.")
        return Answer(
            _("Parcel complete"), detail=detail, sound="done", done=result.units, total=result.units, items=items
        )
    pieces = result.verified_after - result.verified_before
    return Answer(
        _("Correct") if pieces == 1 else _("Correct: {count} pieces").format(count=pieces),
        detail=waybill,
        done=result.units_verified,
        total=result.units,
        items=items,
        prompt=_("Scan the next piece"),
        context={"waybill": waybill},
    )


def _opened(parcel: Parcel, said: Said, *, left: dict[str, Any]) -> Answer:
    """The parcel lies on the table. Leaving another one half done is allowed, and said."""
    detail = said.memo
    if left.get("waybill"):
        detail = _("Parcel {waybill} is not complete yet. Do not forget it.").format(waybill=left["waybill"])
    return Answer(
        parcel.waybill,
        detail=detail,
        tone="warn" if left.get("waybill") else "info",
        done=parcel.units_verified,
        total=parcel.units,
        items=goods_on_table(parcel),
        prompt=_("Scan each piece"),
        context={"waybill": parcel.waybill},
    )


def _worded(result: ScanAnswer, parcel: Parcel | None, *, barcode: str, at: datetime) -> Refusal | None:
    """The refusal with what whoever holds the parcel must know: why, who and when, how many, which label instead."""
    if parcel is None:
        return None
    match ScanResult(result.result):
        case ScanResult.VOID:
            return void_label(parcel)
        case ScanResult.STOPPED if parcel.state == ParcelState.STOPPED:
            return pieces_to_take_out(parcel)
        case ScanResult.ALREADY_SCANNED if parcel.verified_at:
            when = clock_time(parcel.verified_at, seen_at=at)
            return AlreadyScanned(waybill=parcel.waybill, detail=f"{parcel.verified_by} {when}")
        case ScanResult.TOO_MANY if result.sku_id is not None:
            needed = parcel.lines.filter(sku_id=result.sku_id).aggregate(pieces=Sum("quantity"))["pieces"]
            return TooManyPieces(waybill=parcel.waybill, barcode=barcode, expected=needed)
    return None

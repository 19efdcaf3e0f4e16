"""Refusals of the verifying table with what whoever holds the parcel must know."""

from datetime import datetime

from django.db.models import Sum

from zhanggui.fulfilment.answers.parcels import pieces_to_take_out, void_label
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.verifying import AlreadyScanned, PieceOfHeld, PieceOfStopped, TooManyPieces
from zhanggui.fulfilment.states import ParcelState, PickState, ScanResult
from zhanggui.fulfilment.verifying.answered import ScanAnswer
from zhanggui.fulfilment.verifying.elsewhere import code_gone
from zhanggui.kernel.clock import clock_time
from zhanggui.kernel.refusal import Refusal


def worded(result: ScanAnswer, parcel: Parcel | None, *, barcode: str, at: datetime) -> Refusal | None:
    """Why, who and when, how many, which label instead, where the piece is; None: it is said already."""
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
        case ScanResult.CODE_GONE:
            return code_gone(barcode)
    return None


def left_over(result: ScanAnswer, *, wave_id: int | None, barcode: str) -> Refusal | None:
    """Whose piece it is that no parcel of the wave may take now; None: it is one too many."""
    if not wave_id or result.sku_id is None:
        return None
    inside = Parcel.objects.filter(wave_id=wave_id, lines__sku_id=result.sku_id, lines__picks__state=PickState.PICKED)
    stopped = inside.filter(state=ParcelState.STOPPED).order_by("pk").first()
    if stopped:
        return PieceOfStopped(barcode=barcode, number=stopped.number, waybill=stopped.waybill)
    held = inside.filter(state=ParcelState.PICKED, units_verified=0, prints=0).order_by("ship_by", "pk").first()
    return PieceOfHeld(barcode=barcode, number=held.number) if held else None

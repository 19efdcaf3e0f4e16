"""Why a station says no: what is stopped or void is that first, whatever else is wrong."""

from zhanggui.fulfilment.answers.parcels import pieces_to_take_out, void_label
from zhanggui.fulfilment.queries import parcel_of_waybill, stops_asked
from zhanggui.fulfilment.rules.parcels import ParcelStopped, PiecesMustLeave, WaybillVoid, stop_words
from zhanggui.fulfilment.states import LIVE, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal


def told_at(refusal: Refusal, *, code: str, actor: Actor) -> Refusal:
    """The refusal, or that the label under the gun is stopped or void."""
    if isinstance(refusal, ParcelStopped | WaybillVoid | PiecesMustLeave):
        return refusal
    parcel = parcel_of_waybill(code, actor=actor)
    if parcel is None:
        return refusal
    if parcel.state == ParcelState.VOID:
        return void_label(parcel)
    if parcel.state == ParcelState.STOPPED:
        return pieces_to_take_out(parcel) or ParcelStopped(
            waybill=parcel.waybill, reason=stop_words(parcel.stop_reason)
        )
    asked = stops_asked([parcel.pk]).get(parcel.pk, "") if parcel.state in LIVE else ""
    return ParcelStopped(waybill=parcel.waybill, reason=stop_words(asked)) if asked else refusal

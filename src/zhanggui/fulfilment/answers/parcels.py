"""What every station says alike: the parcel of a waybill, its goods, and why it may not go on."""

from collections.abc import Sequence

from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.queries import newer_waybill, parcel_of_waybill, shared_with, stops_asked
from zhanggui.fulfilment.rules.crates import check_inside
from zhanggui.fulfilment.rules.parcels import PiecesMustLeave, UnknownWaybill, WaybillReplaced, WaybillVoid, check_step
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.station import Item


def scanned_parcel(waybill: str, *, actor: Actor) -> Parcel:
    """The parcel under the gun. Raises UnknownWaybill."""
    parcel = parcel_of_waybill(waybill, actor=actor)
    if parcel is None:
        raise UnknownWaybill(waybill=waybill)
    return parcel


def check_parcel(parcel: Parcel, *, needed: Sequence[ParcelState]) -> None:
    """Raises why this parcel may not take its next step here; an old label names the one that replaced it."""
    if parcel.state == ParcelState.VOID:
        raise void_label(parcel)
    if parcel.state == ParcelState.STOPPED and (refusal := pieces_to_take_out(parcel)):
        raise refusal
    if parcel.state != ParcelState.STOPPED:
        check_inside(number=parcel.waybill, outside=parcel.outside)
    check_step(
        number=parcel.waybill, waybill=parcel.waybill, state=parcel.state, needed=needed,
        reason=parcel.stop_reason, asked=stops_asked([parcel.pk]).get(parcel.pk, ""),
    )  # fmt: skip


def void_label(parcel: Parcel) -> WaybillVoid:
    new = newer_waybill(parcel)
    return WaybillReplaced(waybill=parcel.waybill, new=new) if new else WaybillVoid(waybill=parcel.waybill)


def pieces_to_take_out(parcel: Parcel) -> PiecesMustLeave | None:
    """The old label of a box that others share: what to take out, and which label the box goes under."""
    shared = shared_with(parcel)
    if shared is None:
        return None
    return PiecesMustLeave(waybill=parcel.waybill, order=parcel.order.number, new=shared.waybill)


def goods_on_table(parcel: Parcel) -> tuple[Item, ...]:
    """Each line of the parcel with how many pieces are verified; what is still missing first. One statement."""
    lines = ParcelLine.objects.filter(parcel=parcel).select_related("sku__product").order_by("pk")
    items = [
        Item(
            title=" ".join(filter(None, [line.sku.product.name, line.sku.spec])),
            detail=line.sku.code,
            done=line.verified,
            total=line.quantity,
            image=line.sku.product.picture,
        )
        for line in lines
    ]
    return tuple(sorted(items, key=lambda item: item.done >= item.total))

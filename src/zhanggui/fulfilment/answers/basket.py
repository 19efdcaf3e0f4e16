"""The stop basket: where each piece of a stopped parcel goes back to, then one scan that it is there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.confirming import WORDS, asking, is_confirmed
from zhanggui.fulfilment.answers.parcels import scanned_parcel, void_label
from zhanggui.fulfilment.flows.clear_stopped_parcels import NotInStopBasket, clear_stopped_parcels
from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.states import ParcelState, PickState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.ui.station import Answer, Item


def basket_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """A stopped waybill shows why and where to; the same waybill once more, or OK, says that it is done."""
    number = str(context.get("number", "")) if code.upper() in WORDS else code
    parcel = scanned_parcel(number or code, actor=actor)
    if is_confirmed(code, context=context, number=number, at=at):
        return _cleared(parcel, actor=actor, at=at)
    if parcel.state == ParcelState.VOID:
        raise void_label(parcel)
    if parcel.state != ParcelState.STOPPED:
        raise NotInStopBasket(number=parcel.waybill)
    return _shown(parcel, at=at)


def _cleared(parcel: Parcel, *, actor: Actor, at: datetime) -> Answer:
    if parcel.state != ParcelState.VOID:
        clear_stopped_parcels(parcel_ids=[parcel.pk], actor=actor, at=at).one()
    return Answer(_("Cleared"), detail=_("Waybill {waybill} is void.").format(waybill=parcel.waybill), sound="done")


def _shown(parcel: Parcel, *, at: datetime) -> Answer:
    picks = Pick.objects.filter(parcel_line__parcel=parcel, state=PickState.PICKED).select_related(
        "location", "sku__product"
    )
    items = tuple(
        Item(
            title=f"→ {pick.location.code}   ×{pick.quantity}",
            detail=" ".join(filter(None, [pick.sku.code, pick.sku.product.name, pick.sku.spec, pick.lot])),
            image=pick.sku.product.picture,
        )
        for pick in picks.order_by("location__walk_order", "location__code", "pk")
    )
    when = clock_time(parcel.stopped_at, seen_at=at) if parcel.stopped_at else ""
    what = (
        _("Tear up the label, put the goods back.")
        if items
        else _("Tear up the label; its goods never left their bins.")
    )
    return Answer(
        _("Stopped: {reason}").format(reason=stop_words(parcel.stop_reason)),
        detail=f"{when} · {what}",
        tone="warn",
        items=items,
        prompt=_("Done? Scan the waybill again"),
        context=asking(parcel.waybill, at=at),
    )

"""The stop basket: each piece of a stopped parcel goes back into its bin by two scans, then the label is torn up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.confirming import WORDS, asking, is_confirmed
from zhanggui.fulfilment.answers.parcels import scanned_parcel, void_label
from zhanggui.fulfilment.baskets.accounting import NotInStopBasket
from zhanggui.fulfilment.baskets.goods import ToPutBack, bins_for, goods_to_put_back
from zhanggui.fulfilment.baskets.lost import LOST, ask_lost, is_lost, written_off
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.flows.put_back_scan import put_back_scan
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import parcel_of_waybill
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer, Item


def basket_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """A stopped waybill shows why and where to; then each piece and its bin; the waybill once more ends it."""
    opened = str(context.get("number", ""))
    if is_lost(code):
        actor.check("write_off_pieces")
        return _asked_lost(scanned_parcel(opened, actor=actor), context)
    if opened and context.get("barcode"):
        return _put_back(opened, str(context["barcode"]), code, scan_id=scan_id, actor=actor, at=at)
    number = opened if code.upper() in WORDS else code
    if opened and number != opened and parcel_of_waybill(number, actor=actor) is None:
        return _piece(scanned_parcel(opened, actor=actor), barcode=code, context=context)
    parcel = scanned_parcel(number or code, actor=actor)
    if is_confirmed(code, context=context, number=number, at=at):
        return _cleared(parcel, actor=actor, at=at)
    if parcel.state == ParcelState.VOID:
        raise void_label(parcel)
    if parcel.state != ParcelState.STOPPED:
        raise NotInStopBasket(number=parcel.waybill)
    return _shown(parcel, at=at)


def basket_filled(
    *, ask: str, values: dict[str, str], scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
) -> Answer:
    """What two people signed is lost; what is still to put back is shown."""
    if ask != LOST:
        raise RequestNotUnderstood(reason="ask")
    parcel = scanned_parcel(str(context.get("number", "")), actor=actor)
    written_off(parcel, values, scan_id=scan_id, actor=actor, at=at)
    return _shown(parcel, at=at)


def _asked_lost(parcel: Parcel, context: dict[str, Any]) -> Answer:
    goods = goods_to_put_back([parcel.pk])
    return Answer(
        _("Not found"),
        detail=parcel.waybill,
        tone="warn",
        items=_items(goods),
        context={name: value for name, value in context.items() if name != "barcode"},
        ask=ask_lost(parcel, goods),
    )


def _cleared(parcel: Parcel, *, actor: Actor, at: datetime) -> Answer:
    if parcel.state != ParcelState.VOID:
        clear_stopped_parcels(parcel_ids=[parcel.pk], actor=actor, at=at).one()
    return Answer(_("Cleared"), detail=_("Waybill {waybill} is void.").format(waybill=parcel.waybill), sound="done")


def _piece(parcel: Parcel, *, barcode: str, context: dict[str, Any]) -> Answer:
    """A piece in the hand: its bin."""
    goods = goods_to_put_back([parcel.pk])
    waiting, _pieces = bins_for(parcel.waybill, barcode, goods, warehouse_id=parcel.warehouse_id)
    first = waiting[0]
    return Answer(
        "→ " + " / ".join(dict.fromkeys(one.bin for one in waiting)),
        detail=" ".join(filter(None, [first.sku_code, first.name, first.spec, first.lot])),
        tone="info",
        items=_items(goods),
        prompt=_("Put it in, scan the bin"),
        context=context | {"barcode": barcode},
    )


def _put_back(waybill: str, barcode: str, code: str, *, scan_id: UUID, actor: Actor, at: datetime) -> Answer:
    """The bin was scanned: the piece lies in it."""
    result = put_back_scan(
        waybill=waybill, barcode=barcode, bin_code=code.upper(), client_id=scan_id, actor=actor, at=at
    )
    total = sum(one.quantity for one in result.goods)
    return Answer(
        _("Back in bin {bin}").format(bin=code.upper()),
        detail=_("All is back. Tear up the label.") if not result.left else waybill,
        sound="ok" if result.left else "done",
        done=total - result.left,
        total=total,
        items=_items(result.goods),
        prompt=_("Scan the next piece") if result.left else _("Done? Scan the waybill again"),
        context=asking(waybill, at=at),
    )


def _items(goods: Sequence[ToPutBack]) -> tuple[Item, ...]:
    return tuple(
        Item(
            title=f"→ {one.bin}   ×{one.quantity}",
            detail=" ".join(
                filter(
                    None,
                    [
                        one.sku_code,
                        one.name,
                        one.spec,
                        one.lot,
                        _("· {pieces} written off").format(pieces=one.lost) if one.lost else "",
                    ],
                )
            ),
            done=one.back,
            total=one.quantity,
            image=one.picture,
        )
        for one in goods
    )


def _shown(parcel: Parcel, *, at: datetime) -> Answer:
    goods = goods_to_put_back([parcel.pk])
    left, total = sum(one.left for one in goods), sum(one.quantity for one in goods)
    when = clock_time(parcel.stopped_at, seen_at=at) if parcel.stopped_at else ""
    what = (
        _("Scan each piece, then its bin; tear up the label.")
        if left
        else _("All is back. Tear up the label.")
        if goods
        else _("Tear up the label; its goods never left their bins.")
    )
    return Answer(
        _("Stopped: {reason}").format(reason=stop_words(parcel.stop_reason)),
        detail=f"{when} · {what}",
        tone="warn",
        done=total - left,
        total=total,
        items=_items(goods),
        prompt=_("Scan a piece") if left else _("Done? Scan the waybill again"),
        context=asking(parcel.waybill, at=at),
    )

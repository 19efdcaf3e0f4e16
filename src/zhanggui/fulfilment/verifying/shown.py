"""What the verifying table shows. The context of each answer is what the next scan finds open."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.parcels import goods_on_table
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.queries import orders_inside
from zhanggui.fulfilment.said import said_by
from zhanggui.fulfilment.states import ParcelState
from zhanggui.fulfilment.verifying.answered import ScanAnswer
from zhanggui.fulfilment.verifying.labels import TableLabel, labels_missing
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.station import Answer, Ask, Tone

Context = dict[str, Any]
_OF_WAVE = ("wave", "wave_number")


def _only(context: Context, *names: str) -> Context:
    return {name: context[name] for name in names if name in context}


def parcel_opened(parcel: Parcel, *, left: Context) -> Answer | None:
    """The parcel lies on the table; None when nothing may be done with it. Leaving another one half done is said."""
    if parcel.state != ParcelState.PICKED:
        return None
    orders = list(orders_inside(parcel))
    if any(order.stop_reason for order in orders):
        return None
    detail = said_by(orders).memo
    half_done = left.get("waybill") if left.get("waybill") != parcel.waybill else ""
    if half_done:
        detail = _("Parcel {waybill} is not complete yet. Do not forget it.").format(waybill=half_done)
    return Answer(
        parcel.waybill,
        detail=detail,
        tone="warn" if half_done else "info",
        done=parcel.units_verified,
        total=parcel.units,
        items=goods_on_table(parcel),
        prompt=_("Scan each piece"),
        context=_only(left, *_OF_WAVE) | {"waybill": parcel.waybill},
    )


def wave_opened(wave: Wave) -> Answer:
    """From now on the item comes first: it chooses the parcel that must leave first, and its label comes then. What a
    lost printer left behind is named."""
    verified = Q(state__in=[ParcelState.VERIFIED, ParcelState.WEIGHED, ParcelState.SHIPPED])
    waiting = Q(state=ParcelState.PICKED, units_verified=0, sku_count=1)
    parcels = Parcel.objects.filter(wave=wave)
    counts = parcels.aggregate(done=Count("pk", filter=verified), waiting=Count("pk", filter=waiting))
    half = parcels.filter(state=ParcelState.PICKED, units_verified__gt=0).order_by("cell")
    begun = ", ".join(f"#{cell} {waybill}" for cell, waybill in half.values_list("cell", "waybill")[:5])
    open_ends = [_("Begun and not complete: {parcels}").format(parcels=begun) if begun else "", labels_missing(wave)]
    amiss = " · ".join(filter(None, open_ends))
    return Answer(
        wave.number,
        detail=amiss or wave.get_kind_display(),
        tone="warn" if amiss else "info",
        done=counts["done"],
        total=counts["done"] + counts["waiting"],
        prompt=_("Scan the item; #12 opens cell 12") if counts["waiting"] else _("#12 opens cell 12"),
        context={"wave": wave.pk, "wave_number": wave.number},
    )


def pieces_counted(
    result: ScanAnswer, parcel: Parcel | None, *, label: TableLabel | None = None, context: Context
) -> Answer:
    """Green. Where the item chose the parcel, its label comes with the first piece; amber when that is held back."""
    items = goods_on_table(parcel) if parcel else ()
    opens = f"/papers/labels?ids={result.parcel_id}" if context.get("label") else ""
    wave = _only(context, *_OF_WAVE)
    if label:
        opens, wave = label.opens, wave | {"last": result.waybill}
    trouble = label.trouble.sentence if label and label.trouble else ""
    tone: Tone = "warn" if trouble else "good"
    if result.is_complete:
        return Answer(
            _("Parcel complete"),
            detail=trouble or _("Pack it, stick on the label, put it on the scale."),
            tone=tone,
            sound="done",
            done=result.units,
            total=result.units,
            items=items,
            prompt=_("Scan the next item") if wave else "",
            context=wave,
            opens=opens,
        )
    pieces = result.verified_after - result.verified_before
    return Answer(
        _("Correct") if pieces == 1 else _("Correct: {count} pieces").format(count=pieces),
        detail=trouble or result.waybill,
        tone=tone,
        done=result.units_verified,
        total=result.units,
        items=items,
        prompt=_("Scan the next piece"),
        context=wave | {"waybill": result.waybill},
        opens=opens,
    )


def label_shown(parcel: Parcel, label: TableLabel, *, context: Context) -> Answer:
    """The window that prints it is there again, with what the printer said."""
    if label.trouble:
        raise label.trouble
    return Answer(
        parcel.waybill,
        detail=_("Label: {state}").format(state=label.words) if label.words else "",
        tone="info",
        done=parcel.units_verified,
        total=parcel.units,
        items=goods_on_table(parcel),
        prompt=_("Scan the next item"),
        context=_only(context, "waybill", "last", *_OF_WAVE),
        opens=label.opens,
    )


def scans_undone(result: ScanAnswer, parcel: Parcel, *, whole: bool, context: Context) -> Answer:
    return Answer(
        _("Start again") if whole else _("Last scan taken back"),
        detail=result.waybill,
        tone="info",
        done=result.units_verified,
        total=result.units,
        items=goods_on_table(parcel),
        prompt=_("Scan each piece"),
        context=_only(context, "waybill", *_OF_WAVE),
    )


def lot_asked(result: ScanAnswer, parcel: Parcel, *, barcode: str, times: int, context: Context) -> Answer:
    """The piece is right and waits for its lot."""
    return Answer(
        _("Scan the lot"),
        detail=result.refusal.sentence if result.refusal else "",
        tone="info",
        done=result.units_verified,
        total=result.units,
        items=goods_on_table(parcel),
        prompt=_("Scan the lot"),
        context=_only(context, "label", *_OF_WAVE) | {"waybill": result.waybill, "lot_of": barcode, "times": times},
    )


def inspector_asked(result: ScanAnswer, parcel: Parcel, *, ask: Ask, marked: Context, context: Context) -> Answer:
    """Red until the inspector signs. Whoever closes the form goes on with the other pieces."""
    refusal: Refusal | None = result.refusal
    return Answer(
        refusal.sentence if refusal else "",
        tone="bad",
        sound="stopped",
        done=result.units_verified,
        total=result.units,
        items=goods_on_table(parcel),
        prompt=_("Scan each piece"),
        context=_only(context, "label", *_OF_WAVE) | {"waybill": result.waybill} | marked,
        ask=ask,
    )


def hand_asked(parcel: Parcel, *, ask: Ask, context: Context) -> Answer:
    return Answer(
        ask.title,
        detail=parcel.waybill,
        tone="info",
        done=parcel.units_verified,
        total=parcel.units,
        items=goods_on_table(parcel),
        prompt=_("Scan each piece"),
        context=_only(context, "waybill", *_OF_WAVE),
        ask=ask,
    )


def count_keyed(times: int, *, context: Context) -> Answer:
    return Answer(f"× {times}", tone="info", prompt=_("Scan a piece"), context=context | {"times": times})


def nothing_open() -> Answer:
    return Answer(_("Ready"), tone="info")


def put_aside(waybill: str) -> Answer:
    """Nothing is open any more; what was scanned stays counted."""
    return Answer(_("Put aside"), detail=waybill, tone="info")

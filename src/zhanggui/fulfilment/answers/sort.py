"""The put wall: first the wave, then every piece, until each has its cell."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.answers.parcels import check_parcel
from zhanggui.fulfilment.flows.sort_scan import ExtraPiece, NoSuchWave, SortAnswer, WrongGoods, sort_scan
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.queries import parcel_of_waybill
from zhanggui.fulfilment.states import ParcelState, SortResult
from zhanggui.inventory.models import Balance
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.station import Answer, Item


class ExtraToBin(ExtraPiece):
    """One too many: no cell of wave {wave} needs {barcode} any more. Return it to the shelf: bin {bin}."""


class GoodsOfBin(WrongGoods):
    """{barcode} is not in wave {wave}. Return it to its shelf: bin {bin}."""


def sort_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """A wave opens its wall, a waybill says its cell; anything else is a piece for one of the cells."""
    wave = Wave.objects.visible_to(actor).filter(number=code).first()
    if wave is not None:
        return _opened(wave)
    number = str(context.get("wave", ""))
    parcel = parcel_of_waybill(code, actor=actor)
    if parcel is not None:
        return _cell_of(parcel, number)
    if not number:
        raise NoSuchWave(wave=code)
    result = sort_scan(wave=number, barcode=code, client_id=scan_id, actor=actor, at=at)
    if result.refusal:
        raise _with_bin(result, wave=number, barcode=code) or result.refusal
    sku = Sku.objects.select_related("product").get(pk=result.sku_id or 0)
    name = " ".join(filter(None, [sku.product.name, sku.spec]))
    shown: dict[str, Any] = {
        "items": (Item(name, sku.code, result.sorted_after, result.units, sku.product.picture),),
        "prompt": _("Scan the next piece"),
        "context": {"wave": number},
        "shows": _cells_url(result.wave_id),
    }
    if result.goes_to_basket:
        return Answer(
            _("Stopped: into the stop basket"),
            detail=f"{sku.code} · {name}",
            tone="warn",
            sound="stopped",
            mark=_("STOP"),
            **shown,
        )
    return Answer(
        _("Cell complete") if result.is_complete else name,
        detail=f"{sku.code} · ×{result.pieces}" if result.pieces > 1 else sku.code,
        sound="done" if result.is_complete else "ok",
        mark=str(result.cell or ""),
        done=result.sorted_after,
        total=result.units,
        **shown,
    )


def _opened(wave: Wave) -> Answer:
    return Answer(
        wave.number,
        detail=_("{parcels} cells, {pieces} pieces").format(parcels=wave.parcel_count, pieces=wave.units),
        tone="info",
        prompt=_("Scan each piece"),
        context={"wave": wave.number},
        shows=_cells_url(wave.pk),
    )


def _cell_of(parcel: Parcel, number: str) -> Answer:
    """Where a waybill belongs, for whoever sticks the labels on the cells."""
    check_parcel(parcel, needed=[ParcelState.PRINTED, ParcelState.PICKED])
    wave = parcel.wave.number if parcel.wave else ""
    return Answer(
        parcel.waybill,
        detail=wave,
        tone="info" if wave == number or not number else "warn",
        mark=str(parcel.cell or ""),
        context={"wave": number or wave} if wave else {},
        shows=_cells_url(parcel.wave_id) if parcel.wave_id else "",
    )


def _cells_url(wave_id: int | None) -> str:
    return reverse("fulfilment:wall_cells", args=[wave_id])


def _with_bin(result: SortAnswer, *, wave: str, barcode: str) -> Refusal | None:
    """The refusal with the shelf the piece goes back to: where it was picked, else where most of its kind lie."""
    wave_id, sku_id = result.wave_id, result.sku_id
    if wave_id is None or sku_id is None:
        return None
    if result.result == SortResult.EXTRA:
        bin_code = (
            Pick.objects.filter(wave_id=wave_id, sku_id=sku_id)
            .order_by("location__walk_order", "location__code")
            .values_list("location__code", flat=True)
            .first()
        )
        return ExtraToBin(wave=wave, barcode=barcode, bin=bin_code) if bin_code else None
    if result.result == SortResult.WRONG_GOODS:
        here = Wave.objects.filter(pk=wave_id).values("warehouse_id")
        bin_code = (
            Balance.objects.filter(
                sku_id=sku_id,
                location__warehouse_id__in=here,
                location__kind__in=[LocationKind.PICKING, LocationKind.STORAGE],
            )
            .order_by("-on_hand", "location__code")
            .values_list("location__code", flat=True)
            .first()
        )
        return GoodsOfBin(wave=wave, barcode=barcode, bin=bin_code) if bin_code else None
    return None

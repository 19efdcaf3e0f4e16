"""The put wall: first the wave, then every piece, until each has its cell."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.answers.parcels import check_parcel
from zhanggui.fulfilment.flows.place_waves import place_waves
from zhanggui.fulfilment.flows.sort_scan import ExtraPiece, NoSuchWave, SortAnswer, WrongGoods, sort_scan
from zhanggui.fulfilment.flows.undo_sorts import undo_sorts
from zhanggui.fulfilment.models import Parcel, Pick, Wall, Wave
from zhanggui.fulfilment.queries import parcel_of_waybill
from zhanggui.fulfilment.rules.verifying import NothingOpen
from zhanggui.fulfilment.states import ParcelState, SortResult, WallState
from zhanggui.fulfilment.verifying.keyed import UNDO, command_of
from zhanggui.inventory.models import Balance
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import number_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.station import Answer, Item


class ExtraToBin(ExtraPiece):
    """One too many: no cell of wave {wave} needs {barcode} any more. Return it to the shelf: bin {bin}."""


class GoodsOfBin(WrongGoods):
    """{barcode} is not in wave {wave}. Return it to its shelf: bin {bin}."""


def sort_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """A wall, then a wave to be sorted there, or just the wave; a waybill says its cell; anything else is a piece for
    one of the cells."""
    number = str(context.get("wave", ""))
    if command_of(code) == UNDO:
        return _undone(number, scan_id=scan_id, actor=actor, at=at)
    wave = Wave.objects.visible_to(actor).filter(number=code).first()
    if wave is not None:
        return _opened(wave, wall_id=number_of(str(context.get("wall", ""))) or None, actor=actor, at=at)
    parcel = parcel_of_waybill(code, actor=actor)
    if parcel is not None:
        return _cell_of(parcel, number)
    if not number:
        return _wall_named(code, actor=actor)
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


def _wall_named(code: str, *, actor: Actor) -> Answer:
    """Whoever stands at a wall of several says at which."""
    wall = Wall.objects.visible_to(actor).filter(code=code, state=WallState.OPEN).first()
    if wall is None:
        raise NoSuchWave(wave=code)
    return Answer(
        wall.code, detail=_("{count} cells").format(count=wall.cells), tone="info",
        prompt=_("Scan the wave on the pick list"), context={"wall": wall.pk},
    )  # fmt: skip


def _undone(number: str, *, scan_id: UUID, actor: Actor, at: datetime) -> Answer:
    """Whoever scanned the last piece here takes it out of its cell again."""
    if not number:
        raise NothingOpen
    result = undo_sorts(wave=number, client_id=scan_id, actor=actor, at=at)
    return Answer(
        _("Last piece taken back"),
        detail=_("Take it out of the cell, scan it again."),
        tone="warn",
        mark=str(result.cell or ""),
        done=result.sorted_after,
        total=result.units,
        prompt=_("Scan the next piece"),
        context={"wave": number},
        shows=_cells_url(result.wave_id),
    )


def _opened(wave: Wave, *, wall_id: int | None, actor: Actor, at: datetime) -> Answer:
    """The wave is sorted at this wall from now on, or where it was begun."""
    place_waves(wave_ids=[wave.pk], wall_id=wall_id, actor=actor, at=at).one()
    wall = Wall.objects.filter(pk__in=Wave.objects.filter(pk=wave.pk).values("wall_id")).first()
    size = _("{parcels} cells, {pieces} pieces").format(parcels=wave.parcel_count, pieces=wave.units)
    return Answer(
        wave.number,
        detail=f"{wall.code} · {size}" if wall else size,
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

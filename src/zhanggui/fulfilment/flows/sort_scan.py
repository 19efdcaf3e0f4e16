"""Sort one piece at the put wall 二次分拣: it has exactly one cell, or none.

Afterwards the scan is on record, good or refused, exactly once per `client_id`; a good one fills one need of one
parcel, however many stations hold the same goods at once. The statement commits by itself, so that a refused scan is
remembered too.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from zhanggui.fulfilment.models import Sort, Wave
from zhanggui.fulfilment.states import SORTED, SortResult
from zhanggui.fulfilment.verifying.elsewhere import gone_elsewhere
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal


class ExtraPiece(Refusal):
    """One too many: no cell of wave {wave} needs {barcode} any more. Return it to the shelf."""

    sound = "too_many"


class SortedAlready(Refusal):
    """The piece {barcode} of wave {wave} has its cell already."""

    sound = "already_scanned"


class SortedElsewhere(Refusal):
    """The piece {barcode} has its place in wave {other}: {place}. Bring it back there."""

    sound = "already_scanned"


class WrongGoods(Refusal):
    """{barcode} is not in wave {wave}. Return it to its shelf."""

    sound = "wrong_barcode"


class GoodsUnknown(Refusal):
    """No goods have the barcode {barcode}."""

    sound = "wrong_barcode"


class PackToOpen(Refusal):
    """No cell needs the whole pack {barcode} of {pieces}. Open it, and scan its pieces one by one."""

    sound = "too_many"


class WaveNotPicked(Refusal):
    """Wave {wave} is not picked yet."""


class NoSuchWave(Refusal):
    """No wave has the number {wave}, in the warehouses you work in."""

    sound = "wrong_barcode"


@dataclass(frozen=True, slots=True)
class SortAnswer:
    """Where the piece goes and how full that cell is, or the refusal. No cell: the parcel has left the wall."""

    result: str
    wave_id: int | None
    parcel_id: int | None
    cell: int | None
    sku_id: int | None
    pieces: int
    sorted_before: int
    sorted_after: int
    units: int
    is_repeated: bool
    refusal: Refusal | None = None

    @property
    def is_complete(self) -> bool:
        return self.result == SortResult.CELL_COMPLETE

    @property
    def goes_to_basket(self) -> bool:
        return self.result == SortResult.TO_BASKET


_SQL = "SELECT * FROM fulfilment_sort_scan(%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[])"


def sort_scan(*, wave: str, barcode: str, client_id: UUID, actor: Actor, at: datetime) -> SortAnswer:
    scope = [None if ids is None else list(ids) for ids in (actor.warehouse_ids, actor.shop_ids)]
    who = [actor.user_id, actor.name, actor.source, actor.station]
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [client_id, wave, barcode, *who, at, *scope])
        row = cursor.fetchone()
    answer = SortAnswer(*row)
    return replace(answer, refusal=_refusal(answer.result, wave=wave, barcode=barcode, pieces=answer.pieces))


def _refusal(result: str, *, wave: str, barcode: str, pieces: int) -> Refusal | None:
    if result in SORTED:
        return None
    match SortResult(result):
        case SortResult.EXTRA:
            return ExtraPiece(wave=wave, barcode=barcode)
        case SortResult.ALREADY_SORTED:
            return _where(barcode, wave=wave)
        case SortResult.WRONG_GOODS:
            return WrongGoods(wave=wave, barcode=barcode)
        case SortResult.PACK_TOO_BIG:
            return PackToOpen(barcode=barcode, pieces=pieces)
        case SortResult.NOT_PICKED:
            return WaveNotPicked(wave=wave)
        case SortResult.UNKNOWN_WAVE:
            return NoSuchWave(wave=wave)
        case _:
            return GoodsUnknown(barcode=barcode)


def _where(code: str, *, wave: str) -> Refusal:
    """The place that the piece of this unique code has already."""
    warehouse_id = Wave.objects.values_list("warehouse_id", flat=True).get(number=wave)
    if gone := gone_elsewhere(code, warehouse_id=warehouse_id):
        return gone
    placed = Sort.objects.filter(barcode=code, result__in=SORTED, undone_by__isnull=True).select_related("wave")
    last = placed.order_by("pk").last()
    if last is None or last.wave is None or last.wave.number == wave:
        return SortedAlready(wave=wave, barcode=code)
    in_cell = _("cell {cell}").format(cell=last.cell) if last.cell else ""
    return SortedElsewhere(barcode=code, other=last.wave.number, place=in_cell or last.get_result_display())

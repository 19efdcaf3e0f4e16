"""Take back the last piece sorted at this table, by whoever scanned it, in this wave.

Afterwards its need is open again, so that the same piece, or another, lights the cell anew; the scan taken back is
named by the one that undoes it. Nothing is deleted. What is verified already is not taken back.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.db.models.functions import Greatest

from zhanggui.fulfilment.flows.sort_scan import NoSuchWave, SortAnswer
from zhanggui.fulfilment.models import Parcel, ParcelLine, Sort, Wave
from zhanggui.fulfilment.picking.facts import ParcelUnsorted
from zhanggui.fulfilment.states import SORTED, ParcelState, SortResult
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal

# Lines of one SKU were filled in the order of their ids, so they are emptied from the last.
_LINES = """
UPDATE fulfilment_parcelline l SET sorted = l.sorted - least(f.room, %(pieces)s - f.ahead)
FROM (
    SELECT id, sorted - verified AS room, sum(sorted - verified) OVER from_last - (sorted - verified) AS ahead,
           sum(sorted - verified) OVER () AS in_all
    FROM fulfilment_parcelline WHERE parcel_id = %(parcel)s AND sku_id = %(sku)s AND sorted > verified
    WINDOW from_last AS (ORDER BY id DESC)
) f WHERE f.id = l.id AND f.ahead < %(pieces)s AND f.in_all >= %(pieces)s
"""
_ON_WALL = (ParcelState.PRINTED, ParcelState.PICKED, ParcelState.STOPPED)


class NothingSorted(Refusal):
    """No piece of wave {wave} was sorted at this table that could be taken back."""


class SortedByAnother(Refusal):
    """{who} scanned the last piece at this table. Whoever scanned it takes it back."""


class TakenOutOfWall(Refusal):
    """The pieces of cell {cell} were taken out and verified. Undo it at the verifying table."""


@transaction.atomic
def undo_sorts(*, wave: str, client_id: UUID, actor: Actor, at: datetime) -> SortAnswer:
    """The same `client_id` again takes back nothing more."""
    known = Wave.objects.visible_to(actor).filter(number=wave).first()
    if known is None:
        raise NoSuchWave(wave=wave)
    here = Sort.objects.filter(wave=known, station=actor.station, result__in=SORTED)
    if not actor.station:
        here = here.filter(actor_id=actor.user_id)
    lasting = here.filter(undone_by__isnull=True).order_by("-pk")
    for parcel_id in lasting.values_list("parcel_id", flat=True)[:1]:
        Parcel.objects.select_for_update(of=("self",), no_key=True).get(pk=parcel_id)
    if done := Sort.objects.filter(client_id=client_id).first():
        return _answer(done, is_repeated=True)
    last = lasting.select_related("parcel").first()
    if last is None or last.parcel is None:
        raise NothingSorted(wave=wave)
    if last.actor_id != actor.user_id:
        raise SortedByAnother(who=last.actor)
    before = _in_place(last.parcel)
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"pieces": last.pieces, "parcel": last.parcel_id, "sku": last.sku_id})
        is_moved = cursor.rowcount > 0
    if not is_moved or last.parcel.state not in _ON_WALL:
        raise TakenOutOfWall(cell=last.cell or "–")
    undone = Sort.objects.create(
        client_id=client_id, wave=known, parcel=last.parcel, cell=last.cell, sku_id=last.sku_id, barcode=last.barcode,
        pieces=last.pieces, result=SortResult.UNDONE, sorted_before=before, sorted_after=before - last.pieces,
        units=last.units, undoes=last, actor_id=actor.user_id, actor=actor.name, station=actor.station, at=at,
    )  # fmt: skip
    if last.result == SortResult.CELL_COMPLETE:
        announce([ParcelUnsorted(last.parcel.pk, last.cell or 0)], actor=actor, at=at)
    return _answer(undone, is_repeated=False)


def _in_place(parcel: Parcel) -> int:
    lines = ParcelLine.objects.filter(parcel=parcel)
    return lines.aggregate(pieces=Sum(Greatest("sorted", "verified")))["pieces"] or 0


def _answer(row: Sort, *, is_repeated: bool) -> SortAnswer:
    return SortAnswer(
        row.result, row.wave_id, row.parcel_id, row.cell, row.sku_id, row.pieces, row.sorted_before, row.sorted_after,
        row.units, is_repeated,
    )  # fmt: skip

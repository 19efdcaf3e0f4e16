"""Take back what was scanned of a parcel that is not complete: the last scan, or all of it to start again.

What was scanned before its box was opened is over, and is not taken back.

Afterwards the pieces are unverified, their unique codes are in stock again, and each scan taken back is named by one
that undoes it. Nothing is deleted.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from zhanggui.fulfilment.models import Parcel, ParcelLine, Scan
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import UnknownWaybill, check_step
from zhanggui.fulfilment.rules.verifying import NothingToUndo
from zhanggui.fulfilment.states import ACCEPTED, ParcelState, ScanResult
from zhanggui.fulfilment.verifying.answered import ScanAnswer
from zhanggui.inventory.flows.step_codes import step_codes
from zhanggui.inventory.states import CodeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows

_SCAN = (
    "client_id", "parcel_id", "waybill", "barcode", "sku_id", "result", "verified_before", "verified_after",
    "undoes_id", "code", "actor_id", "actor", "station", "at",
)  # fmt: skip
# Lines of one SKU were filled in the order of their ids, so they are emptied from the last.
_LINES = """
UPDATE fulfilment_parcelline l SET verified = greatest(0, least(l.picked, filled.left_over - filled.ahead))
FROM (
    SELECT f.id, sum(f.picked) OVER same - f.picked AS ahead,
           sum(f.verified) OVER (PARTITION BY f.sku_id) - back.pieces AS left_over
    FROM fulfilment_parcelline f
    JOIN unnest(%s::bigint[], %s::bigint[]) AS back(sku_id, pieces) ON back.sku_id = f.sku_id
    WHERE f.parcel_id = %s WINDOW same AS (PARTITION BY f.sku_id ORDER BY f.id)
) filled WHERE filled.id = l.id
"""


@transaction.atomic
def undo_scans(*, waybill: str, client_id: UUID, whole: bool = False, actor: Actor, at: datetime) -> ScanAnswer:
    """The same `client_id` again takes back nothing more."""
    named = Parcel.objects.visible_to(actor).filter(waybill=waybill).exclude(waybill="")
    parcel = named.select_for_update(of=("self",), no_key=True).first()
    if parcel is None:
        raise UnknownWaybill(waybill=waybill)
    if Scan.objects.filter(client_id=client_id).exists():
        return _answer(parcel, is_repeated=True)
    check_step(
        number=parcel.number, waybill=waybill, state=parcel.state, needed=[ParcelState.PICKED],
        reason=parcel.stop_reason, asked=stops_asked([parcel.pk]).get(parcel.pk, ""),
    )  # fmt: skip
    made = Scan.objects.filter(parcel=parcel, waybill=waybill, pk__gt=parcel.last_scan_before)
    counted = made.filter(result__in=ACCEPTED, undone_by__isnull=True)
    scans = list(counted.order_by("-pk") if whole else counted.order_by("-pk")[:1])
    if not scans:
        raise NothingToUndo(waybill=waybill)

    insert_rows(Scan, _SCAN, [_undoing(scan, number, client_id, actor, at) for number, scan in enumerate(scans)])
    back: dict[int, int] = {}
    for scan in scans:
        if scan.sku_id is not None:
            back[scan.sku_id] = back.get(scan.sku_id, 0) + scan.verified_after - scan.verified_before
    lines = ParcelLine.objects.filter(parcel=parcel).values_list("pk", flat=True)
    codes = [scan.code for scan in scans if scan.code]
    if codes:
        step_codes(cause_ids=lines, codes=codes, state=CodeState.IN_STOCK, actor=actor, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(back), list(back.values()), parcel.pk])
    parcel.units_verified -= sum(back.values())
    Parcel.objects.filter(pk=parcel.pk).update(units_verified=parcel.units_verified)
    return _answer(parcel, is_repeated=False)


def _undoing(scan: Scan, number: int, client_id: UUID, actor: Actor, at: datetime) -> tuple[Any, ...]:
    """The mirror of a scan. The first one carries the id of this pull."""
    return (
        uuid4() if number else client_id, scan.parcel_id, scan.waybill, scan.barcode, scan.sku_id,
        ScanResult.UNDONE.value, scan.verified_after, scan.verified_before, scan.pk, scan.code, actor.user_id,
        actor.name, actor.station, at,
    )  # fmt: skip


def _answer(parcel: Parcel, *, is_repeated: bool) -> ScanAnswer:
    return ScanAnswer(
        waybill=parcel.waybill, result=ScanResult.UNDONE, parcel_id=parcel.pk, sku_id=None, units=parcel.units,
        units_verified=parcel.units_verified, verified_before=0, verified_after=0, is_repeated=is_repeated,
        refusal=None,
    )  # fmt: skip

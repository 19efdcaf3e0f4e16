"""Verify one scanned piece at the packing table: the hottest path of the day, one statement.

Afterwards the scan is on record, good or refused, exactly once per `client_id`; a good one counts its piece, and the
last piece makes the parcel verified. The statement commits by itself, so that a refused scan is remembered too.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from zhanggui.fulfilment.rules.parcels import ParcelStopped, UnknownWaybill, WaybillVoid, stop_words
from zhanggui.fulfilment.states import ScanResult
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal


class WrongBarcode(Refusal):
    """Barcode {barcode} does not belong in parcel {waybill}."""

    sound = "wrong_barcode"


class AlreadyScanned(Refusal):
    """Parcel {waybill} was verified already, by {detail}."""

    sound = "already_scanned"


class TooManyPieces(Refusal):
    """One too many: parcel {waybill} needs only {expected} of {barcode}. Put the piece back."""

    sound = "too_many"


class NotPickedYet(Refusal):
    """Parcel {waybill} is not picked yet."""


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What the station shows: the parcel's count, and the refusal if there is one."""

    result: str
    parcel_id: int | None
    sku_id: int | None
    units: int
    units_verified: int
    verified_before: int
    verified_after: int
    is_repeated: bool
    refusal: Refusal | None

    @property
    def is_complete(self) -> bool:
        return self.result == ScanResult.PARCEL_DONE


_SQL = "SELECT * FROM fulfilment_verify_scan(%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[])"


def verify_scan(*, waybill: str, barcode: str, client_id: UUID, actor: Actor, at: datetime) -> ScanAnswer:
    scope = [None if ids is None else list(ids) for ids in (actor.warehouse_ids, actor.shop_ids)]
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            [client_id, waybill, barcode, actor.user_id, actor.name, actor.source, actor.station, at, *scope],
        )
        result, parcel_id, sku_id, before, after, units, verified, detail, is_repeated = cursor.fetchone()
    return ScanAnswer(
        result=result,
        parcel_id=parcel_id,
        sku_id=sku_id,
        units=units,
        units_verified=verified,
        verified_before=before,
        verified_after=after,
        is_repeated=is_repeated,
        refusal=_refusal(result, waybill=waybill, barcode=barcode, expected=after, detail=detail),
    )


def _refusal(result: str, *, waybill: str, barcode: str, expected: int, detail: str) -> Refusal | None:
    match ScanResult(result):
        case ScanResult.PIECE_OK | ScanResult.PARCEL_DONE:
            return None
        case ScanResult.UNKNOWN_WAYBILL:
            return UnknownWaybill(waybill=waybill)
        case ScanResult.WRONG_BARCODE:
            return WrongBarcode(barcode=barcode, waybill=waybill)
        case ScanResult.ALREADY_SCANNED:
            return AlreadyScanned(waybill=waybill, detail=detail)
        case ScanResult.TOO_MANY:
            return TooManyPieces(waybill=waybill, barcode=barcode, expected=expected)
        case ScanResult.STOPPED:
            return ParcelStopped(waybill=waybill, reason=stop_words(detail))
        case ScanResult.VOID:
            return WaybillVoid(waybill=waybill)
        case ScanResult.NOT_PICKED:
            return NotPickedYet(waybill=waybill)

"""What the functions of the database that verify are asked, and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from zhanggui.fulfilment.rules.verifying import refusal_of
from zhanggui.fulfilment.states import ScanResult
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What the station shows: the parcel's count, and the refusal if there is one."""

    waybill: str
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


def who(actor: Actor, *, at: datetime) -> list[Any]:
    """The arguments that say who scans, where and when, and what they may see."""
    scope = [None if ids is None else list(ids) for ids in (actor.warehouse_ids, actor.shop_ids)]
    return [actor.user_id, actor.name, actor.source, actor.station, at, *scope]


def ask_database(sql: str, arguments: Sequence[Any]) -> Sequence[Any]:
    """The one row of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        row: Sequence[Any] = cursor.fetchone()
    return row


def scan_answer(row: Sequence[Any], *, waybill: str, barcode: str, lot: str = "") -> ScanAnswer:
    result, parcel_id, sku_id, before, after, units, verified, detail, is_repeated = row
    return ScanAnswer(
        waybill=waybill,
        result=result,
        parcel_id=parcel_id,
        sku_id=sku_id,
        units=units,
        units_verified=verified,
        verified_before=before,
        verified_after=after,
        is_repeated=is_repeated,
        refusal=refusal_of(result, waybill=waybill, barcode=barcode, lot=lot, expected=after, detail=detail),
    )

"""Assign the numbers that accounts gave, or say why there is none.

Afterwards each parcel that still waits for a number in the same wave has it, with what its label shows of the carrier's
sorting; or it says why the account gave none, or that the number is being asked for. A number for a parcel that was
stopped or changed meanwhile is refused, and never printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from psycopg.types.json import Jsonb

from zhanggui.fulfilment.facts import WaybillAssigned
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.numbering import NumberNotWanted
from zhanggui.fulfilment.states import Numbering, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found

_PARCEL = ("pk", "number", "waybill", "state", "wave_id", "numbering")
_NUMBER = ("waybill", "numbering", "numbering_trouble", "label_marks")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Numbered:
    """What came of asking for one parcel as it stood in a wave: a waybill, or the trouble, or neither yet, because it
    is `waiting_for` something."""

    parcel_id: int
    wave_id: int
    waybill: str = ""
    trouble: str = ""
    marks: Mapping[str, str] | None = None
    waiting_for: str = ""

    @property
    def numbering(self) -> Numbering:
        return Numbering.GIVEN if self.waybill else Numbering.REFUSED if self.trouble else Numbering.AWAITED


@transaction.atomic
def assign_waybills(*, numbers: Sequence[Numbered], actor: Actor, at: datetime) -> Outcome[int]:
    told = {one.parcel_id: one for one in numbers}
    rows = locked(Parcel.objects.visible_to(actor), told).values_list(*_PARCEL, named=True)
    parcels: list[Any] = list(rows)

    def check(parcel: Any) -> None:
        one = told[parcel.pk]
        waits = parcel.state == ParcelState.WAVED and parcel.wave_id == one.wave_id and not parcel.waybill
        if not waits:
            raise NumberNotWanted(number=parcel.number, waybill=one.waybill)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", told, (parcel.pk for parcel in parcels))

    wanted = [told[parcel.pk] for parcel in ready]
    update_rows(Parcel, ("id",), _NUMBER, [(one.parcel_id, *_columns(one)) for one in wanted])

    given = [one for one in wanted if one.waybill]
    announce([WaybillAssigned(one.parcel_id, one.waybill) for one in given], actor=actor, at=at)
    return Outcome(done=[one.parcel_id for one in wanted], refused=refused)


def _columns(one: Numbered) -> tuple[Any, ...]:
    """The values of _NUMBER."""
    marks = {name: value for name, value in (one.marks or {}).items() if value}
    return (
        one.waybill,
        one.numbering.value,
        (one.trouble or one.waiting_for)[:_LONGEST],
        Jsonb(marks) if marks else None,
    )

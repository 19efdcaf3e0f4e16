"""Waves on record: their parcels have cells, and every piece has a pick."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.fulfilment.facts import WaveBuilt
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.numbering import account_carriers
from zhanggui.fulfilment.rules.waves import WavePlan
from zhanggui.fulfilment.states import Numbering, ParcelState, PickMeans, PickState, WaveState
from zhanggui.fulfilment.waving.promising import Promised
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids
from zhanggui.kernel.doors.carriers import issues_numbers
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.steps import move_each

_WAVE = (
    "id", "number", "warehouse_id", "carrier", "kind", "state", "parcel_count", "units", "built_by", "built_at",
    "picked_by", "strategy_id", "zone", "means", "labels_at_table",
)  # fmt: skip
_PICK = ("parcel_line_id", "wave_id", "location_id", "sku_id", "lot", "quantity", "state")


class NewWave(NamedTuple):
    """A wave to write, and the strategy that asks for it."""

    plan: WavePlan
    strategy_id: int | None = None
    means: str = PickMeans.BOTH
    labels_at_table: bool = False


def write_waves(new: Sequence[NewWave], promised: Promised, *, actor: Actor, at: datetime) -> list[int]:
    """The waves are open; answers them. Where numbers come from accounts, the parcels await theirs.

    The caller has locked the parcels and set their pieces aside.
    """
    wave_ids = draw_ids(Wave, len(new))
    numbers = draw_numbers("wave", "W", len(new), at=at)
    copy_rows(
        Wave,
        _WAVE,
        [
            (wave_id, number, plan.warehouse_id, plan.carrier, str(plan.kind), WaveState.OPEN.value,
             len(plan.parcel_ids), plan.units, actor.name, at, "", strategy_id, plan.zone, str(means), later)
            for wave_id, number, (plan, strategy_id, means, later) in zip(wave_ids, numbers, new, strict=True)
        ],
    )  # fmt: skip
    asked, waved = account_carriers(), ParcelState.WAVED.value
    cells = {
        parcel_id: (wave_id, cell, numbering)
        for wave_id, (plan, *_) in zip(wave_ids, new, strict=True)
        for numbering in [_numbering(plan, asked).value]
        for cell, parcel_id in enumerate(plan.parcel_ids, start=1)
    }
    move_each(
        Parcel,
        ("wave_id", "cell", "numbering"),
        [(parcel_id, waved, *place) for parcel_id, place in cells.items()],
    )
    lines, to_pick = promised.lines, PickState.TO_PICK.value
    copy_rows(
        Pick,
        _PICK,
        [
            (pick.key, cells[line.parcel_id][0], pick.location_id, line.sku_id, pick.lot, pick.quantity, to_pick)
            for pick in promised.plans
            if (line := lines[pick.key]).parcel_id in cells
        ],
    )
    announce(
        [
            WaveBuilt(wave_id, number, len(plan.parcel_ids), plan.units)
            for wave_id, number, (plan, *_) in zip(wave_ids, numbers, new, strict=True)
        ],
        actor=actor,
        at=at,
    )
    return list(wave_ids)


def _numbering(plan: WavePlan, asked: Collection[tuple[int, str]]) -> Numbering:
    """A carrier without numbers of its own awaits those of an account, even one that was closed a moment ago."""
    is_asked = (plan.warehouse_id, plan.carrier) in asked or not issues_numbers(plan.carrier)
    return Numbering.AWAITED if is_asked else Numbering.OWN

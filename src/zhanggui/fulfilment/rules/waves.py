"""How planned parcels are put together into waves."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from zhanggui.fulfilment.states import WaveKind

_NEVER = datetime.max.replace(tzinfo=UTC)


class Waiting(NamedTuple):
    """A planned parcel, as far as waves care."""

    parcel_id: int
    warehouse_id: int
    carrier: str
    sku_count: int
    units: int
    ship_by: datetime | None
    is_urgent: bool = False


class WavePlan(NamedTuple):
    """Parcels in the order of their cells on the wall: the first goes to cell 1."""

    warehouse_id: int
    carrier: str
    kind: str
    parcel_ids: tuple[int, ...]
    units: int


def put_together(waiting: Sequence[Waiting], *, size: int) -> list[WavePlan]:
    """Parcels of one warehouse, carrier and kind travel together, at most `size` a wave: urgent ones first, then by
    deadline."""
    groups: dict[tuple[int, str, str], list[Waiting]] = {}
    for parcel in sorted(
        waiting, key=lambda parcel: (not parcel.is_urgent, parcel.ship_by or _NEVER, parcel.parcel_id)
    ):
        kind: str = WaveKind.SINGLE if parcel.sku_count == 1 else WaveKind.MULTI
        groups.setdefault((parcel.warehouse_id, parcel.carrier, kind), []).append(parcel)
    plans = []
    for (warehouse_id, carrier, kind), parcels in groups.items():
        for start in range(0, len(parcels), size):
            part = parcels[start : start + size]
            ids = tuple(parcel.parcel_id for parcel in part)
            plans.append(WavePlan(warehouse_id, carrier, kind, ids, sum(parcel.units for parcel in part)))
    return plans

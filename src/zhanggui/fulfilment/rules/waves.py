"""How planned parcels are put together into waves."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from zhanggui.fulfilment.states import WaveKind
from zhanggui.kernel.refusal import Refusal

_NEVER = datetime.max.replace(tzinfo=UTC)


class WaveTooSmall(Refusal):
    """Only {count} parcels go together; the strategy waits for {fewest}."""


class CartTooSmall(Refusal):
    """The parcel alone is more than the cart of the strategy takes."""


class Waiting(NamedTuple):
    """A planned parcel, as far as waves care. `sku_id` is its only SKU, 0 when it has several; `zone` the only zone its
    bins lie in."""

    parcel_id: int
    warehouse_id: int
    carrier: str
    sku_count: int
    units: int
    ship_by: datetime | None
    is_urgent: bool = False
    grams: int = 0
    shop_id: int = 0
    sku_id: int = 0
    cm3: int = 0
    zone: str = ""

    @property
    def kind(self) -> str:
        return WaveKind.SINGLE if self.sku_count == 1 else WaveKind.MULTI


class Layout(NamedTuple):
    """How large waves are: cells of the wall, and what a cart takes; 0 is no limit. Hot waves hold one SKU each."""

    size: int
    most_units: int = 0
    most_g: int = 0
    most_cm3: int = 0
    fewest: int = 1
    by_zone: bool = False
    is_hot: bool = False


class WavePlan(NamedTuple):
    """Parcels in the order of their cells on the wall: the first goes to cell 1."""

    warehouse_id: int
    carrier: str
    kind: str
    parcel_ids: tuple[int, ...]
    units: int
    zone: str = ""
    ship_by: datetime | None = None


class Laid(NamedTuple):
    """The waves, and why a parcel is in none of them."""

    plans: list[WavePlan]
    rest: dict[int, Refusal]


def put_together(waiting: Iterable[Waiting], layout: Layout) -> Laid:
    """Parcels of one warehouse, carrier and kind travel together, urgent ones first, then by deadline; where the layout
    asks for it, only those of one zone, or of one SKU."""
    groups: dict[tuple[int, str, str, str, int], list[Waiting]] = defaultdict(list)
    for parcel in sorted(waiting, key=first_to_leave):
        kind = WaveKind.HOT if layout.is_hot else parcel.kind
        zone = parcel.zone if layout.by_zone else ""
        sku_id = parcel.sku_id if layout.is_hot else 0
        groups[parcel.warehouse_id, parcel.carrier, kind, zone, sku_id].append(parcel)
    plans: list[WavePlan] = []
    rest: dict[int, Refusal] = {}
    for (warehouse_id, carrier, kind, _, _), parcels in groups.items():
        for part in _cut(parcels, layout, rest):
            if len(part) < layout.fewest:
                small = WaveTooSmall(count=len(part), fewest=layout.fewest)
                rest |= dict.fromkeys((parcel.parcel_id for parcel in part), small)
                continue
            ids = tuple(parcel.parcel_id for parcel in part)
            zones = {parcel.zone for parcel in part}
            zone = zones.pop() if len(zones) == 1 else ""
            units = sum(parcel.units for parcel in part)
            plans.append(WavePlan(warehouse_id, carrier, kind, ids, units, zone, part[0].ship_by))
    return Laid(plans, rest)


def first_to_leave(parcel: Waiting) -> tuple[bool, datetime, int]:
    return not parcel.is_urgent, parcel.ship_by or _NEVER, parcel.parcel_id


def _cut(parcels: Sequence[Waiting], layout: Layout, rest: dict[int, Refusal]) -> list[list[Waiting]]:
    """Parts that fit the wall and the cart each, in the order given; what fits no cart goes to `rest`."""
    limits = (layout.most_units, layout.most_g, layout.most_cm3)
    if not any(limits):
        return [list(parcels[start : start + layout.size]) for start in range(0, len(parcels), layout.size)]
    parts: list[list[Waiting]] = []
    load = [0, 0, 0]
    for parcel in parcels:
        own = (parcel.units, parcel.grams, parcel.cm3)
        if any(most and mine > most for mine, most in zip(own, limits, strict=True)):
            rest[parcel.parcel_id] = CartTooSmall()
            continue
        filled = [there + mine for there, mine in zip(load, own, strict=True)]
        is_over = any(most and sum_ > most for sum_, most in zip(filled, limits, strict=True))
        if not parts or is_over or len(parts[-1]) == layout.size:
            parts.append([])
            filled = list(own)
        parts[-1].append(parcel)
        load = filled
    return parts

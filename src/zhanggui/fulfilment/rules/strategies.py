"""Which strategy takes which parcel."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from zhanggui.fulfilment.rules.waves import Layout, Waiting
from zhanggui.fulfilment.states import WaveKind
from zhanggui.kernel.refusal import Refusal


class NoStrategyTakesIt(Refusal):
    """No strategy that was run takes this parcel."""


class Strategy(NamedTuple):
    """A strategy, as far as the choice cares. `size` is that of its wall, where it has one."""

    id: int
    warehouse_id: int
    layout: Layout
    kind: str = ""
    carriers: frozenset[str] = frozenset()
    shops: frozenset[int] = frozenset()
    zones: frozenset[str] = frozenset()
    urgent_only: bool = False
    due_within_h: int = 0
    hot_from: int = 2
    means: str = "both"
    labels_at_table: bool = False


class Shared(NamedTuple):
    """The parcels of each strategy, in the order of the strategies, and those nobody takes."""

    taken: dict[int, list[Waiting]]
    rest: list[Waiting]


def share_out(waiting: Iterable[Waiting], strategies: Sequence[Strategy], *, at: datetime) -> Shared:
    """Each parcel goes to the first strategy that takes it."""
    left = list(waiting)
    taken: dict[int, list[Waiting]] = {}
    for strategy in strategies:
        fitting = [parcel for parcel in left if takes(strategy, parcel, at=at)]
        if strategy.kind == WaveKind.HOT:
            fitting = _hot(fitting, strategy.hot_from)
        taken[strategy.id] = fitting
        ids = {parcel.parcel_id for parcel in fitting}
        left = [parcel for parcel in left if parcel.parcel_id not in ids]
    return Shared(taken, left)


def takes(strategy: Strategy, parcel: Waiting, *, at: datetime) -> bool:
    """Everything but whether its SKU is hot."""
    if parcel.warehouse_id != strategy.warehouse_id:
        return False
    kind = WaveKind.SINGLE if strategy.kind == WaveKind.HOT else strategy.kind
    if kind and parcel.kind != kind:
        return False
    if strategy.carriers and parcel.carrier not in strategy.carriers:
        return False
    if strategy.shops and parcel.shop_id not in strategy.shops:
        return False
    if strategy.zones and parcel.zone not in strategy.zones:
        return False
    if strategy.urgent_only and not parcel.is_urgent:
        return False
    if strategy.due_within_h:
        return parcel.ship_by is not None and parcel.ship_by <= at + timedelta(hours=strategy.due_within_h)
    return True


def _hot(parcels: Sequence[Waiting], hot_from: int) -> list[Waiting]:
    """Those of a SKU that so many of one carrier hold alone."""
    many = Counter((parcel.carrier, parcel.sku_id) for parcel in parcels)
    return [parcel for parcel in parcels if many[parcel.carrier, parcel.sku_id] >= hot_from]

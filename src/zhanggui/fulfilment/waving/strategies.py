"""What strategies make of the parcels that wait: the same for a preview as for the waves themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.fulfilment.models import Parcel, WaveStrategy
from zhanggui.fulfilment.rules.strategies import NoStrategyTakesIt, Strategy, share_out
from zhanggui.fulfilment.rules.waves import Layout, Waiting, put_together
from zhanggui.fulfilment.states import ParcelState, WaveKind
from zhanggui.fulfilment.waving.loading import Line, Loaded, lines_of, load_waiting, measured, planned
from zhanggui.fulfilment.waving.promising import Promised, look, with_zones
from zhanggui.fulfilment.waving.writing import NewWave
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal

MOST_AT_ONCE = 20_000


class Arranged(NamedTuple):
    """The waves of strategies, and why each other parcel is in none."""

    waves: list[NewWave]
    rest: dict[int, Refusal]


def strategies_of(rows: Iterable[WaveStrategy]) -> list[Strategy]:
    """As the rules know them, in the order in which they choose. The rows come with their walls."""
    return [_strategy(row) for row in sorted(rows, key=lambda row: (row.priority, row.pk))]


def _strategy(row: WaveStrategy) -> Strategy:
    is_hot = row.kind == WaveKind.HOT
    # Nobody sorts pieces of one SKU: a wave of it is not bound to the wall.
    cells = row.wall.cells if row.wall and not is_hot else row.most_parcels
    layout = Layout(cells, row.most_units, row.most_g, row.most_cm3, row.fewest, row.by_zone, is_hot)
    return Strategy(
        row.pk, row.warehouse_id, layout, row.kind, frozenset(row.carriers), frozenset(row.shops),
        frozenset(row.zones), row.urgent_only, row.due_within_h, row.hot_from, row.means,
        row.labels_at_table,
    )  # fmt: skip


def waiting_ids(warehouse_ids: Iterable[int], *, actor: Actor) -> list[int]:
    """The planned parcels of these warehouses, nearest deadline first."""
    rows = Parcel.objects.visible_to(actor).filter(state=ParcelState.PLANNED, warehouse_id__in=set(warehouse_ids))
    return list(rows.order_by("ship_by", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def worth_a_bin(
    loaded: Loaded, lines: Mapping[int, Line], strategies: Sequence[Strategy], *, at: datetime
) -> list[Waiting]:
    """Those some strategy would take, as far as can be said before their bins are known."""
    anywhere = [strategy._replace(zones=frozenset()) for strategy in strategies]
    shared = share_out(measured(loaded.waiting, lines), anywhere, at=at)
    return [parcel for own in shared.taken.values() for parcel in own]


def arrange(
    waiting: Sequence[Waiting], strategies: Sequence[Strategy], promised: Promised, *, at: datetime
) -> Arranged:
    """Each strategy, one after the other, makes waves of the parcels that have their bins."""
    ready = [parcel for parcel in waiting if parcel.parcel_id not in promised.short]
    shared = share_out(with_zones(ready, promised), strategies, at=at)
    waves: list[NewWave] = []
    rest: dict[int, Refusal] = {parcel.parcel_id: NoStrategyTakesIt() for parcel in shared.rest}
    for strategy in strategies:
        laid = put_together(shared.taken[strategy.id], strategy.layout)
        waves += [NewWave(plan, strategy.id, strategy.means, strategy.labels_at_table) for plan in laid.plans]
        rest |= laid.rest
    return Arranged(waves, rest)


def preview(strategies: Sequence[Strategy], *, actor: Actor, at: datetime) -> Arranged:
    """What `run_strategies` would most likely do now. Nothing changes."""
    ids = waiting_ids({strategy.warehouse_id for strategy in strategies}, actor=actor)
    loaded = load_waiting(ids, planned(ids, actor=actor))
    lines = lines_of(loaded.waiting, with_volume=True)
    waiting = worth_a_bin(loaded, lines, strategies, at=at)
    promised = look(waiting, lines, at=at)
    arranged = arrange(waiting, strategies, promised, at=at)
    seen = {parcel.parcel_id for parcel in waiting}
    others: dict[int, Refusal] = {
        parcel.parcel_id: NoStrategyTakesIt() for parcel in loaded.waiting if parcel.parcel_id not in seen
    }
    return Arranged(arranged.waves, others | loaded.refused | promised.short | arranged.rest)

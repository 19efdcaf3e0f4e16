"""Save wave strategies.

Afterwards each strategy of that warehouse and name is as given, opened when there was none.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import Wall, WaveStrategy
from zhanggui.fulfilment.models.strategy import HOT_FROM, MOST_SIZE, USUAL_SIZE
from zhanggui.fulfilment.places.rows import check_carrier
from zhanggui.fulfilment.states import ONE_SKU_EACH, PickMeans, WaveKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Shop, Warehouse


class StrategyDraft(NamedTuple):
    """A strategy as someone wants it. An empty filter takes all, a limit of zero is none."""

    warehouse_id: int
    name: str
    kind: str = ""
    carriers: tuple[str, ...] = ()
    shops: tuple[int, ...] = ()
    zones: tuple[str, ...] = ()
    urgent_only: bool = False
    due_within_h: int = 0
    hot_from: int = HOT_FROM
    by_zone: bool = False
    wall_id: int | None = None
    most_parcels: int = USUAL_SIZE
    most_units: int = 0
    most_g: int = 0
    most_cm3: int = 0
    fewest: int = 1
    means: str = PickMeans.BOTH
    priority: int = 100
    is_enabled: bool = True
    labels_at_table: bool = False


class StrategyUnnamed(Refusal):
    """Give the strategy a name."""


class StrategyMakesNoWaves(Refusal):
    """Strategy {name}: a wave holds 1 to {limit} parcels and no fewer than it waits for, and a hot SKU at least two."""


class LabelsTooLate(Refusal):
    """Strategy {name}: labels come at the table only in waves of single or hot items."""


class WallElsewhere(Refusal):
    """Strategy {name}: this wall does not stand in its warehouse."""


@transaction.atomic
def set_strategies(*, strategies: Sequence[StrategyDraft], actor: Actor, at: datetime) -> Outcome[str]:
    asked = {draft.warehouse_id for draft in strategies}
    warehouses = set(Warehouse.objects.visible_to(actor).filter(pk__among=asked).values_list("pk", flat=True))
    walls = {wall.pk: wall for wall in Wall.objects.filter(pk__among={d.wall_id for d in strategies if d.wall_id})}
    wanted = {shop_id for draft in strategies for shop_id in draft.shops}
    shops = set(Shop.objects.visible_to(actor).filter(pk__among=wanted).values_list("pk", flat=True))

    def check(draft: StrategyDraft) -> None:
        if draft.warehouse_id not in warehouses:
            raise NotFound(what="warehouse", key=draft.warehouse_id)
        for shop_id in draft.shops:
            if shop_id not in shops:
                raise NotFound(what="shop", key=shop_id)
        for carrier in draft.carriers:
            check_carrier(carrier)
        if not draft.name.strip():
            raise StrategyUnnamed
        wall = walls.get(draft.wall_id or 0)
        if draft.wall_id and (wall is None or wall.warehouse_id != draft.warehouse_id):
            raise WallElsewhere(name=draft.name)
        if draft.labels_at_table and draft.kind not in ONE_SKU_EACH:
            raise LabelsTooLate(name=draft.name)
        _check_sizes(draft, wall)

    ready, refused = divide(strategies, check=check, key=lambda draft: draft.name)

    once = {(draft.warehouse_id, draft.name): draft for draft in ready}
    WaveStrategy.objects.bulk_create(
        [WaveStrategy(**_row(draft)) for draft in once.values()],
        update_conflicts=True,
        unique_fields=["warehouse_id", "name"],
        update_fields=list(StrategyDraft._fields[2:]),
    )
    return Outcome(done=list(dict.fromkeys(draft.name for draft in ready)), refused=refused)


def _check_sizes(draft: StrategyDraft, wall: Wall | None) -> None:
    is_known = draft.kind in {"", *WaveKind.values} and draft.means in PickMeans.values
    size = wall.cells if wall and draft.kind != WaveKind.HOT else draft.most_parcels
    is_sized = 0 < draft.most_parcels <= MOST_SIZE and 0 < draft.fewest <= size and draft.hot_from > 1
    limits = (draft.due_within_h, draft.most_units, draft.most_g, draft.most_cm3, draft.priority)
    if not is_known or not is_sized or min(limits) < 0:
        raise StrategyMakesNoWaves(name=draft.name, limit=MOST_SIZE)


def _row(draft: StrategyDraft) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in draft._asdict().items()}

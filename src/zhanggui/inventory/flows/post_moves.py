"""Move goods from place to place."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.ledger import insert_moves, load_sites, lock_stock, write_sums
from zhanggui.inventory.lot_holds import hold_again, make_way
from zhanggui.inventory.rules.claims import StockKey
from zhanggui.inventory.rules.sums import Posting, Site, sum_moves
from zhanggui.inventory.rules.ways import check_ways
from zhanggui.kernel.actor import Actor


@transaction.atomic
def post_moves(
    *, cause: str, moves: Sequence[Posting], is_released: bool = False, actor: Actor, at: datetime
) -> list[int]:
    """The goods lie where the moves put them; answers the causes that moved goods now.

    A cause that moved goods before is left as it was, unless that was undone (`Posting.undone`). All or nothing: when
    one place would hold less than nothing, or less than is set aside for pickers and buyers, NotEnoughOnHand is raised
    and nothing has moved. Goods that are not good never go to the shelves, and what waits for the inspector stays until
    the inspector has released it (`is_released`).
    """
    if not moves:
        return []
    sites = load_sites(moves)
    check_ways(moves, sites, is_released=is_released)
    availability, balances = lock_stock(moves, sites)
    availability, unheld = make_way(availability, _lots_leaving(moves, sites), actor=actor, at=at)
    fresh = insert_moves(moves, cause=cause, actor=actor, at=at)
    write_sums(sum_moves(fresh, sites), availability, balances)
    hold_again(unheld, actor=actor, at=at)
    return [move.cause_id for move in fresh]


def _lots_leaving(moves: Sequence[Posting], sites: Mapping[int, Site]) -> set[StockKey]:
    """Whose pieces, told apart by lots, leave the shelves."""
    leaving: set[StockKey] = set()
    for move in moves:
        origin, target = sites[move.origin_id], sites[move.target_id]
        if move.lot and origin.is_sellable and origin.warehouse_id is not None and not target.is_sellable:
            leaving.add((origin.warehouse_id, move.sku_id))
    return leaving

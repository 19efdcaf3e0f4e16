"""Move goods from place to place."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.ledger import insert_moves, load_sites, lock_stock, write_sums
from zhanggui.inventory.rules.sums import Posting, sum_moves
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
    fresh = insert_moves(moves, cause=cause, actor=actor, at=at)
    write_sums(sum_moves(fresh, sites), availability, balances)
    return [move.cause_id for move in fresh]

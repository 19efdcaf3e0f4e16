"""Take goods that were claimed and promised out of their bins."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.claim_rows import end_claims, keys_of_held_claims
from zhanggui.inventory.ledger import insert_moves, load_sites, lock_stock, write_sums
from zhanggui.inventory.rules.sums import Posting, sum_moves
from zhanggui.inventory.states import ClaimState
from zhanggui.kernel.actor import Actor


@transaction.atomic
def pick_claimed(
    *,
    cause: str,
    moves: Sequence[Posting],
    claim_cause: str,
    claim_cause_ids: Sequence[int],
    actor: Actor,
    at: datetime,
) -> list[int]:
    """The goods have left their bins, their promises are kept and their claims are used, all in one change of the sums.

    Each move leaves a bin whose pieces were promised by `promise_picks`. Answers the causes that moved goods now; a
    cause that moved goods before, and a claim that is no longer held, are left as they were.
    """
    if not moves and not claim_cause_ids:
        return []
    sites = load_sites(moves)
    claimed = keys_of_held_claims(claim_cause, claim_cause_ids)
    availability, balances = lock_stock(moves, sites, claimed=claimed)
    _, used = end_claims(claim_cause, claim_cause_ids, state=ClaimState.USED)
    fresh = insert_moves(moves, cause=cause, actor=actor, at=at)
    change = sum_moves(fresh, sites, promised=True)
    for key, quantity in used.items():
        change.claimed[key] -= quantity
    write_sums(change, availability, balances)
    return [move.cause_id for move in fresh]

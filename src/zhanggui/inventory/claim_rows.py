"""Claims as rows: which are held, and their one step away from it."""

from collections import defaultdict
from collections.abc import Sequence

from zhanggui.inventory.models import Claim
from zhanggui.inventory.rules.claims import StockKey
from zhanggui.inventory.states import ClaimState
from zhanggui.kernel.bulk import fetch_rows

_END = """
UPDATE inventory_claim SET state = %s
WHERE cause = %s AND cause_id = ANY(%s::bigint[]) AND state = 'held'
RETURNING warehouse_id, sku_id, quantity
"""


def keys_of_held_claims(cause: str, cause_ids: Sequence[int]) -> set[StockKey]:
    """The stock these causes hold, to be locked before their claims are changed."""
    held = Claim.objects.filter(cause=cause, cause_id__among=cause_ids, state=ClaimState.HELD)
    return set(held.values_list("warehouse_id", "sku_id").distinct())


def end_claims(cause: str, cause_ids: Sequence[int], *, state: ClaimState) -> tuple[int, dict[StockKey, int]]:
    """The held claims of these causes are in `state`: how many they were, and what they held.

    The caller has locked the availability they hold.
    """
    ended = fetch_rows(_END, [state.value, cause, list(cause_ids)])
    let_go: dict[StockKey, int] = defaultdict(int)
    for warehouse_id, sku_id, quantity in ended:
        let_go[warehouse_id, sku_id] += quantity
    return len(ended), let_go

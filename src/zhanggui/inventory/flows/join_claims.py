"""Join claims: what several causes hold is held by one of them, and was free for nobody in between."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.flows.divide_claims import ClaimNotHeld
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows

_END = """
DELETE FROM inventory_claim WHERE cause = %s AND cause_id = ANY(%s::bigint[]) AND state = 'held'
RETURNING cause_id, quantity
"""
_ADD = """
UPDATE inventory_claim SET quantity = inventory_claim.quantity + given.quantity
FROM unnest(%s::bigint[], %s::int[]) AS given(cause_id, quantity)
WHERE cause = %s AND inventory_claim.cause_id = given.cause_id AND state = 'held'
RETURNING inventory_claim.cause_id
"""


@transaction.atomic
def join_claims(*, cause: str, into: Mapping[int, int], actor: Actor, at: datetime) -> int:
    """Each cause of `into` holds nothing any more; the cause it names holds that too. Answers how many were joined.

    The sums of stock stay as they are, so nothing of them is locked.
    """
    if not into:
        return 0
    ended = dict(fetch_rows(_END, [cause, sorted(into)]))
    more = Counter[int]()
    for cause_id, quantity in ended.items():
        more[into[cause_id]] += quantity
    grown = fetch_rows(_ADD, [list(more), list(more.values()), cause])
    if len(ended) < len(into) or len(grown) < len(more):
        raise ClaimNotHeld(f"{cause} {sorted(set(into) - set(ended))}")
    return len(ended)

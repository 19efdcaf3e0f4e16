"""Divide claims: a part of what one cause holds is held by another, and was free for nobody in between."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.inventory.models import Claim
from zhanggui.inventory.states import ClaimState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows

_TAKE = """
UPDATE inventory_claim SET quantity = inventory_claim.quantity - given.quantity
FROM (SELECT cause_id, sum(quantity) AS quantity
      FROM unnest(%s::bigint[], %s::int[]) AS parts(cause_id, quantity) GROUP BY cause_id) AS given
WHERE cause = %s AND inventory_claim.cause_id = given.cause_id AND state = 'held'
RETURNING inventory_claim.cause_id, warehouse_id, sku_id
"""


class ClaimPart(NamedTuple):
    """So many pieces of what `cause_id` holds go to `new_cause_id`, which holds nothing yet."""

    cause_id: int
    new_cause_id: int
    quantity: int


class ClaimNotHeld(AssertionError):
    """A claim that is no longer held was to be divided: a bug of ours."""


@transaction.atomic
def divide_claims(*, cause: str, parts: Sequence[ClaimPart], actor: Actor, at: datetime) -> list[int]:
    """Every part is held by its new cause. The database refuses to take all that a cause holds. The sums of stock
    stay as they are, so nothing of them is locked. Answers the new causes."""
    if not parts:
        return []
    sources = fetch_rows(_TAKE, [[part.cause_id for part in parts], [part.quantity for part in parts], cause])
    held = {cause_id: key for cause_id, *key in sources}
    if missing := {part.cause_id for part in parts} - set(held):
        raise ClaimNotHeld(f"{cause} {sorted(missing)}")
    insert_rows(
        Claim,
        ("cause", "cause_id", "warehouse_id", "sku_id", "quantity", "state", "at"),
        [(cause, part.new_cause_id, *held[part.cause_id], part.quantity, ClaimState.HELD.value, at) for part in parts],
    )
    return [part.new_cause_id for part in parts]

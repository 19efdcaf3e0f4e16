"""Let claimed stock go, because it will not be sent."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.claim_rows import end_claims, keys_of_held_claims
from zhanggui.inventory.models import Availability
from zhanggui.inventory.states import ClaimState
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows


@transaction.atomic
def release_claims(*, cause: str, cause_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """These causes hold nothing any more; answers how many claims were let go. Used ones are left alone."""
    keys = keys_of_held_claims(cause, cause_ids)
    if not keys:
        return 0
    availability = lock_availability(keys)
    count, let_go = end_claims(cause, cause_ids, state=ClaimState.RELEASED)
    update_rows(
        Availability,
        ("id",),
        ("claimed",),
        [(availability[key].id, -quantity) for key, quantity in let_go.items()],
        add=True,
    )
    return count

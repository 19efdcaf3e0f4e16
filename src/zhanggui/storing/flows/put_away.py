"""Put received goods away.

Afterwards the pieces of each carry done lie in their bins and are for sale, and those who wait for them are told.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhanggui.inventory.facts import GoodsReceived
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.storing.carrying import carry
from zhanggui.storing.rules.carrying import CarryDraft
from zhanggui.storing.states import CarryKind


@transaction.atomic
def put_away(*, carries: Sequence[CarryDraft], actor: Actor, at: datetime) -> Outcome[UUID]:
    """From receiving to bins for sale; never what waits for the inspector. Answers by `client_id`."""
    outcome, carried, shelves = carry(carries, kind=CarryKind.PUT_AWAY, actor=actor, at=at)

    sellable: dict[tuple[int, int], int] = defaultdict(int)
    for one in carried:
        sellable[one.sku_id, shelves[one.target_id].warehouse_id] += one.quantity
    announce([GoodsReceived(*key, quantity) for key, quantity in sorted(sellable.items())], actor=actor, at=at)
    return outcome

"""Give back what was set aside for pickers who will not come."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from django.db import transaction

from zhanggui.inventory.models import Balance
from zhanggui.inventory.rules.sums import BalanceKey
from zhanggui.inventory.stock_rows import lock_balances
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows

PromisedPick: TypeAlias = tuple[int, int, str, int]
"""(location_id, sku_id, lot, quantity)"""


@transaction.atomic
def unpromise_picks(*, picks: Sequence[PromisedPick], actor: Actor, at: datetime) -> None:
    """These pieces are free in their bins again. The database refuses to give back more than was set aside."""
    given_back: dict[BalanceKey, int] = defaultdict(int)
    for location_id, sku_id, lot, quantity in picks:
        given_back[location_id, sku_id, lot] += quantity
    balances = lock_balances(given_back.keys())
    update_rows(
        Balance,
        ("id",),
        ("promised",),
        [(balances[key].id, -quantity) for key, quantity in given_back.items()],
        add=True,
    )

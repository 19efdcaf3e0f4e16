"""Use up pieces of the house's own supplies: boxes, bags, tape.

Afterwards each piece that lay free in a bin is gone with the goods it was used for; of the others the ledger had none,
and nothing is said of them. Bins are emptied one after the other, in walking order.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.models import Balance
from zhanggui.inventory.queries import outside, sku_codes
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import SELLABLE, LocationKind
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class SupplyNotOnHand(Refusal):
    """No {sku} lies free in the bins of this warehouse, as far as the books know."""


class Supply(NamedTuple):
    """One piece used, for one row of its cause."""

    cause_id: int
    warehouse_id: int
    sku_id: int
    unit_cost: Decimal


@transaction.atomic
def use_supplies(*, supplies: Sequence[Supply], cause: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not supplies:
        return Outcome()
    keys = sorted({(supply.warehouse_id, supply.sku_id) for supply in supplies})
    availability = lock_availability(keys)
    free = {key: held.there - held.aside for key, held in availability.items()}
    bins = _bins(keys)

    moves: list[Posting] = []
    lacking: list[Supply] = []
    customer = outside(LocationKind.CUSTOMER)
    for supply in sorted(supplies):
        key = supply.warehouse_id, supply.sku_id
        place = next((each for each in bins[key] if each[2] > 0), None)
        if place is None or free.get(key, 0) <= 0:
            lacking.append(supply)
            continue
        place[2] -= 1
        free[key] -= 1
        location_id, lot, _ = place
        moves.append(Posting(supply.cause_id, supply.sku_id, location_id, customer, 1, supply.unit_cost, lot))

    post_moves(cause=cause, moves=moves, actor=actor, at=at)
    codes = sku_codes(supply.sku_id for supply in lacking) if lacking else {}
    return Outcome(
        done=[move.cause_id for move in moves],
        refused={supply.cause_id: SupplyNotOnHand(sku=codes.get(supply.sku_id, "")) for supply in lacking},
    )


def _bins(keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[list]]:
    """[place, lot, free pieces] of every bin with these SKUs, locked by key, listed in walking order."""
    rows = (
        Balance.objects.filter(
            location__warehouse_id__among={warehouse_id for warehouse_id, _ in keys},
            location__kind__in=sorted(SELLABLE),
            sku_id__among={sku_id for _, sku_id in keys},
            on_hand__gt=0,
        )
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .values_list(
            "location__warehouse_id", "sku_id", "location__walk_order", "location_id", "lot", "on_hand", "promised"
        )
    )
    found: dict[tuple[int, int], list[list]] = defaultdict(list)
    for warehouse_id, sku_id, _, location_id, lot, on_hand, promised in sorted(rows, key=lambda row: row[2:5]):
        found[warehouse_id, sku_id].append([location_id, lot, on_hand - promised])
    return found

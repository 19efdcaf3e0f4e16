"""Hold the same pieces in another warehouse, without letting go of them in between.

Afterwards each group that is done holds all it held, in the other warehouse; a group for which pieces are missing there
holds what it held, where it held it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.models import Availability, Claim
from zhanggui.inventory.queries import sku_codes
from zhanggui.inventory.rules.claims import StockShort, Want, serve_wants
from zhanggui.inventory.states import ClaimState
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


@transaction.atomic
def move_claims(
    *, cause: str, groups: Mapping[int, int], targets: Mapping[int, int], actor: Actor, at: datetime
) -> Outcome[int]:
    """`groups` says of each cause which group it belongs to, `targets` of each group where it goes. All or nothing."""
    asked = _held(cause, groups)
    keys = {(warehouse_id, sku_id) for _, _, warehouse_id, sku_id, _ in asked}
    keys |= {(targets[groups[cause_id]], sku_id) for _, cause_id, _, sku_id, _ in asked}
    availability = lock_availability(keys)
    held = [row for row in _held(cause, groups) if row[2] != targets[groups[row[1]]]]

    wants = [
        Want(claim_id, groups[cause_id], targets[groups[cause_id]], sku_id, quantity)
        for claim_id, cause_id, _, sku_id, quantity in held
    ]
    served = serve_wants(wants, {key: row.there - row.aside for key, row in availability.items()})
    change: dict[tuple[int, int], int] = defaultdict(int, served.taken)
    granted = {want.cause_id for want in served.granted}
    for claim_id, _, warehouse_id, sku_id, quantity in held:
        if claim_id in granted:
            change[warehouse_id, sku_id] -= quantity

    update_rows(
        Availability,
        ("id",),
        ("claimed",),
        [(availability[key].id, quantity) for key, quantity in change.items()],
        add=True,
    )
    update_rows(Claim, ("id",), ("warehouse_id",), [(want.cause_id, want.warehouse_id) for want in served.granted])
    codes = sku_codes(short.sku_id for found in served.shorts.values() for short in found) if served.shorts else {}
    refused: dict[int, Refusal] = {
        group: StockShort(sku=codes.get(found[0].sku_id, ""), wanted=found[0].wanted, free=found[0].free)
        for group, found in served.shorts.items()
    }
    return Outcome(done=[group for group in targets if group not in refused], refused=refused)


def _held(cause: str, groups: Mapping[int, int]) -> Sequence[tuple[int, int, int, int, int]]:
    """id, cause, warehouse, SKU and quantity of the claims these causes hold."""
    rows = Claim.objects.filter(cause=cause, cause_id__among=set(groups), state=ClaimState.HELD).order_by("pk")
    return list(rows.values_list("pk", "cause_id", "warehouse_id", "sku_id", "quantity"))

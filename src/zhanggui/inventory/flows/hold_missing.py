"""Keep what pickers did not find from being sold.

Afterwards the pieces missing in each bin that is to be counted are claimed, as far as nobody else had claimed them,
until the bin is counted.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.models import CountRequest
from zhanggui.inventory.rules.claims import Want
from zhanggui.inventory.states import CountState
from zhanggui.inventory.stock_rows import Held, StockKey, lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

CLAIM = "count_request"
"""The cause under which a count claims what is missing."""


@transaction.atomic
def hold_missing(*, location_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    asked = CountRequest.objects.filter(
        location_id__among=set(location_ids), location__warehouse__isnull=False, state=CountState.TO_COUNT
    )
    rows = list(
        asked.order_by("pk").values_list("pk", "location__warehouse_id", "sku_id", "expected", "found", "location_id")
    )
    availability = lock_availability({(warehouse_id, sku_id) for _, warehouse_id, sku_id, *_ in rows})
    wants = list(_wants(rows, availability))
    claim_stock(cause=CLAIM, wants=wants, actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(row[-1] for row in rows)))


def _wants(rows: Iterable[tuple[int, int, int, int, int, int]], availability: dict[StockKey, Held]) -> Iterable[Want]:
    """Each request wants what is missing, or what is left of it."""
    free = {key: held.there - held.aside for key, held in availability.items()}
    for pk, warehouse_id, sku_id, expected, found, _ in rows:
        key = (warehouse_id, sku_id)
        quantity = min(expected - found, free.get(key, 0))
        if quantity > 0:
            free[key] -= quantity
            yield Want(pk, pk, warehouse_id, sku_id, quantity)

"""The one step of a lot to stopped and back, and what is kept from sale because of it."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.inventory.flows.hold_lots import hold_lots
from zhanggui.inventory.models import Availability, Lot
from zhanggui.inventory.rules.lots import check_step
from zhanggui.inventory.states import LotState
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


def step_lots(
    lot_ids: Sequence[int], there: LotState, *, reason: str, actor: Actor, at: datetime
) -> tuple[Outcome[int], list[Lot]]:
    """Each lot done is in that state, for that reason; answers them as well. Stock is locked first, then the lots."""
    sku_ids = set(Lot.objects.filter(pk__among=set(lot_ids)).values_list("sku_id", flat=True))
    stock = Availability.objects.filter(sku_id__among=sku_ids).values_list("warehouse_id", "sku_id")
    lock_availability(sorted(stock))
    lots = list(locked(Lot.objects.all(), lot_ids))
    ready, refused = divide(
        lots, check=lambda lot: check_step(lot=lot.code, here=lot.state, there=there), key=lambda lot: lot.pk
    )
    refused |= not_found("Lot", lot_ids, (lot.pk for lot in lots))
    move_to(Lot, [lot.pk for lot in ready], there, reason=reason)
    hold_lots(sku_ids=sorted({lot.sku_id for lot in ready}), actor=actor, at=at)
    return Outcome(done=[lot.pk for lot in ready], refused=refused), ready

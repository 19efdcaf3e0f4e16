"""Import orders so that one the database cannot hold stands alone and spoils no other."""

from collections.abc import Sequence
from datetime import datetime

from django.db import DataError, IntegrityError, transaction

from zhanggui.channels.rules import OrderUnstorable
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.import_orders import import_orders


def import_halving(
    *, shop_id: int, orders: Sequence[ChannelOrder], source: str, actor: Actor, at: datetime
) -> Outcome[str]:
    """Every order the database takes is in. What it rejects is found by halving, and refused with its reason."""
    try:
        with transaction.atomic():
            return import_orders(shop_id=shop_id, orders=orders, source=source, actor=actor, at=at)
    except (DataError, IntegrityError) as rejected:
        if len(orders) == 1:
            reason = str(rejected).strip().splitlines()[0]
            return Outcome(refused={orders[0].number: OrderUnstorable(number=orders[0].number, reason=reason)})
    middle = len(orders) // 2
    outcome = Outcome[str]()
    for half in (orders[:middle], orders[middle:]):
        outcome += import_halving(shop_id=shop_id, orders=half, source=source, actor=actor, at=at)
    return outcome

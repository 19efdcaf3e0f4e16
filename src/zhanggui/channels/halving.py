"""Store rows so that one the database cannot hold stands alone and spoils no other."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import DataError, IntegrityError, transaction

from zhanggui.channels.rules import OrderUnstorable
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.import_orders import import_orders

Row = TypeVar("Row")


def store_halving(rows: Sequence[Row], store: Callable[[Sequence[Row]], None]) -> list[tuple[Row, str]]:
    """Every row the database takes is stored. Answers those it rejects, found by halving, each with its reason."""
    try:
        with transaction.atomic():
            store(rows)
            return []
    except (DataError, IntegrityError) as rejected:
        if len(rows) == 1:
            return [(rows[0], str(rejected).strip().splitlines()[0])]
    middle = len(rows) // 2
    return store_halving(rows[:middle], store) + store_halving(rows[middle:], store)


def import_halving(
    *, shop_id: int, orders: Sequence[ChannelOrder], source: str, actor: Actor, at: datetime
) -> Outcome[str]:
    """Every order the database takes is in. What it rejects is refused with its reason."""
    outcome = Outcome[str]()

    def store(some: Sequence[ChannelOrder]) -> None:
        nonlocal outcome
        outcome += import_orders(shop_id=shop_id, orders=some, source=source, actor=actor, at=at)

    rejected = store_halving(orders, store)
    return outcome + Outcome(
        refused={order.number: OrderUnstorable(number=order.number, reason=reason) for order, reason in rejected}
    )

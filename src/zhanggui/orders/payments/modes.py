"""Orders whose way of paying a newer version changed: reservations and gates follow in the same transaction."""

from collections.abc import Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.payments.gates import close_gates
from zhanggui.orders.payments.releasing import release_surplus


def follow_modes(before: Mapping[int, str], modes: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    """Of these orders those that are prepaid reserve no more than they cost, those that became so take it from the
    balance where it carries them, those that are so no more give all of it back; and a parcel of an order that its new
    way of paying does not release stops. The caller has locked the orders.
    """
    changed = {pk for pk, mode in modes.items() if mode != before[pk]}
    ever = {pk for pk, mode in modes.items() if PaymentMode.PREPAID in {mode, before[pk]}}
    release_surplus(ever, actor=actor, at=at)
    if became := sorted(pk for pk in changed if modes[pk] == PaymentMode.PREPAID):
        reserve_balances(order_ids=became, actor=actor, at=at)
    if changed:
        close_gates(sorted(changed), actor=actor, at=at)

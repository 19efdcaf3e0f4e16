"""Orders of which a newer version moved the money: reservations and gates follow in the same transaction."""

from collections.abc import Collection
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.payments.following import follow_money
from zhanggui.orders.payments.releasing import release_surplus


def follow_versions(moved: Collection[int], *, now_prepaid: Collection[int], actor: Actor, at: datetime) -> None:
    """What `follow_money` says is true of the orders `moved`, and of these those `now_prepaid` took what they cost from
    the balance where it carries them, with what the others gave back. The caller has locked the orders.
    """
    if now_prepaid:
        release_surplus(moved, actor=actor, at=at)
        reserve_balances(order_ids=sorted(now_prepaid), actor=actor, at=at)
    follow_money(moved, actor=actor, at=at)

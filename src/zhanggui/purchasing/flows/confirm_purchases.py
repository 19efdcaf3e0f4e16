"""Confirm purchase orders.

Afterwards it is on record that their suppliers agreed to them.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.purchasing.facts import PurchaseConfirmed
from zhanggui.purchasing.models import PurchaseOrder
from zhanggui.purchasing.rules.steps import check_step
from zhanggui.purchasing.states import PurchaseState


@transaction.atomic
def confirm_purchases(*, purchase_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(PurchaseOrder.objects.visible_to(actor), purchase_ids))

    def check(order: PurchaseOrder) -> None:
        check_step(order.state, PurchaseState.CONFIRMED, number=order.number, among=[PurchaseState.SENT])

    ready, refused = divide(orders, check=check, key=lambda one: one.pk)
    done = [one.pk for one in ready]
    move_to(PurchaseOrder, done, PurchaseState.CONFIRMED, confirmed_at=at)

    announce([PurchaseConfirmed(pk) for pk in done], actor=actor, at=at)
    refused |= not_found("purchase order", purchase_ids, (one.pk for one in orders))
    return Outcome(done=done, refused=refused)

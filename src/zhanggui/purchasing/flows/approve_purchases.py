"""Approve purchase orders.

Afterwards they may be sent to their suppliers. Whoever drafted an order does not approve it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.purchasing.facts import PurchaseApproved
from zhanggui.purchasing.models import PurchaseOrder
from zhanggui.purchasing.rules.steps import ApprovedByItsAuthor, check_step
from zhanggui.purchasing.states import PurchaseState


@transaction.atomic
def approve_purchases(*, purchase_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(PurchaseOrder.objects.visible_to(actor), purchase_ids))

    def check(order: PurchaseOrder) -> None:
        check_step(order.state, PurchaseState.APPROVED, number=order.number, among=[PurchaseState.TO_APPROVE])
        author = order.drafted_by_id if order.drafted_by_id is not None else order.drafted_by
        if author == (actor.user_id if order.drafted_by_id is not None else actor.name):
            raise ApprovedByItsAuthor(number=order.number)

    ready, refused = divide(orders, check=check, key=lambda one: one.pk)
    done = [one.pk for one in ready]
    move_to(
        PurchaseOrder, done, PurchaseState.APPROVED, approved_by=actor.name[:80], approved_by_id=actor.user_id,
        approved_at=at,
    )  # fmt: skip

    announce([PurchaseApproved(pk) for pk in done], actor=actor, at=at)
    refused |= not_found("purchase order", purchase_ids, (one.pk for one in orders))
    return Outcome(done=done, refused=refused)

"""Send purchase orders back to their authors.

Afterwards they are drafts again, with the reason on record.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.purchasing.facts import PurchaseSentBack
from zhanggui.purchasing.models import PurchaseOrder
from zhanggui.purchasing.rules.steps import check_step
from zhanggui.purchasing.states import PurchaseState


@transaction.atomic
def send_back_purchases(*, purchase_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(PurchaseOrder.objects.visible_to(actor), purchase_ids))

    def check(order: PurchaseOrder) -> None:
        check_step(order.state, PurchaseState.DRAFT, number=order.number, among=[PurchaseState.TO_APPROVE])

    ready, refused = divide(orders, check=check, key=lambda one: one.pk)
    done = [one.pk for one in ready]
    move_to(PurchaseOrder, done, PurchaseState.DRAFT)

    announce([PurchaseSentBack(pk, reason[:200]) for pk in done], actor=actor, at=at)
    refused |= not_found("purchase order", purchase_ids, (one.pk for one in orders))
    return Outcome(done=done, refused=refused)

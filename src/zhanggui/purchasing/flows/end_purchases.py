"""End purchase orders before all of their goods have come.

Afterwards nothing more is awaited of them: one of which nothing came is cancelled, one of which something came is
closed short. What was open counts as cancelled, and why is on record.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each
from zhanggui.purchasing.facts import PurchaseEnded
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.rules.steps import check_step
from zhanggui.purchasing.states import PurchaseState


@transaction.atomic
def end_purchases(*, purchase_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(PurchaseOrder.objects.visible_to(actor), purchase_ids))
    lines = PurchaseLine.objects.filter(order_id__among={one.pk for one in orders})
    came = dict(lines.order_by().values_list("order_id").annotate(n=Sum("received")))
    ends = {one.pk: PurchaseState.CLOSED if came.get(one.pk) else PurchaseState.CANCELLED for one in orders}

    ready, refused = divide(
        orders, check=lambda one: check_step(one.state, ends[one.pk], number=one.number), key=lambda one: one.pk
    )
    done = [one.pk for one in ready]
    lines.filter(order_id__among=set(done), ordered__gt=F("received") + F("cancelled")).update(
        cancelled=F("ordered") - F("received")
    )
    # What never came may be ordered again for the same cause.
    lines.filter(order_id__among={pk for pk in done if ends[pk] == PurchaseState.CANCELLED}).update(
        cause="", cause_id=None
    )
    move_each(PurchaseOrder, ("ended_because",), [(pk, ends[pk].value, reason[:200]) for pk in done])

    announce([PurchaseEnded(pk, ends[pk].value, reason[:200]) for pk in done], actor=actor, at=at)
    refused |= not_found("purchase order", purchase_ids, (one.pk for one in orders))
    return Outcome(done=done, refused=refused)

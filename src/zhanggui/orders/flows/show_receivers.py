"""Show who receives orders, unmasked.

Afterwards it is on record who looked, at which orders, when and why, and it counts against the day of that person.
The caller reads the orders that are done.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.facts import OrderReceiverShown
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.looks import check_looks_left, record_look
from zhanggui.orders.rules.looks import SEE_RECEIVER, check_purpose
from zhanggui.orders.states import LookWay


@transaction.atomic
def show_receivers(*, order_ids: Sequence[int], purpose: str, actor: Actor, at: datetime) -> Outcome[int]:
    actor.check(SEE_RECEIVER)
    check_purpose(purpose)
    visible = set(Order.objects.visible_to(actor).filter(pk__among=set(order_ids)).values_list("pk", flat=True))

    done = [pk for pk in dict.fromkeys(order_ids) if pk in visible]
    check_looks_left(len(done), actor=actor, at=at)
    refused = not_found("order", order_ids, visible)

    record_look(done, way=LookWay.SHOWN, purpose=purpose, actor=actor, at=at)

    announce([OrderReceiverShown(pk, purpose) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)

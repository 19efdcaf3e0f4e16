"""Mark remarks as handled: someone has read the buyer's message and our memo, and acted on them.

Afterwards the remark no longer blocks review. A newer remark blocks it again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import RemarkHandled
from zhanggui.orders.models import Order


@transaction.atomic
def handle_remarks(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    ids = list(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", flat=True))
    refused: dict[int, Refusal] = {
        missing: NotFound(what="order", key=missing) for missing in set(order_ids) - set(ids)
    }

    Order.objects.filter(pk__among=ids).update(remark_handled=True)

    announce([RemarkHandled(pk) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)

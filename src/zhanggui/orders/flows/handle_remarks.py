"""Mark remarks as handled: someone has read the buyer's message and our memo, and acted on them.

Afterwards the remark no longer blocks review, nor do those of its words that no template understood. What it asks for
in so many words waits until each request is handled. A newer remark blocks the order again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.facts import RemarkHandled
from zhanggui.orders.models import Order
from zhanggui.orders.remarks.requests import settle_unread


@transaction.atomic
def handle_remarks(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    ids = list(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", flat=True))
    refused = not_found("order", order_ids, ids)

    Order.objects.filter(pk__among=ids).update(remark_handled=True)
    settle_unread(ids, actor=actor, at=at)

    announce([RemarkHandled(pk) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)

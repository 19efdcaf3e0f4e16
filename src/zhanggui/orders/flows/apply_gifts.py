"""Apply gift rules to orders as they arrive paid, and again after every change of theirs.

Afterwards the gifts of each order are decided for what it is now, by the versions in force when it entered: lines of
ours carry them, what it no longer earns is taken back, and no cap is passed. An order decided already is left as it is.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.gifting.deciding import READ, decide_gifts
from zhanggui.orders.gifting.offers import is_giving
from zhanggui.orders.models import Order


@transaction.atomic
def apply_gifts(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers the orders whose gifts are decided now and were not before."""
    known = set(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", flat=True))
    refused = not_found("order", order_ids, known)
    if not known or not is_giving(sorted(known)):
        return Outcome(refused=dict(refused))
    due = list(Order.objects.filter(pk__among=known, gifts_due=True).only(*READ).order_by("pk"))
    return Outcome(done=decide_gifts(due, actor=actor, at=at), refused=dict(refused))

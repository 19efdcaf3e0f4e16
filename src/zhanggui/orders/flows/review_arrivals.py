"""Review orders as they arrive: the rules are asked, and what a rule passes goes on without a person's look.

Afterwards rules have flagged, labelled or held the orders of the set that wait for review; those that a rule passes and
nothing stands against are reviewed. What nobody passes waits for a person, without a decision.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.orders.ruling.cases import rules_for
from zhanggui.orders.states import OrderState


@transaction.atomic
def review_arrivals(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    if rules_for(order_ids) is None:
        return Outcome()
    waiting = Order.objects.filter(pk__among=set(order_ids), state=OrderState.TO_REVIEW)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    return review_orders(order_ids=ids, only_by_rule=True, actor=actor, at=at)

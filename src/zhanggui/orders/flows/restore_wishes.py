"""Take back the last choice of warehouse or carrier of orders.

Afterwards each wishes what it wished before, and what a rule had asked for is the rule's again; one for which nothing
was chosen is left as it is.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.sending import Wish, former_wishes, set_wishes


@transaction.atomic
def restore_wishes(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    former = former_wishes(order_ids)
    return set_wishes({order_id: former.get(order_id, Wish()) for order_id in order_ids}, actor=actor, at=at)

"""Release orders from holds that a person may end.

Afterwards the reasons named (or all of these, when none is) hold the orders no longer; those with a hold that says so,
or all when asked, are urgent. What the platform holds, only the platform releases; what planning waits for, goods or
somebody who can send them, planning finds.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.holding import end_holds
from zhanggui.orders.models import Order
from zhanggui.orders.rules.states import PERSON_HOLDS


class NotHeldByUs(Refusal):
    """Order {number} carries no hold of this kind that a person ends."""


@transaction.atomic
def release_orders(
    *, order_ids: Sequence[int], reasons: Sequence[str] = (), urgent: bool = False, actor: Actor, at: datetime
) -> Outcome[int]:
    numbers = dict(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", "number"))

    ending = PERSON_HOLDS.intersection(reasons) if reasons else PERSON_HOLDS
    released = end_holds(numbers, reasons=ending, urgent=urgent, actor=actor, at=at)

    refused: dict[int, Refusal] = {
        pk: NotHeldByUs(number=number) for pk, number in numbers.items() if pk not in set(released)
    }
    refused |= not_found("order", order_ids, numbers)
    return Outcome(done=released, refused=refused)

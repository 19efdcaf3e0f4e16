"""Choose the carrier orders are sent with, before they are planned.

Afterwards planning sends each with that carrier or says why it cannot; an empty carrier leaves the choice to the rules
again. Orders that were reviewed and found no place are planned at once. `restore_wishes` takes it back.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carriers import carrier_named
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.sending import Wish, set_wishes


@transaction.atomic
def choose_carriers(*, order_ids: Sequence[int], carrier: str, actor: Actor, at: datetime) -> Outcome[int]:
    if carrier:
        carrier_named(carrier)
    return set_wishes(dict.fromkeys(order_ids, Wish(carrier=carrier)), actor=actor, at=at)

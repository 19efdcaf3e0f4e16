"""Put on record that receivers stand on paper: labels and delivery notes carry whole words.

Afterwards one row says who printed them, of which orders and when. That a parcel was printed is told by its own fact.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.receivers.looks import record_look
from zhanggui.orders.states import LookPurpose, LookWay


@transaction.atomic
def record_prints(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    done = list(dict.fromkeys(order_ids))
    record_look(done, way=LookWay.PRINTED, purpose=LookPurpose.PRINT, actor=actor, at=at)
    return Outcome(done=done)

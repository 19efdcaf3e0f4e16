"""Seal receivers under the first of the company's keys, so that an older one can be thrown away.

Afterwards these orders are opened, compared and found by that key alone; what they say is what they said.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.changes.overrides import reseal_overrides
from zhanggui.orders.importing.disputes import reseal_others
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.finding import change_words
from zhanggui.orders.receivers.hidden import reseal_texts
from zhanggui.orders.receivers.sealed import COLUMNS, OPENED, is_forgotten, open_receiver, receiver_row


@transaction.atomic
def reseal_receivers(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = Order.objects.visible_to(actor).filter(pk__among=set(order_ids)).order_by("pk")
    rows = orders.select_for_update(no_key=True).values_list("pk", *OPENED)
    receivers = {row[0]: open_receiver(*row[1:]) for row in rows if row[-1] and not is_forgotten(row[-1])}

    done = [row[0] for row in rows]
    refused = not_found("order", order_ids, done)

    reseal_overrides(done)
    reseal_texts(done)
    reseal_others(done)
    update_rows(Order, ("id",), COLUMNS, [(pk, *receiver_row(receiver)) for pk, receiver in receivers.items()])
    change_words({pk: (receiver, receiver) for pk, receiver in receivers.items()})
    return Outcome(done=done, refused=refused)

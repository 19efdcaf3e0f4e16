"""Take back the tick that messages were sent.

Afterwards they wait to be sent again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.models import BuyerMessage
from zhanggui.orders.shortages.facts import BuyerMessageRequeued
from zhanggui.orders.shortages.states import MessageState


class MessageNotSent(Refusal):
    """This message is {state}; there is no tick to take back."""


class NewerMessageWaits(Refusal):
    """A newer message to the same buyer waits to be sent."""


@transaction.atomic
def requeue_messages(*, message_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    messages = list(locked(BuyerMessage.objects.visible_to(actor), message_ids))

    waiting = BuyerMessage.objects.filter(order_id__among=[one.order_id for one in messages], state=MessageState.QUEUED)
    replaced = set(waiting.values_list("order_id", flat=True))

    def check(message: BuyerMessage) -> None:
        if message.state != MessageState.SENT:
            raise MessageNotSent(state=message.get_state_display())
        if message.order_id in replaced:
            raise NewerMessageWaits
        replaced.add(message.order_id)

    ready, refused = divide(messages, check=check, key=lambda message: message.pk)
    refused |= not_found("message", message_ids, (one.pk for one in messages))

    move_to(BuyerMessage, [message.pk for message in ready], MessageState.QUEUED, sent_by="", sent_at=None)

    announce([BuyerMessageRequeued(message.order_id) for message in ready], actor=actor, at=at)
    return Outcome(done=[message.pk for message in ready], refused=refused)

"""Tick messages as sent to their buyers.

Afterwards they are on record as sent, by whom and when.
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
from zhanggui.orders.shortages.facts import BuyerMessageSent
from zhanggui.orders.shortages.states import MessageState


class MessageNotQueued(Refusal):
    """This message is {state}; there is nothing to send."""


@transaction.atomic
def mark_messages_sent(*, message_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    messages = list(locked(BuyerMessage.objects.visible_to(actor), message_ids))

    ready, refused = divide(messages, check=_check, key=lambda message: message.pk)
    refused |= not_found("message", message_ids, (one.pk for one in messages))

    move_to(BuyerMessage, [message.pk for message in ready], MessageState.SENT, sent_by=actor.name[:80], sent_at=at)

    announce([BuyerMessageSent(message.order_id) for message in ready], actor=actor, at=at)
    return Outcome(done=[message.pk for message in ready], refused=refused)


def _check(message: BuyerMessage) -> None:
    if message.state != MessageState.QUEUED:
        raise MessageNotQueued(state=message.get_state_display())

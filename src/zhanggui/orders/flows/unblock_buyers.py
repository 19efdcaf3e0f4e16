"""Take buyers off the black list.

Afterwards their orders pass review like those of anyone.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.facts import BuyerUnblocked
from zhanggui.orders.models import BlockedBuyer


@transaction.atomic
def unblock_buyers(*, buyer_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    listed = dict(locked(BlockedBuyer.objects.all(), buyer_ids).values_list("pk", "buyer"))
    BlockedBuyer.objects.filter(pk__among=set(listed)).delete()

    announce([BuyerUnblocked(pk, buyer) for pk, buyer in listed.items()], actor=actor, at=at)
    return Outcome(done=list(listed), refused=not_found("buyer", buyer_ids, listed))

"""Tell buyers again who wanted no notices.

Afterwards the next event of their parcels is told to them; what was left out is not.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.logistics.models import SilentBuyer
from zhanggui.logistics.notices.facts import BuyerToldAgain


@transaction.atomic
def tell_buyers_again(*, silent_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    found = dict(locked(SilentBuyer.objects.visible_to(actor), silent_ids).values_list("pk", "order_id"))

    SilentBuyer.objects.filter(pk__among=set(found)).delete()

    announce([BuyerToldAgain(order_id) for order_id in found.values()], actor=actor, at=at)
    return Outcome(done=list(found), refused=not_found("buyer", silent_ids, found))

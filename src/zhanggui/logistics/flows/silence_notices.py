"""Tell the buyers of these notices nothing any more, because they asked for it.

Afterwards each of them is silent, for every order that goes to the same receiver; what still waits to be sent to them
is left out.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.logistics.models import BuyerNotice, SilentBuyer
from zhanggui.logistics.notices.facts import BuyerSilenced

_ROW = ("buyer_key", "order_id", "silent_since", "silenced_by")


@transaction.atomic
def silence_notices(*, notice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    notices = locked(BuyerNotice.objects.visible_to(actor), notice_ids).values_list("pk", "buyer_key", "order_id")
    found = [(pk, bytes(key), order_id) for pk, key, order_id in notices]

    rows = [(key, order_id, at, actor.name[:80]) for _, key, order_id in found]
    made = insert_rows(SilentBuyer, _ROW, rows, returning=("order_id",), on_conflict="DO NOTHING")

    announce([BuyerSilenced(order_id) for (order_id,) in made], actor=actor, at=at)
    done = [pk for pk, _, _ in found]
    return Outcome(done=done, refused=not_found("notice", notice_ids, done))

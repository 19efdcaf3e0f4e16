"""Show payloads as the platform sent them, unsealed.

Afterwards it is on record who looked, at which payloads and when, and it counts against the day of that person like
any look at receivers. The caller unseals those that are done.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.facts import OrderSnapshotShown
from zhanggui.orders.models import Order, OrderSnapshot
from zhanggui.orders.receivers.looks import check_looks_left, record_look
from zhanggui.orders.rules.looks import SEE_RECEIVER
from zhanggui.orders.states import LookPurpose, LookWay


@transaction.atomic
def show_snapshots(*, snapshot_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    actor.check(SEE_RECEIVER)
    found = OrderSnapshot.objects.filter(id__among=set(snapshot_ids)).values_list("id", "order_id", "modified_at")
    rows = {pk: (order_id, modified_at) for pk, order_id, modified_at in found}
    asked = [order_id for order_id, _ in rows.values()]
    visible = set(Order.objects.visible_to(actor).filter(pk__among=asked).values_list("pk", flat=True))

    done = [pk for pk in dict.fromkeys(snapshot_ids) if pk in rows and rows[pk][0] in visible]
    seen = sorted({rows[pk][0] for pk in done})
    check_looks_left(len(seen), actor=actor, at=at)
    refused = not_found("snapshot", snapshot_ids, done)

    record_look(seen, way=LookWay.SHOWN, purpose=LookPurpose.CHECK, actor=actor, at=at)

    facts = [OrderSnapshotShown(rows[pk][0], rows[pk][1].isoformat()) for pk in done]
    announce(facts, actor=actor, at=at)
    return Outcome(done=done, refused=refused)

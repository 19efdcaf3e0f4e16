"""Take back that price differences of exchanges were settled: by mistake, or because the money went back.

Afterwards they are open again; where their exchange still holds they are part of what the order costs, and an order
that is not released by its payment any more is reviewed again and its parcels stop.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.orders.models import Exchange
from zhanggui.orders.payments.facts import DifferenceReopened
from zhanggui.orders.payments.settling import follow_differences, locked_differences, reopen
from zhanggui.orders.rules.differences import DifferenceNotSettled
from zhanggui.orders.rules.hiding import masked


@transaction.atomic
def reopen_differences(*, exchange_ids: Sequence[int], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    exchanges = locked_differences(exchange_ids, actor=actor)

    ready, refused = divide(exchanges, check=_check_settled, key=lambda one: one.pk)
    refused |= not_found("exchange", exchange_ids, (one.pk for one in exchanges))

    reopen(ready)
    follow_differences([one.line.order_id for one in ready], actor=actor, at=at)
    words = masked(note.strip())[:200]
    announce(
        [DifferenceReopened(one.line.order_id, one.line.number, one.price_difference, words) for one in ready],
        actor=actor,
        at=at,
    )
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _check_settled(one: Exchange) -> None:
    if not one.settled:
        raise DifferenceNotSettled(line=one.line.number)

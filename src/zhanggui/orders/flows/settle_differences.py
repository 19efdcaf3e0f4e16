"""Settle the price differences of exchanges: collected from the buyer, paid back, or waived.

Afterwards each difference is settled with who, when and why, and is no more part of what its order costs: an order
that waited for nothing else is released by its payment. One that costs more because a refund was waived, and lacks it,
is reviewed again and its parcels stop.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.orders.models import Exchange
from zhanggui.orders.payments.facts import DifferenceSettled
from zhanggui.orders.payments.settling import follow_differences, locked_differences
from zhanggui.orders.rules.differences import check_settling
from zhanggui.orders.rules.hiding import masked


@transaction.atomic
def settle_differences(
    *, exchange_ids: Sequence[int], way: str, note: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    exchanges = locked_differences(exchange_ids, actor=actor)

    def check(one: Exchange) -> None:
        order = one.line.order
        check_settling(
            way, number=order.number, line=one.line.number, mode=order.payment_mode, amount=one.price_difference,
            settled=one.settled, has_ended=one.ended_at is not None or one.line.is_cancelled,
        )  # fmt: skip

    ready, refused = divide(exchanges, check=check, key=lambda one: one.pk)
    refused |= not_found("exchange", exchange_ids, (one.pk for one in exchanges))

    words = masked(note.strip())[:200]
    Exchange.objects.filter(pk__among=[one.pk for one in ready]).update(
        settled=way, settled_by=actor.name[:80], settled_at=at, settled_note=words
    )
    follow_differences([one.line.order_id for one in ready], actor=actor, at=at)
    announce(
        [DifferenceSettled(one.line.order_id, one.line.number, one.price_difference, way, words) for one in ready],
        actor=actor,
        at=at,
    )
    return Outcome(done=[one.pk for one in ready], refused=refused)

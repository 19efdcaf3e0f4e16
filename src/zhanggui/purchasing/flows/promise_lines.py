"""Record when suppliers promise what they still owe.

Afterwards each of these lines is awaited on its new day, and the order's timeline says why. A line of which nothing is
awaited is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.purchasing.facts import PurchasePromised
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.states import AWAITED_STATES


class NothingAwaited(Refusal):
    """Nothing more is awaited of line {line} of purchase order {number}."""


@dataclass(frozen=True, slots=True)
class Promise:
    line_id: int
    day: date


@transaction.atomic
def promise_lines(*, promises: Sequence[Promise], reason: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by line."""
    days = {promise.line_id: promise.day for promise in promises}
    named = dict(PurchaseLine.objects.filter(pk__among=set(days)).values_list("pk", "order_id"))
    orders = {one.pk: one for one in locked(PurchaseOrder.objects.visible_to(actor), set(named.values()))}
    lines = list(PurchaseLine.objects.filter(pk__among=set(days), order_id__among=set(orders)).order_by("pk"))

    def check(line: PurchaseLine) -> None:
        order = orders[line.order_id]
        if order.state not in AWAITED_STATES or not line.open:
            raise NothingAwaited(line=line.nth, number=order.number)

    ready, refused = divide(lines, check=check, key=lambda line: line.pk)
    update_rows(PurchaseLine, ("id",), ("promised_on",), [(line.pk, days[line.pk]) for line in ready])

    announce(
        [PurchasePromised(line.order_id, line.nth, days[line.pk].isoformat(), reason[:200]) for line in ready],
        actor=actor, at=at,
    )  # fmt: skip
    refused |= not_found("purchase line", list(days), (line.pk for line in lines))
    return Outcome(done=[line.pk for line in ready], refused=refused)

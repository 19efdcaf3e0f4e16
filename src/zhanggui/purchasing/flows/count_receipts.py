"""Count what has arrived on purchase lines.

Afterwards each of these lines has that many pieces more, or fewer where a receipt is taken back, and its order is
partly or wholly received. More than was ordered and its tolerance is refused, and so is what no order awaits.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each
from zhanggui.purchasing.facts import PurchaseReceived
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.rules.steps import PurchaseNotThere, check_count, state_after
from zhanggui.purchasing.states import RECEIVABLE_STATES, PurchaseState


@transaction.atomic
def count_receipts(*, received: Mapping[int, int], actor: Actor, at: datetime) -> Outcome[int]:
    """`received`: pieces by line. Answers by line; called by who receives, in the transaction of the receipt."""
    named = dict(PurchaseLine.objects.filter(pk__among=set(received)).values_list("pk", "order_id"))
    orders = {one.pk: one for one in locked(PurchaseOrder.objects.visible_to(actor), set(named.values()))}
    lines = list(PurchaseLine.objects.filter(order_id__among=set(orders)))

    def check(line: PurchaseLine) -> None:
        order = orders[line.order_id]
        if order.state not in RECEIVABLE_STATES:
            raise PurchaseNotThere(number=order.number, state=str(PurchaseState(order.state).label))
        check_count(
            received[line.pk], ordered=line.ordered, over=line.over, received=line.received, cancelled=line.cancelled,
            number=order.number, nth=line.nth,
        )  # fmt: skip

    asked = [line for line in lines if line.pk in received]
    ready, refused = divide(asked, check=check, key=lambda line: line.pk)
    update_rows(PurchaseLine, ("id",), ("received",), [(line.pk, received[line.pk]) for line in ready], add=True)

    pieces: dict[int, int] = {}
    for line in ready:
        line.received += received[line.pk]
        pieces[line.order_id] = pieces.get(line.order_id, 0) + received[line.pk]
    held: dict[int, list[PurchaseLine]] = {}
    for line in lines:
        held.setdefault(line.order_id, []).append(line)
    states = {pk: _state(orders[pk], held[pk]) for pk in sorted(pieces)}
    move_each(PurchaseOrder, (), list(states.items()))

    announce([PurchaseReceived(pk, pieces[pk], states[pk]) for pk in states], actor=actor, at=at)
    refused |= not_found("purchase line", list(received), (line.pk for line in asked))
    counted = {line.pk for line in ready}
    return Outcome(done=[key for key in received if key in counted], refused=refused)


def _state(order: PurchaseOrder, lines: list[PurchaseLine]) -> str:
    return state_after(
        {line.pk: line.open for line in lines}, {line.pk: line.received for line in lines}, before=order.state
    )

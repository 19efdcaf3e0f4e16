"""Ask the review rules again about orders that they were asked about before.

Afterwards each order counts as a new version, so its next review asks the rules that are on now, as if for the first
time: also for a hold that somebody ended. A changed rule reaches orders that are here already only this way.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.models import Order
from zhanggui.orders.rules.marks import ASKED_AGAIN
from zhanggui.orders.ruling.facts import RulesToAskAgain
from zhanggui.orders.states import OrderState

_AGAIN = """
UPDATE orders_order SET version = version + 1, by_rules = CASE
    WHEN EXISTS (SELECT FROM orders_rulerun WHERE order_id = orders_order.id) THEN coalesce(by_rules, '{}') || %s::jsonb
    ELSE by_rules END
WHERE id = ANY(%s) RETURNING id
"""


class ReviewIsOver(Refusal):
    """Order {number} does not wait for review; rules have nothing to say about it now."""


@transaction.atomic
def reapply_rules(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))

    ready, refused = divide(orders, check=_check_waits, key=lambda order: order.pk)
    for missing in set(order_ids) - {order.pk for order in orders}:
        refused[missing] = NotFound(what="order", key=missing)

    done = [order.pk for order in ready]
    if done:
        fetch_rows(_AGAIN, [orjson.dumps(ASKED_AGAIN).decode(), done])

    announce([RulesToAskAgain(pk) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)


def _check_waits(order: Order) -> None:
    if order.state not in {OrderState.TO_REVIEW, OrderState.UNPAID}:
        raise ReviewIsOver(number=order.number)

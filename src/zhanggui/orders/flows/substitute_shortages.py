"""Send another SKU in place of what is missing of orders.

Afterwards every missing line of each order, of which nothing has left, is exchanged piece for piece without a price
difference, as `exchange_lines` does; the order is reviewed again, and the shortage board is weighed anew.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.models import Order, ShortLine
from zhanggui.orders.rules.binding import ItemExchange


class NothingToSubstitute(Refusal):
    """No bought line of order {number} is short of these goods; parts of bundles are exchanged on its page."""


@transaction.atomic
def substitute_shortages(
    *, order_ids: Sequence[int], sku_code: str, sku_ids: Sequence[int] = (), actor: Actor, at: datetime
) -> Outcome[int]:
    """With `sku_ids` only the lines short of those SKUs. An order is done when all its lines were exchanged."""
    orders = {order.pk: order for order in locked(Order.objects.visible_to(actor), order_ids)}
    short = ShortLine.objects.filter(order_id__among=set(orders), short__gt=0, line__origin="channel")
    if sku_ids:
        short = short.filter(sku_id__among=set(sku_ids))
    lines = {pk: (order_id, pieces) for pk, order_id, pieces in short.values_list("pk", "order_id", "line__ordered")}

    exchanges = [
        ItemExchange(pk, sku_code.strip(), pieces, is_answer=False) for pk, (_, pieces) in sorted(lines.items())
    ]
    exchanged = exchange_lines(exchanges=exchanges, actor=actor, at=at)
    weigh_shortages(order_ids=sorted({lines[pk][0] for pk in exchanged.done}), actor=actor, at=at)

    refused: dict[int, Refusal] = {lines[pk][0]: why for pk, why in exchanged.refused.items()}
    done = {lines[pk][0] for pk in exchanged.done} - set(refused)
    for pk, order in orders.items():
        if pk not in done and pk not in refused:
            refused[pk] = NothingToSubstitute(number=order.number)
    refused |= not_found("order", order_ids, orders)
    return Outcome(done=[pk for pk in orders if pk in done], refused=refused)

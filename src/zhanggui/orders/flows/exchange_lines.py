"""Exchange items of orders before they are sent 换货.

Afterwards other goods are sent in place of each line, with the difference the buyer pays or gets back on record; a
platform's request to change items is answered, and a remark that asks for as many pieces is settled; parcels under way
are asked to stop, and the exchange is carried out once they have let go of the line. The order is reviewed again. What
the buyer bought stays on the order, and is what the platform hears of.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.changes.answering import agree_to_items
from zhanggui.orders.facts import OrderLineExchanged
from zhanggui.orders.lines.exchanging import open_exchanges, own_of, reopen_changed
from zhanggui.orders.models import Exchange, Order, OrderLine
from zhanggui.orders.remarks.quantities import settle_quantities
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.exchanges import check_exchange
from zhanggui.orders.states import LineOrigin

_EXCHANGE = (
    "line_id", "sku_id", "quantity", "price_difference", "for_code", "for_pieces", "parts", "waits", "ended_hold",
    "made_by", "made_at", "ended_by",
)  # fmt: skip


@transaction.atomic
def exchange_lines(*, exchanges: Sequence[ItemExchange], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by line id."""
    asked = OrderLine.objects.filter(pk__among={one.line_id for one in exchanges}, origin=LineOrigin.CHANNEL)
    rows = locked(Order.objects.visible_to(actor), asked.values_list("order_id", flat=True))
    orders = {order.pk: order for order in rows}
    lines = {line.pk: line for line in asked.filter(order_id__among=set(orders))}
    skus = dict(Sku.objects.filter(code__among={one.sku_code for one in exchanges}).values_list("code", "pk"))
    own = own_of(lines)
    open_now = set(open_exchanges(lines).values_list("line_id", flat=True))

    ready: dict[int, ItemExchange] = {}
    refused: dict[int, Refusal] = {}
    for one in exchanges:
        try:
            if (line := lines.get(one.line_id)) is None:
                raise NotFound(what="line", key=one.line_id)
            check_exchange(
                one,
                number=line.number,
                sku_code=line.sku_code,
                ordered=line.ordered,
                amount=line.amount,
                order_state=orders[line.order_id].state,
                is_cancelled=line.is_cancelled,
                is_exchanged=line.pk in open_now,
                has_left=line.shipped > 0 or any(each.shipped for each in own.get(line.pk, ())),
                is_known=one.sku_code in skus,
            )
        except Refusal as refusal:
            refused[one.line_id] = refusal
        else:
            ready[one.line_id] = one

    answered = agree_to_items({pk: one.is_answer for pk, one in ready.items()}, actor=actor, at=at)
    _write(ready, lines, skus, own, answered=answered, actor=actor, at=at)
    sent = [(lines[pk].order_id, one.quantity) for pk, one in ready.items()]
    settle_quantities(sent, actor=actor, at=at)
    reopen_changed([orders[pk] for pk in sorted({lines[line_id].order_id for line_id in ready})], actor=actor, at=at)

    announce(
        [
            OrderLineExchanged(
                lines[pk].order_id, lines[pk].number, one.sku_code, one.quantity, str(one.price_difference)
            )
            for pk, one in ready.items()
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=list(ready), refused=refused)


def _write(
    ready: Mapping[int, ItemExchange],
    lines: Mapping[int, OrderLine],
    skus: Mapping[str, int],
    own: Mapping[int, Sequence[OrderLine]],
    *,
    answered: Collection[int],
    actor: Actor,
    at: datetime,
) -> None:
    """The exchanges, still to be carried out; each says whether a request of the platform waited for it."""
    rows = []
    for line_id, one in ready.items():
        line = lines[line_id]
        parts = [each.pk for each in own.get(line_id, ())]
        rows.append(
            (line_id, skus[one.sku_code], one.quantity, one.price_difference, line.sku_code, line.ordered, parts, True,
             line.order_id in answered, actor.name[:80], at, "")
        )  # fmt: skip
    copy_rows(Exchange, _EXCHANGE, rows)

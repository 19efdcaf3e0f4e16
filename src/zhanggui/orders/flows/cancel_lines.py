"""Take lines out of orders before they are sent, as agreed with the buyer 取消单品.

Afterwards these lines are not sent, whatever their platform goes on to say of them; what the buyer gets back for each
is on record, and what was reserved for them from a prepaid balance is the buyer's again. Gifts that hung on them are
decided again; where pieces are under way they leave their parcel, and everything else in it goes on. An order of which
nothing else waits has left, or waits for no goods any more.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.facts import OrderChanged, OrderLineCancelled
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.gifting.due import gifts_are_due
from zhanggui.orders.holding import end_holds
from zhanggui.orders.lines.exchanging import own_of
from zhanggui.orders.lines.settling import settle_lines
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.payments.following import follow_money
from zhanggui.orders.receivers.free_text import spoken_of
from zhanggui.orders.rules.cancelling import LineCancel, NothingElseLeft, check_cancel
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.states import PLANNING_HOLDS
from zhanggui.orders.states import Change, LineOrigin, OrderState
from zhanggui.orders.stopping import STAFF, ask_to_leave


@transaction.atomic
def cancel_lines(*, cancels: Sequence[LineCancel], reason: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by line id."""
    asked = OrderLine.objects.filter(pk__among={one.line_id for one in cancels}, origin=LineOrigin.CHANNEL)
    orders = {
        order.pk: order for order in locked(Order.objects.visible_to(actor), asked.values_list("order_id", flat=True))
    }
    lines = {line.pk: line for line in asked.filter(order_id__among=set(orders))}
    living = _living(orders)
    own = own_of(lines)

    ready: dict[int, LineCancel] = {}
    refused: dict[int, Refusal] = {}
    for one in cancels:
        try:
            if (line := lines.get(one.line_id)) is None:
                raise NotFound(what="line", key=one.line_id)
            has_left = line.shipped > 0 or any(each.shipped for each in own.get(line.pk, ()))
            check_cancel(
                one, number=line.number, amount=line.amount, order_state=orders[line.order_id].state,
                is_cancelled=line.is_cancelled, has_left=has_left,
            )  # fmt: skip
            if living[line.order_id] <= {one.line_id}:
                raise NothingElseLeft(line=line.number)
        except Refusal as refusal:
            refused[one.line_id] = refusal
        else:
            ready[one.line_id] = one
            living[line.order_id].discard(one.line_id)

    changed = {pk: orders[pk] for pk in sorted({lines[line_id].order_id for line_id in ready})}
    _write(ready, lines, changed, actor=actor, at=at)
    follow_money(changed, actor=actor, at=at)
    apply_gifts(order_ids=list(changed), actor=actor, at=at)
    _let_go(changed, actor=actor, at=at)

    words = {pk: masked(reason.strip(), known=spoken_of(order, reason))[:200] for pk, order in changed.items()}
    announce(
        [
            OrderLineCancelled(
                lines[pk].order_id, lines[pk].number, str(_refund(one, lines[pk])), words[lines[pk].order_id]
            )
            for pk, one in ready.items()
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=list(ready), refused=refused)


def _living(orders: Mapping[int, Order]) -> dict[int, set[int]]:
    """By order, the lines of the channel that are not cancelled."""
    found: dict[int, set[int]] = {pk: set() for pk in orders}
    rows = OrderLine.objects.filter(order_id__among=set(orders), origin=LineOrigin.CHANNEL, is_cancelled=False)
    for pk, order_id in rows.values_list("pk", "order_id"):
        found[order_id].add(pk)
    return found


def _refund(cancel: LineCancel, line: OrderLine) -> object:
    return line.amount if cancel.refund is None else cancel.refund


def _write(
    ready: Mapping[int, LineCancel],
    lines: Mapping[int, OrderLine],
    orders: Mapping[int, Order],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The lines are cancelled by us, what is sent for them too, and the orders are of a newer version."""
    update_rows(
        OrderLine,
        ("id",),
        ("is_cancelled", "cancelled_by", "agreed_refund"),
        [(pk, True, actor.name[:80], _refund(one, lines[pk])) for pk, one in sorted(ready.items())],
    )
    settle_lines(orders, at=at)
    update_rows(Order, ("id",), ("version",), [(pk, 1) for pk in orders], add=True)
    gifts_are_due(orders)
    announce([OrderChanged(pk, [Change.LINES.value], "none", STAFF) for pk in orders], actor=actor, at=at)


def _let_go(orders: Mapping[int, Order], *, actor: Actor, at: datetime) -> None:
    """Pieces under way leave their parcels; of what is left nothing waits without need."""
    dead = OrderLine.objects.filter(order_id__among=set(orders), is_cancelled=True, claimed__gt=F("shipped"))
    ask_to_leave(dead.values_list("order_id", flat=True), actor=actor, at=at)
    waiting = OrderLine.objects.filter(
        order_id__among=set(orders), is_cancelled=False, is_replaced=False, ordered__gt=F("claimed")
    )
    served = set(orders) - set(waiting.values_list("order_id", flat=True))
    end_holds(served, reasons=PLANNING_HOLDS, actor=actor, at=at)
    over = [pk for pk in sorted(served) if orders[pk].units_claimed == orders[pk].units_shipped > 0]
    move_to(Order, over, OrderState.SHIPPED)

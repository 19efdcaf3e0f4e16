"""Reserve what orders cost from their buyers' prepaid balances.

Afterwards each prepaid order whose buyer has enough is released by its payment, and the balance is smaller by what is
due. An order that has its reservation keeps it, and gets the rest where more became due; a balance never falls below
zero.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order, OrderPayment, PrepaidAccount
from zhanggui.orders.payments.gates import Event, gate_cases, record_events
from zhanggui.orders.payments.prepaid import Entry, cause_of, enter
from zhanggui.orders.payments.states import PaymentSource
from zhanggui.orders.rules.buyers import MASK, BuyerHidden
from zhanggui.orders.rules.payments import BALANCE_CAUSE, next_cause, spread_balance
from zhanggui.orders.states import OPEN_STATES


class NotPrepaid(Refusal):
    """Order {number} is not paid from a prepaid balance."""


class NothingToReserve(Refusal):
    """Order {number} is closed; nothing is reserved for it."""


class BalanceTooSmall(Refusal):
    """Order {number}: {due} is due, and the buyer's prepaid balance is {balance}."""


@transaction.atomic
def reserve_balances(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))
    cases = gate_cases([order.pk for order in orders])
    taken = _causes([order.pk for order in orders])
    buyers = [order.buyer for order in orders]
    found = PrepaidAccount.objects.filter(buyer__among=buyers, shop_id__in={order.shop_id for order in orders})
    accounts = {
        (account.shop_id, account.buyer): account
        for account in locked(PrepaidAccount.objects.all(), found.values_list("pk", flat=True))
    }

    refused = not_found("order", order_ids, (order.pk for order in orders))
    done: list[int] = []
    wants: dict[tuple[int, str], list[tuple[int, Decimal]]] = defaultdict(list)
    for order in orders:
        if order.payment_mode != PaymentMode.PREPAID:
            refused[order.pk] = NotPrepaid(number=order.number)
        elif order.state not in OPEN_STATES:
            refused[order.pk] = NothingToReserve(number=order.number)
        elif MASK in order.buyer:
            refused[order.pk] = BuyerHidden(buyer=order.buyer)
        else:
            case = cases[order.pk]
            if case.has(PaymentKind.BALANCE) and not case.owed:
                done.append(order.pk)
            else:
                wants[order.shop_id, order.buyer].append((order.pk, case.owed))
    entries, events = list[Entry](), list[Event]()
    for key, wanted in wants.items():
        account = accounts.get(key)
        balance = account.balance if account else Decimal(0)
        carried = spread_balance(balance, wanted)
        for order_id, due in wanted:
            if account is None or order_id not in carried:
                refused[order_id] = BalanceTooSmall(number=cases[order_id].number, due=due, balance=balance)
                continue
            cause = next_cause(BALANCE_CAUSE, taken[order_id])
            if due:
                entries.append(Entry(account.pk, -due, cause_of(order_id, cause), order_id))
            events.append(Event(order_id, PaymentKind.BALANCE.value, due, cause, at))

    enter(entries, actor=actor, at=at)
    record_events(events, source=PaymentSource.HAND, actor=actor, at=at)
    return Outcome(done=sorted([*done, *(event.order_id for event in events)]), refused=refused)


def _causes(order_ids: Sequence[int]) -> dict[int, list[str]]:
    """Causes under which a balance was reserved for each order before."""
    causes: dict[int, list[str]] = defaultdict(list)
    rows = OrderPayment.objects.filter(order_id__among=set(order_ids), kind=PaymentKind.BALANCE, reverses=None)
    for order_id, cause in rows.values_list("order_id", "cause"):
        causes[order_id].append(cause)
    return causes

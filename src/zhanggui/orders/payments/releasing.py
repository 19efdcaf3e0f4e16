"""Reservations of prepaid balances never exceed what is due of their orders: what is over goes back to the buyer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import OrderPayment, PrepaidAccount, PrepaidEntry
from zhanggui.orders.payments.gates import STANDING, Event, gate_cases, record_events, take_back
from zhanggui.orders.payments.prepaid import Entry, cause_of, enter
from zhanggui.orders.payments.states import PaymentSource
from zhanggui.orders.rules.payments import BALANCE_CAUSE, balance_kept, next_cause
from zhanggui.orders.states import OrderState


def give_back(payments: Sequence[OrderPayment], *, actor: Actor, at: datetime) -> dict[int, int]:
    """What these payments had reserved is in its account again; answers the accounts by order."""
    if not payments:
        return {}
    causes = [cause_of(payment.order_id, payment.cause) for payment in payments]
    entries = PrepaidEntry.objects.filter(cause__among=causes).order_by("pk")
    rows = list(entries.values_list("account_id", "amount", "cause", "order_id"))
    list(locked(PrepaidAccount.objects.all(), {account_id for account_id, *_ in rows}).values_list("pk"))
    back = [Entry(account_id, -amount, f"{cause}:back", order_id) for account_id, amount, cause, order_id in rows]
    enter(back, actor=actor, at=at)
    return {order_id: account_id for account_id, _, _, order_id in rows if order_id is not None}


def release_surplus(order_ids: Iterable[int], *, actor: Actor, at: datetime) -> list[int]:
    """For none of these orders more is reserved than `balance_kept` says; answers those that had more.

    What was reserved is given back, and what is still due reserved anew. The caller has locked the orders.
    """
    asked = set(order_ids)
    if not asked:
        return []
    reserved = OrderPayment.objects.filter(STANDING, order_id__among=asked, kind=PaymentKind.BALANCE)
    living = reserved.exclude(order__state=OrderState.CANCELLED).select_related("order")
    payments = list(living.order_by("pk"))
    due = _due_where_over(payments)
    payments = [payment for payment in payments if payment.order_id in due]
    if not payments:
        return []
    taken: dict[int, list[str]] = {order_id: [] for order_id in due}
    known = OrderPayment.objects.filter(order_id__among=set(due), kind=PaymentKind.BALANCE, reverses=None)
    for order_id, cause in known.values_list("order_id", "cause"):
        taken[order_id].append(cause)

    take_back(payments, note="", actor=actor, at=at)
    accounts = give_back(payments, actor=actor, at=at)
    events = [
        Event(pk, PaymentKind.BALANCE.value, amount, next_cause(BALANCE_CAUSE, taken[pk]), at)
        for pk, amount in due.items()
        if amount is not None
    ]
    entries = [
        Entry(accounts[one.order_id], -one.amount, cause_of(one.order_id, one.cause), one.order_id)
        for one in events
        if one.amount
    ]
    enter(entries, actor=actor, at=at)
    record_events(events, source=PaymentSource.HAND, actor=actor, at=at)
    return sorted(due)


def _due_where_over(payments: Sequence[OrderPayment]) -> dict[int, Decimal | None]:
    """By order for which more is reserved than stays, what stays; None where no reservation is needed any more. A
    cancelled order is released as a whole.
    """
    orders = {payment.order_id: payment.order for payment in payments}
    if not orders:
        return {}
    over: dict[int, Decimal | None] = {}
    for pk, case in sorted(gate_cases(orders).items()):
        kept = balance_kept(case, has_left=orders[pk].units_shipped > 0)
        is_needed = kept > 0 or case.mode == PaymentMode.PREPAID
        if case.sum_of([PaymentKind.BALANCE]) > kept or not is_needed:
            over[pk] = kept if is_needed else None
    return over

"""Reservations of prepaid balances never exceed what their orders cost now: what is over goes back to the buyer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Greatest

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import Order, OrderPayment, PrepaidAccount, PrepaidEntry
from zhanggui.orders.payments.gates import DUE, STANDING, Event, record_events, take_back
from zhanggui.orders.payments.prepaid import Entry, cause_of, enter
from zhanggui.orders.payments.states import PaymentSource
from zhanggui.orders.rules.payments import BALANCE_CAUSE, next_cause
from zhanggui.orders.states import OrderState

_MONEY = DecimalField(max_digits=12, decimal_places=2)


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
    """For none of these orders more is reserved than it costs now, and nothing for one that is not prepaid any more;
    answers those that had more.

    What was reserved is given back, and what is still due reserved anew. The caller has locked the orders.
    """
    asked = set(order_ids)
    if not asked:
        return []
    due = _due_where_over(asked)
    standing = OrderPayment.objects.filter(STANDING, order_id__among=set(due), kind=PaymentKind.BALANCE)
    payments = list(standing.order_by("pk"))
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


def _due_where_over(order_ids: set[int]) -> dict[int, Decimal | None]:
    """By order for which more is reserved than it costs, what it costs; None for one that is paid in another way. A
    cancelled order is released as a whole.
    """
    balances = OrderPayment.objects.filter(STANDING, order=OuterRef("pk"), kind=PaymentKind.BALANCE)
    reserved = Subquery(
        balances.order_by().values("order").annotate(sum=Sum("amount")).values("sum"), output_field=_MONEY
    )
    orders = Order.objects.filter(pk__among=order_ids).exclude(state=OrderState.CANCELLED)
    costing = orders.annotate(due=Greatest(DUE, Decimal(0), output_field=_MONEY), reserved=reserved)
    is_prepaid = Q(payment_mode=PaymentMode.PREPAID)
    over = costing.filter(is_prepaid & Q(reserved__gt=F("due")) | ~is_prepaid & Q(reserved__isnull=False))
    rows = over.order_by("pk").values_list("pk", "due", "payment_mode")
    return {pk: due if mode == PaymentMode.PREPAID else None for pk, due, mode in rows}

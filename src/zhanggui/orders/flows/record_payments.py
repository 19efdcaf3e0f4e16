"""Record an event of payment on orders: money that arrived, a guarantee, a buyer's confirmation.

Afterwards each order has the event once, whatever is repeated under the same cause, and its gate looks at it. One that
was taken back is recorded anew. Without an amount each order gets what is still due of it. Of an order whose platform
took its money that is what exchanges add to its price; that payment settles their differences. A parcel whose label
would collect what has arrived now stops.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order, OrderPayment
from zhanggui.orders.payments.gates import Event, gate_cases, record_events
from zhanggui.orders.payments.settling import follow_differences, settle_with
from zhanggui.orders.payments.states import PaymentSource
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.payments import MONEY, GateCase, next_cause


class BalanceIsReserved(Refusal):
    """A prepaid balance is reserved, not recorded by hand."""


class PaymentDiffers(Refusal):
    """Order {number}: {cause} is on record with {known}, not {amount}."""


class NothingDue(Refusal):
    """Order {number}: nothing is due of it any more. Give the amount that arrived."""


class PartOfDifference(Refusal):
    """Order {number}: {owed} is due for exchanged goods, not {amount}. Settle single lines under price differences."""


class AmountBad(Refusal):
    """Order {number}: an amount of {amount} cannot arrive."""


@transaction.atomic
def record_payments(
    *,
    order_ids: Sequence[int],
    kind: str,
    cause: str,
    amount: Decimal | None = None,
    paid_at: datetime | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    if kind == PaymentKind.BALANCE:
        raise BalanceIsReserved
    orders = dict(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", "number"))
    cases = gate_cases(list(orders))
    known, taken = _recorded(orders, cause)

    refused = not_found("order", order_ids, orders)
    events = []
    for pk, number in orders.items():
        asked = _amount(cases[pk], kind=kind, given=amount) if pk not in known or amount is not None else known[pk]
        if pk in known and known[pk] != asked:
            refused[pk] = PaymentDiffers(number=number, cause=cause, known=known[pk], amount=asked)
        elif pk not in known and amount is None and not asked and kind in MONEY:
            refused[pk] = NothingDue(number=number)
        elif pk not in known and kind in MONEY and 0 < asked < _difference(cases[pk]):
            refused[pk] = PartOfDifference(number=number, owed=cases[pk].owed, amount=asked)
        elif asked < 0 or (asked == 0 and kind not in {PaymentKind.CONFIRMED, PaymentKind.GUARANTEE}):
            refused[pk] = AmountBad(number=number, amount=asked)
        else:
            named = cause if pk in known else next_cause(cause, taken[pk])
            events.append(Event(pk, kind, asked, named, paid_at or at, masked(note)[:200]))

    new = record_events(events, source=PaymentSource.HAND, actor=actor, at=at)
    arrived = {pk: named for pk, named in new if kind in MONEY}
    settle_with({pk: named for pk, named in arrived.items() if _difference(cases[pk])}, actor=actor, at=at)
    follow_differences(arrived, actor=actor, at=at)
    return Outcome(done=[event.order_id for event in events], refused=refused)


def _recorded(order_ids: Collection[int], cause: str) -> tuple[dict[int, Decimal], dict[int, list[str]]]:
    """By order, the amount that stands under this cause, and every name the cause was recorded under."""
    events = OrderPayment.objects.filter(order_id__among=set(order_ids), reverses=None)
    named = events.filter(Q(cause=cause) | Q(cause__startswith=f"{cause}#")).annotate(back=F("reversal"))
    standing: dict[int, Decimal] = {}
    taken: dict[int, list[str]] = defaultdict(list)
    for order_id, name, amount, back in named.order_by("pk").values_list("order_id", "cause", "amount", "back"):
        taken[order_id].append(name)
        if back is None:
            standing[order_id] = amount
    return standing, taken


def _amount(case: GateCase, *, kind: str, given: Decimal | None) -> Decimal:
    if given is not None:
        return given
    return Decimal(0) if kind in {PaymentKind.CONFIRMED, PaymentKind.GUARANTEE} else case.owed


def _difference(case: GateCase) -> Decimal:
    """What exchanges add to an order whose platform took its money; nothing for the others."""
    return case.owed if case.mode == PaymentMode.PAID and case.is_paid else Decimal(0)

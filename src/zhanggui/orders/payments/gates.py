"""The gates of orders: read for a set, and fed from what channels say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, PaymentMode
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import PaymentRecorded, PaymentTakenBack
from zhanggui.orders.models import Order, OrderLine, OrderPayment
from zhanggui.orders.payments.states import PaymentSource
from zhanggui.orders.rules.missing import missing_kept
from zhanggui.orders.rules.payments import MONEY, GateCase, GateShut, check_gate, next_cause
from zhanggui.orders.states import LineOrigin

PAYMENT = (
    "order_id", "kind", "amount", "cause", "source", "reverses_id", "note", "paid_at", "recorded_by", "recorded_at",
)  # fmt: skip
STANDING = Q(reverses=None, reversal=None)
"""Events that happened and were not taken back."""
FREE = Q(payment_mode=PaymentMode.PAID, paid_at__isnull=False, difference__lte=0) & ~Q(
    channel_state=ChannelState.PENDING_PAYMENT
)
"""Orders the platform took the money of, and no exchange costs more: nothing more to ask."""
_MONEY = DecimalField(max_digits=12, decimal_places=2)
_LINES = (
    OrderLine.objects.filter(order=OuterRef("pk"), origin=LineOrigin.CHANNEL, is_cancelled=False)
    .order_by()
    .values("order")
)
_BOUGHT = Coalesce(Subquery(_LINES.annotate(sum=Sum("amount")).values("sum")), Decimal(0), output_field=_MONEY)
DUE = _BOUGHT + F("freight") + F("difference")
"""What an order costs now: what was bought of it and lives, its freight, and what exchanges add or take."""


class Event(NamedTuple):
    """A row of OrderPayment to be written."""

    order_id: int
    kind: str
    amount: Decimal
    cause: str
    paid_at: datetime
    note: str = ""


def gate_reads(order_ids: Iterable[int]) -> tuple[QuerySet[Order, Any], QuerySet[OrderPayment, Any]]:
    """What `gate_cases_of` is told: the orders, and the events of their payments that stand."""
    ids = list(order_ids)
    orders = Order.objects.filter(pk__among=ids).annotate(due=DUE)
    standing = OrderPayment.objects.filter(STANDING, order_id__among=ids).order_by("pk")
    return (
        orders.values_list(
            "pk", "number", "payment_mode", "due", "difference", "paid_at", "channel_state", "carrier_wish"
        ),
        standing.values_list("order_id", "kind", "amount"),
    )


def gate_cases(order_ids: Iterable[int]) -> dict[int, GateCase]:
    """What the gate of each order looks at, in two statements."""
    return gate_cases_of(*gate_reads(order_ids))


def gate_cases_of(orders: Iterable[Any], standing: Iterable[Any]) -> dict[int, GateCase]:
    events: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for order_id, kind, amount in standing:
        events[order_id].append((kind, amount))
    return {
        pk: GateCase(
            number=number,
            mode=mode,
            due=due,
            difference=difference,
            is_paid=paid_at is not None and channel_state != ChannelState.PENDING_PAYMENT,
            events=tuple(events[pk]),
            carrier=wish,
            collects_cash=collects_cash(wish),
            must_confirm=settings.COD_MUST_BE_CONFIRMED,
        )
        for pk, number, mode, due, difference, paid_at, channel_state, wish in orders
    }


def shut_gates(order_ids: Sequence[int]) -> dict[int, GateShut]:
    """The orders that their payment does not release, with what is missing. One statement when all are simply paid."""
    asked = Order.objects.filter(pk__among=set(order_ids)).exclude(FREE).values_list("pk", flat=True)
    return shut_gates_of([(pk, pk, "") for pk in asked])


def shut_gates_of(asked: Sequence[tuple[int, int, str]]) -> dict[int, GateShut]:
    """The keys of (key, order, carrier) whose order is not released, were that carrier to take it."""
    if not asked:
        return {}
    cases = gate_cases({order_id for _, order_id, _ in asked})
    shut: dict[int, GateShut] = {}
    for key, order_id, carrier in asked:
        case = cases[order_id]
        if carrier:
            case = replace(case, carrier=carrier, collects_cash=collects_cash(carrier))
        try:
            check_gate(case)
        except GateShut as refusal:
            shut[key] = refusal
    return shut


def record_events(events: Sequence[Event], *, source: str, actor: Actor, at: datetime) -> list[tuple[int, str]]:
    """The events are on record, each once per order and cause; answers those that are new."""
    rows = [
        (one.order_id, one.kind, one.amount, one.cause, source, None, one.note, one.paid_at, actor.name[:80], at)
        for one in events
    ]
    new = set(
        insert_rows(
            OrderPayment, PAYMENT, rows, on_conflict='("order_id", "cause") DO NOTHING', returning=("order_id", "cause")
        )
    )
    told = [one for one in events if (one.order_id, one.cause) in new]
    announce([PaymentRecorded(one.order_id, one.kind, one.amount, one.cause) for one in told], actor=actor, at=at)
    return sorted(new)


def take_back(payments: Sequence[OrderPayment], *, note: str, actor: Actor, at: datetime) -> None:
    """Each of these standing events is reversed by a row of its own."""
    rows = [
        (one.order_id, one.kind, -one.amount, f"{one.cause}:back", one.source, one.pk, note, at, actor.name[:80], at)
        for one in payments
    ]
    insert_rows(OrderPayment, PAYMENT, rows)
    announce([PaymentTakenBack(one.order_id, one.kind, one.amount, one.cause) for one in payments], actor=actor, at=at)


def has_gate(order: ChannelOrder) -> bool:
    """There is more to its payment than that the platform took the money."""
    return order.cash_on_delivery or order.payment_mode != PaymentMode.PAID or bool(order.payments)


def take_over_payments(orders: Mapping[int, ChannelOrder], *, actor: Actor, at: datetime) -> set[int]:
    """These orders are paid as their newest version says; money it no longer shows is taken back.

    Answers those of which money came or went. The caller has locked the orders.
    """
    if not orders:
        return set()
    modes = [(pk, mode_of(order).value) for pk, order in orders.items()]
    update_rows(Order, ("id",), ("payment_mode",), modes)
    known: dict[int, list[OrderPayment]] = defaultdict(list)
    rows = OrderPayment.objects.filter(
        order_id__among=set(orders), source=PaymentSource.CHANNEL, reverses=None
    ).select_related("reversal")
    for row in rows.order_by("pk"):
        known[row.order_id].append(row)
    fresh: list[Event] = []
    gone: list[OrderPayment] = []
    for pk, order in orders.items():
        if "payments" in order.untold:
            continue
        standing = {row.cause.partition("#")[0]: row for row in known[pk] if not hasattr(row, "reversal")}
        shown = {payment.cause: payment for payment in order.payments}
        taken = [row.cause for row in known[pk]]
        fresh += [
            Event(pk, one.kind.value, one.amount, next_cause(cause, taken), one.at)
            for cause, one in shown.items()
            if cause not in standing
        ]
        gone += [row for cause, row in standing.items() if cause not in shown]
    record_events(fresh, source=PaymentSource.CHANNEL, actor=actor, at=at)
    if gone:
        take_back(gone, note="", actor=actor, at=at)
    moved = [(one.order_id, one.kind) for one in fresh] + [(row.order_id, row.kind) for row in gone]
    return {order_id for order_id, kind in moved if kind in MONEY}


def mode_of(order: ChannelOrder) -> PaymentMode:
    """How the order is paid: some platforms only say that the courier collects."""
    is_cash = order.cash_on_delivery and order.payment_mode == PaymentMode.PAID
    return PaymentMode.COD if is_cash else order.payment_mode


def collects_cash(carrier: str) -> bool | None:
    """Whether this carrier takes cash at the door; None while none is chosen."""
    if not carrier:
        return None
    known = known_carriers().get(carrier)
    return known is not None and bool(known.collects_cash)


def missing_of(gate: GateShut | None) -> str:
    """What is missing, as it is kept; empty when nothing is. `missing_read` reads it out."""
    return missing_kept(gate.data["missing"]) if gate else ""

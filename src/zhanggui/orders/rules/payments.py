"""What must have happened to the money of an order before it is reviewed and before it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.kernel.refusal import Refusal


class GateShut(Refusal):
    """Order {number} is not released by its payment: {missing}"""


class PaymentMissing(Refusal):
    """{paid} of {due} has arrived."""


class DepositMissing(Refusal):
    """The deposit has not arrived."""


class TailMissing(Refusal):
    """The tail is not paid."""


class CarrierCollectsNothing(Refusal):
    """{carrier} does not collect cash."""


class NotConfirmed(Refusal):
    """The buyer has not confirmed the cash on delivery order."""


class BalanceNotReserved(Refusal):
    """The prepaid balance is not reserved."""


class InstalmentMissing(Refusal):
    """Neither the first instalment nor the platform's guarantee is there."""


@dataclass(frozen=True, slots=True)
class GateCase:
    """All a gate looks at. `events` are the events that stand: none that was taken back.

    `collects_cash` is None while no carrier is chosen.
    """

    number: str
    mode: str
    due: Decimal
    is_paid: bool
    events: Sequence[tuple[str, Decimal]] = field(default=())
    carrier: str = ""
    collects_cash: bool | None = None
    must_confirm: bool = False

    def has(self, *kinds: PaymentKind) -> bool:
        return any(kind in kinds for kind, _ in self.events)

    @property
    def arrived(self) -> Decimal:
        return sum((amount for _, amount in self.events), Decimal(0))


@dataclass(frozen=True, slots=True)
class GateStep:
    """One thing that must have happened; `refusal` says that it has not."""

    name: str
    is_done: bool
    refusal: Refusal


def gate_steps(case: GateCase) -> list[GateStep]:
    """The checklist of the order's way of paying, in the order things happen."""
    match case.mode:
        case PaymentMode.COD:
            steps = [GateStep("carrier", case.collects_cash is not False, CarrierCollectsNothing(carrier=case.carrier))]
            if case.must_confirm:
                steps.append(GateStep("confirmed", case.has(PaymentKind.CONFIRMED), NotConfirmed()))
            return steps
        case PaymentMode.DEPOSIT:
            in_full = case.has(PaymentKind.PAYMENT)
            tail = case.has(PaymentKind.TAIL) or in_full
            return [
                GateStep("deposit", case.has(PaymentKind.DEPOSIT) or tail, DepositMissing()),
                GateStep("tail", tail, TailMissing()),
            ]
        case PaymentMode.PREPAID:
            return [GateStep("balance", case.has(PaymentKind.BALANCE), BalanceNotReserved())]
        case PaymentMode.INSTALMENTS:
            first = case.has(PaymentKind.INSTALMENT, PaymentKind.GUARANTEE, PaymentKind.PAYMENT)
            return [GateStep("first_instalment", first, InstalmentMissing())]
        case _:
            is_full = case.is_paid or (case.has(PaymentKind.PAYMENT) and case.arrived >= case.due)
            return [GateStep("paid", is_full, PaymentMissing(paid=case.arrived, due=case.due))]


def check_gate(case: GateCase) -> None:
    """Raises GateShut with everything that is missing."""
    missing = [step.refusal for step in gate_steps(case) if not step.is_done]
    if missing:
        raise GateShut(number=case.number, missing=missing)


def spread_balance(balance: Decimal, wants: Sequence[tuple[int, Decimal]]) -> set[int]:
    """The orders, oldest first, that the balance carries; one that is too dear does not keep the next from it."""
    carried: set[int] = set()
    for order_id, amount in sorted(wants):
        if amount <= balance:
            balance -= amount
            carried.add(order_id)
    return carried


def next_cause(base: str, taken: Sequence[str]) -> str:
    """The cause of an event that may come again after it was taken back: `tail`, then `tail#2`."""
    times = sum(cause.partition("#")[0] == base for cause in taken)
    return f"{base}#{times + 1}" if times else base

"""What must have happened to the money of an order before it is reviewed and before it is printed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.kernel.refusal import Refusal


class GateShut(Refusal):
    """Order {number} is not released by its payment: {missing}"""


class PaymentMissing(Refusal):
    """{paid} of {due} has arrived, {missing} is missing."""


class DifferenceMissing(Refusal):
    """The price difference of {missing} for exchanged goods is still to be collected."""


class DepositMissing(Refusal):
    """The deposit has not arrived."""


class TailMissing(Refusal):
    """The tail is not paid in full: {missing} of {due} is missing."""


class CarrierCollectsNothing(Refusal):
    """{carrier} does not collect cash."""


class NotConfirmed(Refusal):
    """The buyer has not confirmed the cash on delivery order."""


class BalanceNotReserved(Refusal):
    """{paid} of {due} is reserved from the prepaid balance, {missing} is missing."""


class InstalmentMissing(Refusal):
    """{paid} of {due} has arrived in instalments, and the platform does not guarantee the missing {missing}."""


MONEY = (
    PaymentKind.PAYMENT, PaymentKind.DEPOSIT, PaymentKind.TAIL, PaymentKind.INSTALMENT, PaymentKind.BALANCE,
)  # fmt: skip
"""Events that are money of the buyer's. A guarantee and a confirmation are words."""

BALANCE_CAUSE = "balance"
"""The cause of a reservation from a prepaid balance; the next one is counted on."""

COUNTED: Mapping[str, tuple[PaymentKind, ...]] = {
    PaymentMode.DEPOSIT: (PaymentKind.DEPOSIT, PaymentKind.TAIL, PaymentKind.PAYMENT),
    PaymentMode.PREPAID: (PaymentKind.BALANCE,),
    PaymentMode.INSTALMENTS: (PaymentKind.INSTALMENT, PaymentKind.PAYMENT, PaymentKind.GUARANTEE),
}
"""The events that release an order of that mode as soon as they come to what is due of it."""


@dataclass(frozen=True, slots=True)
class GateCase:
    """All a gate looks at. `events` are the events that stand: none that was taken back.

    `due` holds `difference`, what exchanges add and nobody settled. `collects_cash` is None while no carrier is chosen.
    """

    number: str
    mode: str
    due: Decimal
    is_paid: bool
    events: Sequence[tuple[str, Decimal]] = field(default=())
    carrier: str = ""
    collects_cash: bool | None = None
    difference: Decimal = Decimal(0)
    must_confirm: bool = False

    def has(self, *kinds: PaymentKind) -> bool:
        return any(kind in kinds for kind, _ in self.events)

    def sum_of(self, kinds: Collection[PaymentKind]) -> Decimal:
        return sum((amount for kind, amount in self.events if kind in kinds), Decimal(0))

    @property
    def arrived(self) -> Decimal:
        return self.sum_of(MONEY)

    @property
    def counted(self) -> Decimal:
        """What stands against `due`. What the platform took is all but the difference, which it knows nothing of."""
        if self.mode == PaymentMode.PAID and self.is_paid:
            return self.due - self.difference
        return self.sum_of(COUNTED.get(self.mode, MONEY))

    @property
    def owed(self) -> Decimal:
        """What is still to come before the order is paid for, and what a courier collects of it."""
        return max(self.due - self.counted, Decimal(0))

    @property
    def is_guaranteed(self) -> bool:
        """The platform answers for all that is missing: a guarantee that names no amount."""
        return any(kind == PaymentKind.GUARANTEE and not amount for kind, amount in self.events)


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
            return [
                GateStep("deposit", case.has(*COUNTED[case.mode]), DepositMissing()),
                GateStep("tail", _is_covered(case), TailMissing(**_sums(case))),
            ]
        case PaymentMode.PREPAID:
            return [GateStep("balance", _is_covered(case), BalanceNotReserved(**_sums(case)))]
        case PaymentMode.INSTALMENTS:
            is_open = case.is_guaranteed or _is_covered(case)
            return [GateStep("instalments", is_open, InstalmentMissing(**_sums(case)))]
        case _:
            is_full = case.is_paid or (case.has(PaymentKind.PAYMENT) and not case.owed)
            steps = [GateStep("paid", is_full, PaymentMissing(**_sums(case)))]
            if case.is_paid and case.owed:
                steps.append(GateStep("difference", False, DifferenceMissing(missing=case.owed)))
            return steps


def _is_covered(case: GateCase) -> bool:
    """The events its mode counts happened, and come to what is due."""
    return case.has(*COUNTED[case.mode]) and not case.owed


def _sums(case: GateCase) -> dict[str, Decimal]:
    return {"paid": case.counted, "due": case.due, "missing": case.owed}


def check_gate(case: GateCase) -> None:
    """Raises GateShut with everything that is missing."""
    missing = [step.refusal for step in gate_steps(case) if not step.is_done]
    if missing:
        raise GateShut(number=case.number, missing=missing)


def balance_kept(case: GateCase, *, has_left: bool) -> Decimal:
    """How much of a prepaid balance stays reserved for the order: what it costs; and where it is not prepaid any more,
    nothing, unless goods of it are gone: then what its new way of paying does not cover yet.
    """
    if case.mode == PaymentMode.PREPAID:
        return max(case.due, Decimal(0))
    if not has_left:
        return Decimal(0)
    return replace(case, events=[event for event in case.events if event[0] != PaymentKind.BALANCE]).owed


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
    times = sum(cause == base or cause.startswith(f"{base}#") for cause in taken)
    return f"{base}#{times + 1}" if times else base

"""What changes the value of goods that stay where they are: freight, a corrected price, a revaluation."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from zhanggui.costing.rules.valuing import Change, Pile, Worth, cents, part_of, unit_cost
from zhanggui.costing.states import Method
from zhanggui.kernel.money import share
from zhanggui.kernel.refusal import Refusal

MOST = Decimal("1e12")


class ReceiptNotValued(Refusal):
    """Nothing of receipt {receipt} is on record yet."""


class NothingToRevalue(Refusal):
    """Nothing of {sku} is there: it cannot be worth anything."""


class CostNotSound(Refusal):
    """{cost} is no cost of a piece."""


class AmountNotSound(Refusal):
    """{amount} is no sum of money that could be added."""


class ReasonMissing(Refusal):
    """Say why the stock is worth another sum."""


class LandedCost(NamedTuple):
    """Freight, duty and the like for one receipt. `receipt` is the cause id of its move; `cause_id` is never added
    twice."""

    cause_id: int
    receipt: int
    amount: Decimal


class ReceiptPrice(NamedTuple):
    """What a piece of a receipt really cost, without tax: the invoice says so."""

    cause_id: int
    receipt: int
    unit_price: Decimal


class Revaluation(NamedTuple):
    """What a piece of a SKU is worth from now on."""

    sku_id: int
    unit_cost: Decimal


def check_amount(amount: Decimal) -> None:
    if not amount.is_finite() or amount == 0 or abs(amount) >= MOST or amount != cents(amount):
        raise AmountNotSound(amount=amount)


def check_cost(cost: Decimal) -> None:
    if not cost.is_finite() or cost < 0 or cost >= Decimal("1e8") or cost != cost.quantize(Decimal("0.0001")):
        raise CostNotSound(cost=cost)


def add_to_receipt(worth: Worth, *, amount: Decimal, received: int, pile: Pile | None, method: str) -> Change:
    """`amount` shared between the pieces of a receipt that are still there (`value`) and those gone (`beside`).

    First in, first out knows how many are left. By the average no piece is known from another: as many of the receipt
    count as still there as could be. What would make stock worth less than nothing goes to those gone.
    """
    there, floor = min(received, worth.quantity), worth.value
    if method == Method.FIFO:
        there, floor = (pile.quantity, pile.value) if pile else (0, Decimal(0))
    part = max(part_of(amount, pieces=there, of=received), -floor) if there else Decimal(0)
    if pile is not None:
        pile.value += part
    return _worth_more(worth, part, beside=amount - part, pile=pile)


def revalue(worth: Worth, *, cost: Decimal, method: str) -> list[Change]:
    """A piece is worth `cost`: what changes, by layer; nothing when it is worth that already."""
    total = cents(cost * worth.quantity)
    if total == worth.value:
        return []
    if method != Method.FIFO:
        return [_worth_more(worth, total - worth.value)]
    wanted = share(total, [Decimal(pile.quantity) for pile in worth.piles])
    return _revalue_piles(worth, wanted)


def _revalue_piles(worth: Worth, wanted: Sequence[Decimal]) -> list[Change]:
    changes = []
    # Those that grow come first, so that the sum never passes below nothing on its way.
    for pile, value in sorted(zip(worth.piles, wanted, strict=True), key=lambda each: each[0].value - each[1]):
        part = value - pile.value
        if part:
            pile.value = value
            changes.append(_worth_more(worth, part, pile=pile))
    return changes


def _worth_more(worth: Worth, part: Decimal, *, beside: Decimal = Decimal(0), pile: Pile | None = None) -> Change:
    worth.value += part
    if worth.quantity:
        worth.last_cost = unit_cost(worth.quantity, worth.value)
    return Change(0, part, beside, worth.quantity, worth.value, pile)

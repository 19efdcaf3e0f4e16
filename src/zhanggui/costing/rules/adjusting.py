"""What changes the value of goods that stay where they are: freight, a corrected price, a revaluation."""

from collections.abc import Sequence
from dataclasses import dataclass
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


class MorePiecesThanCame(Refusal):
    """{pieces} pieces of receipt {receipt} are not left to correct: {left} are."""


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
    """What a piece of a receipt really cost, without tax: the invoice says so, of `pieces` of them. None: of all, and
    whatever was said before of some."""

    cause_id: int
    receipt: int
    unit_price: Decimal
    pieces: int | None = None


class Revaluation(NamedTuple):
    """What a piece of a SKU is worth from now on."""

    sku_id: int
    unit_cost: Decimal


@dataclass(slots=True)
class Priced:
    """What a receipt cost as far as is known, and of how many pieces an invoice has said it since all were said to
    cost `said`. Freight is no price."""

    quantity: int
    said: Decimal
    known: Decimal
    pieces: int = 0

    def add(self, amount: Decimal, pieces: int | None) -> None:
        """An invoice of so many pieces has made the receipt cost so much more."""
        self.known += amount
        self.pieces += pieces or 0
        if pieces is None:
            self.said, self.pieces = self.known, 0

    def correct(self, price: Decimal, pieces: int | None) -> Decimal:
        """Answers by how much the receipt costs more. Invoices of all pieces together say the cost to the cent."""
        if pieces is None:
            more = cents(price * self.quantity) - self.known
        else:
            before = part_of(self.said, pieces=self.pieces, of=self.quantity)
            after = part_of(self.said, pieces=self.pieces + pieces, of=self.quantity)
            more = cents(price * pieces) - (after - before)
        self.add(more, pieces)
        return more


def check_pieces(priced: Priced, price: ReceiptPrice) -> None:
    left = priced.quantity - priced.pieces
    if price.pieces is not None and not 0 < price.pieces <= left:
        raise MorePiecesThanCame(receipt=price.receipt, pieces=price.pieces, left=left)


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

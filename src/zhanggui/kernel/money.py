"""Money is exact: Decimal with a currency, and shares that add up to the cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if isinstance(self.amount, float):
            raise TypeError("money is never a float")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")


def share(total: Decimal, weights: Sequence[Decimal], *, unit: Decimal = CENT) -> list[Decimal]:
    """`total` split in proportion to `weights`; the parts sum exactly to it (largest remainder, ties by position).

    All weights zero: equal parts. The sign of `total` is kept. No weights: no parts, and `total` must be zero.
    """
    if not weights:
        if total:
            raise ValueError("nothing to share the money among")
        return []
    whole = sum(weights)
    if not whole:
        weights, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    sign = -1 if total < 0 else 1
    exact = [abs(total) * weight / whole for weight in weights]
    parts = [part.quantize(unit, rounding=ROUND_DOWN) for part in exact]
    left = int((abs(total) - sum(parts)) / unit)
    for position in sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))[:left]:
        parts[position] += unit
    return [sign * part for part in parts]

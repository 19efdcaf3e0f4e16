"""Numbers the company decides on."""

from decimal import Decimal
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal


class CountNumbersUnsound(Refusal):
    """A limit is not below zero, a percentage at most 100, and a bin is counted at least every 1000 days."""


class Limits(NamedTuple):
    """A difference of more than so many pieces, so much money or such a share of the book is counted again by somebody
    else; 0 switches a limit off. Bins of fast goods (A) are counted every `days_a` days, and so on."""

    pieces: int = 5
    value: Decimal = Decimal(200)
    percent: Decimal = Decimal(10)
    days_a: int = 30
    days_b: int = 90
    days_c: int = 180


def check_limits(limits: Limits) -> None:
    if limits.pieces < 0 or limits.value < 0 or not 0 <= limits.percent <= 100:
        raise CountNumbersUnsound
    if not all(1 <= days <= 1000 for days in (limits.days_a, limits.days_b, limits.days_c)):
        raise CountNumbersUnsound

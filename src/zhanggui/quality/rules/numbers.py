"""Numbers the company decides on."""

from decimal import Decimal
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal


class NumbersUnsound(Refusal):
    """A limit is not below zero, a percentage lies between 0 and 100, and at least one bin and one piece of it may be
    sampled."""


class Numbers(NamedTuple):
    """From `scrap_limit` yuan on a second person approves; each day so many per cent of the bins with goods are
    sampled, at most `spot_most` of one warehouse, and of each at most `spot_pieces` pieces."""

    scrap_limit: Decimal = Decimal(500)
    spot_percent: int = 50
    spot_most: int = 200
    spot_pieces: int = 20


def check_numbers(numbers: Numbers) -> None:
    if numbers.scrap_limit < 0 or not 0 <= numbers.spot_percent <= 100 or min(numbers[2:]) < 1:
        raise NumbersUnsound

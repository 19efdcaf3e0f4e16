"""How long goods keep, and how much of it must be left."""

from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

LONGEST = 36_500


class ShelfLife(NamedTuple):
    """Days from making (0: it keeps), and days that must be left on receipt and for sale."""

    days: int
    at_receipt: int = 0
    for_sale: int = 0


class DaysOutOfRange(Refusal):
    """Days lie between 0 and {most}."""


class LifeTooShort(Refusal):
    """Goods that keep {days} days cannot have {asked} days left."""


def check_life(life: ShelfLife) -> None:
    """What must be left fits into what there is."""
    if not all(0 <= days <= LONGEST for days in life):
        raise DaysOutOfRange(most=LONGEST)
    asked = max(life.at_receipt, life.for_sale)
    if life.days and asked > life.days:
        raise LifeTooShort(days=life.days, asked=asked)

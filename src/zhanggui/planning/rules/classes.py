"""ABC by the value of what went out, XYZ by how evenly. Other rooms that class goods use these too."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

A_SHARE, B_SHARE = Decimal("0.80"), Decimal("0.95")
"""Together the A items are four fifths of all value, A and B 95 percent."""
X_MOST, Y_MOST = 0.5, 1.0
"""Of the coefficient of variation of weeks."""


def abc_classes(values: Mapping[Key, Decimal]) -> dict[Key, str]:
    """The class of each, the most valuable first. One whose value begins within the share of A is A; nothing worth
    nothing is more than C."""
    whole = sum(values.values(), Decimal(0))
    classes = {}
    before = Decimal(0)
    for key, value in sorted(values.items(), key=lambda item: -item[1]):
        if value <= 0:
            classes[key] = "c"
        elif before < whole * A_SHARE:
            classes[key] = "a"
        else:
            classes[key] = "b" if before < whole * B_SHARE else "c"
        before += value
    return classes


def xyz_class(*, mean: float, deviation: float) -> str:
    """By the deviation of the weeks over their mean; what did not sell is Z."""
    if mean <= 0:
        return "z"
    varies = deviation / mean
    return "x" if varies <= X_MOST else "y" if varies <= Y_MOST else "z"

"""What a count changes, and which counts cannot be true yet."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from zhanggui.inventory.rules.claims import StockKey
from zhanggui.inventory.rules.sums import BalanceKey, Held
from zhanggui.kernel.refusal import Refusal


class Count(NamedTuple):
    """So many pieces were counted in one place. Its cause never changes stock twice.

    With `is_change`, `counted` is how many more (below zero: fewer) there were than the book said when it was counted;
    what moved since stands.
    """

    cause_id: int
    location_id: int
    sku_id: int
    counted: int
    lot: str = ""
    is_change: bool = False


class CountNegative(Refusal):
    """{counted} pieces cannot be counted. Give 0 or more."""


class PiecesSetAside(Refusal):
    """Of {sku} at {place} {aside} pieces are set aside for pickers or buyers: {counted} would be too few.
    Pick or release them first."""


def weigh_counts(
    counts: Iterable[Count],
    *,
    stock_keys: Mapping[int, StockKey],
    availability: Mapping[StockKey, Held],
    balances: Mapping[BalanceKey, Held],
) -> tuple[list[tuple[Count, int]], dict[int, int]]:
    """Each count with its difference, and those refused with the pieces set aside. One after the other.

    `stock_keys` names, by cause, the availability that a count of a sellable place changes.
    """
    there = {key: held.there for key, held in balances.items()}
    free = {key: held.there - held.aside for key, held in availability.items()}
    differences: list[tuple[Count, int]] = []
    refused: dict[int, int] = {}
    for count in counts:
        key = (count.location_id, count.sku_id, count.lot)
        counted = there[key] + count.counted if count.is_change else count.counted
        difference = counted - there[key]
        stock_key = stock_keys.get(count.cause_id)
        promised = balances[key].aside
        bound = there[key] - free[stock_key] if stock_key else 0
        if difference < 0 and counted < (aside := max(promised, bound)):
            refused[count.cause_id] = aside
            continue
        there[key] = counted
        if stock_key:
            free[stock_key] += difference
        differences.append((count, difference))
    return differences, refused

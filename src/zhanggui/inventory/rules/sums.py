"""What a set of moves adds up to, and whether the shelves can bear it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from zhanggui.inventory.rules.claims import StockKey
from zhanggui.kernel.refusal import Refusal

BalanceKey: TypeAlias = tuple[int, int, str]
"""(location_id, sku_id, lot)"""


class Posting(NamedTuple):
    """A move asked for: a quantity of a SKU from one place to another, for one row of its cause."""

    cause_id: int
    sku_id: int
    origin_id: int
    target_id: int
    quantity: int
    unit_cost: Decimal = Decimal(0)
    lot: str = ""
    undone: int = 0
    """How often this very move was made and undone before; each time it has a name of its own on record."""


class Site(NamedTuple):
    """What the ledger must know of a location. Outside there is no warehouse and no balance."""

    warehouse_id: int | None
    is_sellable: bool
    is_held: bool = False
    """What lies here is not good."""
    waits: bool = False
    """What lies here waits for the inspector."""


class Held(NamedTuple):
    """A locked row of stock: what is there, and how much of it is set aside."""

    id: int
    there: int
    aside: int


class NotEnoughOnHand(Refusal):
    """Not enough of {sku} at {place}: {wanted} wanted, {there} there and not set aside."""


class Lack(NamedTuple):
    """The first row that cannot bear the change. `location_id` is None when the warehouse as a whole is short."""

    location_id: int | None
    warehouse_id: int | None
    sku_id: int
    wanted: int
    there: int


@dataclass(slots=True)
class StockChange:
    """Net changes of the sums, by their keys."""

    on_hand: dict[BalanceKey, int] = field(default_factory=lambda: defaultdict(int))
    promised: dict[BalanceKey, int] = field(default_factory=lambda: defaultdict(int))
    sellable: dict[StockKey, int] = field(default_factory=lambda: defaultdict(int))
    claimed: dict[StockKey, int] = field(default_factory=lambda: defaultdict(int))


def sum_moves(moves: Sequence[Posting], sites: Mapping[int, Site], *, promised: bool = False) -> StockChange:
    """The change these moves make. With `promised`, the pieces leave what was set aside in their origin as well."""
    change = StockChange()
    for _, sku_id, origin_id, target_id, quantity, _, lot, _ in moves:
        for location_id, pieces in ((origin_id, -quantity), (target_id, quantity)):
            warehouse_id, is_sellable = sites[location_id][:2]
            if warehouse_id is None:
                continue
            change.on_hand[location_id, sku_id, lot] += pieces
            if is_sellable:
                change.sellable[warehouse_id, sku_id] += pieces
        if promised:
            change.promised[origin_id, sku_id, lot] -= quantity
    return change


def find_lack(
    change: StockChange, availability: Mapping[StockKey, Held], balances: Mapping[BalanceKey, Held]
) -> Lack | None:
    """The first place, or warehouse, that would hold less than is set aside in it."""
    for (location_id, sku_id, lot), pieces in change.on_hand.items():
        _, there, aside = balances[location_id, sku_id, lot]
        free = there - aside - change.promised.get((location_id, sku_id, lot), 0)
        if pieces < 0 and free + pieces < 0:
            return Lack(location_id, None, sku_id, -pieces, free)
    for (warehouse_id, sku_id), pieces in change.sellable.items():
        _, there, aside = availability[warehouse_id, sku_id]
        free = there - aside - change.claimed.get((warehouse_id, sku_id), 0)
        if pieces < 0 and free + pieces < 0:
            return Lack(None, warehouse_id, sku_id, -pieces, free)
    return None

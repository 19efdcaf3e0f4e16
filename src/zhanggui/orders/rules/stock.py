"""What of an order can be sent from where, as far as a look without locks can tell: the claim itself decides."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Lack(NamedTuple):
    """Pieces of a SKU: where the order would be sent from, in the other warehouses, and as many as it wants."""

    here: int
    elsewhere: int
    wanted: int


class Shelves:
    """Free pieces by warehouse. What one order takes, the next does not find.

    Warehouses come in their order of priority. Like planning, an order is sent from one warehouse that has all of it,
    and from the one asked for where one was.
    """

    def __init__(self, free: Iterable[tuple[int, int, int]]) -> None:
        """`free` is (warehouse, SKU, pieces)."""
        self._free: dict[int, dict[int, int]] = {}
        for warehouse_id, sku_id, pieces in free:
            self._free.setdefault(warehouse_id, {})[sku_id] = pieces

    def lacks(self, needs: Mapping[int, int], *, wish: int | None = None) -> dict[int, Lack]:
        """By SKU what is missing where most of the pieces are. Empty: one warehouse has everything."""
        if not needs or self._whole(needs, wish) is not None:
            return {}
        home = self._fullest(needs, wish)
        found = {}
        for sku_id, wanted in needs.items():
            here = self._there(home, sku_id)
            if here < wanted:
                found[sku_id] = Lack(here, sum(self._there(one, sku_id) for one in self._free) - here, wanted)
        return found

    def take(self, needs: Mapping[int, int], *, wish: int | None = None, is_parted: bool = False) -> None:
        """The order has its pieces: all from one warehouse, or where it is parted what there is, wherever it is."""
        whole = self._whole(needs, wish)
        places = [whole] if whole is not None else list(self._free) if is_parted else []
        left = dict(needs)
        for place in places:
            for sku_id, wanted in left.items():
                taken = min(wanted, self._there(place, sku_id))
                if taken:
                    self._free[place][sku_id] -= taken
                    left[sku_id] = wanted - taken

    def _there(self, warehouse_id: int | None, sku_id: int) -> int:
        return max(self._free.get(warehouse_id, {}).get(sku_id, 0), 0) if warehouse_id is not None else 0

    def _allowed(self, wish: int | None) -> Iterable[int]:
        return self._free if wish is None else (wish,) if wish in self._free else ()

    def _whole(self, needs: Mapping[int, int], wish: int | None) -> int | None:
        """The first warehouse that has all of it."""
        for one in self._allowed(wish):
            free = self._free[one]
            if all(free.get(sku_id, 0) >= wanted for sku_id, wanted in needs.items()):
                return one
        return None

    def _fullest(self, needs: Mapping[int, int], wish: int | None) -> int | None:
        """The warehouse that has most of it; of equals the first."""
        return max(
            self._allowed(wish),
            key=lambda one: sum(min(wanted, self._there(one, sku_id)) for sku_id, wanted in needs.items()),
            default=None,
        )


def lack_words(lacks: Mapping[int, Lack], codes: Mapping[int, str]) -> str:
    """`CODE 3/5 (+2)`: three of five are there, two more lie elsewhere."""
    return ", ".join(
        f"{codes[sku_id]} {lack.here}/{lack.wanted}" + (f" (+{lack.elsewhere})" if lack.elsewhere else "")
        for sku_id, lack in lacks.items()
    )


def still_lacking(lacks: Mapping[int, Lack]) -> dict[int, Lack]:
    """What is missing though the pieces of all warehouses count together."""
    return {sku_id: lack for sku_id, lack in lacks.items() if lack.here + lack.elsewhere < lack.wanted}

"""Where what orders wait for should come in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Wish(NamedTuple):
    """Somebody at the order desk wished these pieces into this warehouse."""

    warehouse_id: int
    sku_id: int
    quantity: int


def share_waiting(short: Mapping[int, int], wishes: Iterable[Wish], *, first: int | None) -> dict[tuple[int, int], int]:
    """Pieces by warehouse and SKU. They come in where they were wished, in the order of the wishes; the others in the
    warehouse that is asked first. Never more than orders wait for: a wish whose goods have come counts no more."""
    left = dict(short)
    found: dict[tuple[int, int], int] = defaultdict(int)
    for wish in wishes:
        pieces = min(wish.quantity, left.get(wish.sku_id, 0))
        if pieces > 0:
            left[wish.sku_id] -= pieces
            found[wish.warehouse_id, wish.sku_id] += pieces
    for sku_id, pieces in left.items():
        if pieces > 0 and first is not None:
            found[first, sku_id] += pieces
    return dict(found)

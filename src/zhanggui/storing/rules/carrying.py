"""Which pieces may be carried where."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from zhanggui.inventory.rules.quantities import LocationUnknown, QuantityNotPositive, SkuUnknown
from zhanggui.kernel.refusal import Refusal
from zhanggui.storing.states import CarryKind

_SHELVES = frozenset({"storage", "picking"})


class CarryDraft(NamedTuple):
    """So many pieces of a SKU and lot are to go from one place to another; `client_id` counts once."""

    client_id: UUID
    origin_id: int
    target_id: int
    sku_id: int
    quantity: int
    lot: str = ""
    note: str = ""


class Shelf(NamedTuple):
    """A place as carrying sees it. `waits`: its goods wait for the inspector; capacity 0: no bound."""

    warehouse_id: int
    code: str
    kind: str
    waits: bool = False
    capacity: int = 0
    one_lot: bool = False


class SamePlace(Refusal):
    """The goods lie in {place} already."""


class OtherWarehouse(Refusal):
    """{place} is in another warehouse. Goods go there by a transfer."""


class NothingToPutAway(Refusal):
    """{place} is no receiving place from which goods may be put away."""


class NoShelf(Refusal):
    """{place} is no bin for sale. Choose a storage or picking bin."""


class TooFewThere(Refusal):
    """{there} of {sku} are free in {place}; {wanted} cannot be taken. What pickers were promised stays."""


class BinFull(Refusal):
    """{place} has room for {room} more pieces, not for {wanted}."""


class OtherLotThere(Refusal):
    """{place} takes one lot of a SKU, and lot {lot} of {sku} lies in it."""


class Contents:
    """What lies free and in all in the places concerned, kept current while carries are granted one by one."""

    def __init__(
        self,
        free: Mapping[tuple[int, int, str], int],
        lying: Mapping[int, int],
        lots: Mapping[tuple[int, int], set[str]],
    ) -> None:
        self.free: dict[tuple[int, int, str], int] = defaultdict(int, free)
        self.lying: dict[int, int] = defaultdict(int, lying)
        self.lots: dict[tuple[int, int], set[str]] = defaultdict(set, {key: set(own) for key, own in lots.items()})

    def carry(self, draft: CarryDraft) -> None:
        self.free[draft.origin_id, draft.sku_id, draft.lot] -= draft.quantity
        self.free[draft.target_id, draft.sku_id, draft.lot] += draft.quantity
        self.lying[draft.origin_id] -= draft.quantity
        self.lying[draft.target_id] += draft.quantity
        self.lots[draft.target_id, draft.sku_id].add(draft.lot)


def check_way(draft: CarryDraft, *, kind: CarryKind, shelves: Mapping[int, Shelf], skus: Mapping[int, str]) -> None:
    """Put away: from receiving to a shelf. Moved: from shelf to shelf. Both inside one warehouse."""
    if draft.quantity <= 0:
        raise QuantityNotPositive(quantity=draft.quantity)
    if draft.sku_id not in skus:
        raise SkuUnknown(sku=draft.sku_id)
    for location_id in (draft.origin_id, draft.target_id):
        if location_id not in shelves:
            raise LocationUnknown(place=location_id)
    origin, target = shelves[draft.origin_id], shelves[draft.target_id]
    if draft.origin_id == draft.target_id:
        raise SamePlace(place=origin.code)
    if origin.warehouse_id != target.warehouse_id:
        raise OtherWarehouse(place=target.code)
    if kind == CarryKind.PUT_AWAY and (origin.kind != "receiving" or origin.waits):
        raise NothingToPutAway(place=origin.code)
    if kind == CarryKind.MOVED and origin.kind not in _SHELVES:
        raise NoShelf(place=origin.code)
    if target.kind not in _SHELVES:
        raise NoShelf(place=target.code)


def check_room(draft: CarryDraft, *, shelves: Mapping[int, Shelf], skus: Mapping[int, str], there: Contents) -> None:
    """The pieces are there and free, and the bin takes them."""
    origin, target, sku = shelves[draft.origin_id], shelves[draft.target_id], skus[draft.sku_id]
    free = there.free[draft.origin_id, draft.sku_id, draft.lot]
    if draft.quantity > free:
        raise TooFewThere(there=free, sku=sku, place=origin.code, wanted=draft.quantity)
    room = target.capacity - there.lying[draft.target_id]
    if target.capacity and draft.quantity > room:
        raise BinFull(place=target.code, room=max(room, 0), wanted=draft.quantity)
    others = there.lots[draft.target_id, draft.sku_id] - {draft.lot}
    if target.one_lot and others:
        raise OtherLotThere(place=target.code, lot=min(others), sku=sku)

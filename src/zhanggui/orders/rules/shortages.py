"""Who gets the next pieces of a SKU, what is missing for whom, and why. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

from zhanggui.orders.shortages.states import ShortCause

NO_DEADLINE = datetime(9999, 1, 1, tzinfo=UTC)
Priority: TypeAlias = tuple[bool, datetime, datetime, int]


class Want(NamedTuple):
    """A line of a waiting order. `sku_id` None: nobody knows yet what was bought."""

    line_id: int
    order_id: int
    sku_id: int | None
    wanted: int
    is_part: bool = False
    is_first: bool = False
    ship_by: datetime | None = None
    paid_at: datetime | None = None
    warehouse_wish: int | None = None


class ClaimedBy(NamedTuple):
    """Pieces of a SKU that an order holds and that are not picked yet."""

    ship_by: datetime | None
    paid_at: datetime | None
    order_id: int
    pieces: int


class SkuStock(NamedTuple):
    """A SKU in all warehouses: free pieces by warehouse, pieces no order can have by cause, who holds the others."""

    free: Mapping[int, int] = {}
    aside: Mapping[str, int] = {}
    claims: Sequence[ClaimedBy] = ()


class Judged(NamedTuple):
    """A line, its place among those who wait for the SKU, what is missing of it, and pieces by cause."""

    want: Want
    place: int
    short: int
    causes: dict[str, int]


def priority(want: Want) -> Priority:
    """Those put first come first, then the nearest deadline, then who paid first."""
    return (not want.is_first, want.ship_by or NO_DEADLINE, want.paid_at or NO_DEADLINE, want.order_id)


def judge_wants(wants: Iterable[Want], stock: Mapping[int, SkuStock], *, warehouse_ids: Sequence[int]) -> list[Judged]:
    """Each line judged, SKU by SKU in the order of give-away. `warehouse_ids` come in their order of priority."""
    by_sku: dict[int | None, list[Want]] = defaultdict(list)
    for want in wants:
        by_sku[want.sku_id].append(want)
    judged: list[Judged] = []
    for sku_id, queue in by_sku.items():
        queue.sort(key=lambda want: (priority(want), want.line_id))
        if sku_id is None:
            judged += [Judged(want, 1, want.wanted, {ShortCause.UNMATCHED.value: want.wanted}) for want in queue]
        else:
            judged += _judge_queue(queue, stock.get(sku_id, SkuStock()), warehouse_ids)
    return judged


@dataclass(slots=True)
class _Held:
    """Pieces of a claim that explain nothing yet, and where its order stands in the turn."""

    key: tuple[datetime, datetime, int]
    pieces: int


class _Pools:
    """Pieces of a SKU that lie or are held somewhere; each explains one missing piece, no more."""

    def __init__(self, stock: SkuStock, free: dict[int, int]) -> None:
        self.free = free
        self.pointed = 0
        self.aside = dict(stock.aside)
        held = [_Held(_key(ship_by, paid_at, order_id), left) for ship_by, paid_at, order_id, left in stock.claims]
        self.claims = sorted(held, key=lambda one: one.key)

    def explain(self, want: Want, short: int, home: int | None) -> dict[str, int]:
        """The missing pieces by cause; they add up, but for the mark that a bundle lacks a part."""
        causes: dict[str, int] = {}
        rest = short
        elsewhere = sum(pieces for one, pieces in self.free.items() if one != home) - self.pointed
        taken = min(rest, max(elsewhere, 0))
        self.pointed += taken
        rest -= self._note(causes, ShortCause.ELSEWHERE, taken)
        rest = self._take_claims(causes, want, rest)
        for cause in list(self.aside):
            taken = min(rest, self.aside[cause])
            self.aside[cause] -= taken
            rest -= self._note(causes, ShortCause(cause), taken)
        self._note(causes, ShortCause.NOT_RECEIVED, rest)
        if want.is_part:
            causes[ShortCause.PART.value] = short
        return causes

    def _take_claims(self, causes: dict[str, int], want: Want, rest: int) -> int:
        """From the claim that must leave last; what the order holds itself explains nothing."""
        own: list[_Held] = []
        while rest and self.claims:
            last = self.claims[-1]
            if last.key[2] == want.order_id:
                own.append(self.claims.pop())
                continue
            is_later = last.key > _key(want.ship_by, want.paid_at, want.order_id)
            taken = min(rest, last.pieces)
            rest -= self._note(causes, ShortCause.CLAIMED_NEWER if is_later else ShortCause.CLAIMED_OLDER, taken)
            last.pieces -= taken
            if not last.pieces:
                self.claims.pop()
        self.claims += reversed(own)
        return rest

    @staticmethod
    def _note(causes: dict[str, int], cause: ShortCause, pieces: int) -> int:
        if pieces:
            causes[cause.value] = causes.get(cause.value, 0) + pieces
        return pieces


def _judge_queue(queue: Sequence[Want], stock: SkuStock, warehouse_ids: Sequence[int]) -> list[Judged]:
    free = dict(stock.free)
    pools = _Pools(stock, free)
    judged = []
    for place, want in enumerate(queue, start=1):
        home = want.warehouse_wish or _fullest(free, warehouse_ids)
        got = min(want.wanted, free.get(home, 0)) if home is not None else 0
        short = want.wanted - got
        judged.append(Judged(want, place, short, pools.explain(want, short, home) if short else {}))
        if home is not None:
            free[home] = free.get(home, 0) - got
    return judged


def _fullest(free: Mapping[int, int], warehouse_ids: Sequence[int]) -> int | None:
    """The warehouse with most free pieces; of equals the first by priority."""
    return max(warehouse_ids, key=lambda one: free.get(one, 0)) if warehouse_ids else None


def _key(ship_by: datetime | None, paid_at: datetime | None, order_id: int) -> tuple[datetime, datetime, int]:
    return (ship_by or NO_DEADLINE, paid_at or NO_DEADLINE, order_id)

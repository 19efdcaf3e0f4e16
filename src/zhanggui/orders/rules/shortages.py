"""Who gets the next pieces of a SKU, what is missing for whom, and why. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

from zhanggui.orders.shortage_states import ShortCause

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


def judge_wants(
    wants: Iterable[Want], stock: Mapping[int, SkuStock], *, warehouse_ids: Sequence[int]
) -> list[Judged]:
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


def _judge_queue(queue: Sequence[Want], stock: SkuStock, warehouse_ids: Sequence[int]) -> list[Judged]:
    free = dict(stock.free)
    judged = []
    for place, want in enumerate(queue, start=1):
        home = want.warehouse_wish or _fullest(free, warehouse_ids)
        got = min(want.wanted, free.get(home, 0)) if home is not None else 0
        short = want.wanted - got
        causes = _causes(want, short, home, free, stock) if short else {}
        judged.append(Judged(want, place, short, causes))
        if home is not None:
            free[home] = free.get(home, 0) - got
    return judged


def _fullest(free: Mapping[int, int], warehouse_ids: Sequence[int]) -> int | None:
    """The warehouse with most free pieces; of equals the first by priority."""
    return max(warehouse_ids, key=lambda one: free.get(one, 0), default=None)


def _causes(want: Want, short: int, home: int | None, free: Mapping[int, int], stock: SkuStock) -> dict[str, int]:
    """Where the missing pieces are, as far as there are any; what is nowhere was never received."""
    earlier, later = _claimed(want, stock.claims)
    there = {
        ShortCause.ELSEWHERE: sum(pieces for one, pieces in free.items() if one != home),
        ShortCause.CLAIMED_NEWER: later,
        ShortCause.CLAIMED_OLDER: earlier,
        **{ShortCause(cause): pieces for cause, pieces in stock.aside.items()},
    }
    causes = {cause.value: min(short, pieces) for cause, pieces in there.items() if pieces > 0}
    rest = short - sum(pieces for cause, pieces in there.items() if pieces > 0 and cause != ShortCause.LOST)
    if rest > 0:
        causes[ShortCause.NOT_RECEIVED.value] = rest
    if want.is_part:
        causes[ShortCause.PART.value] = short
    return causes


def _claimed(want: Want, claims: Sequence[ClaimedBy]) -> tuple[int, int]:
    """Pieces held by orders that come before this one, and by those that come after it."""
    mine = (want.ship_by or NO_DEADLINE, want.paid_at or NO_DEADLINE, want.order_id)
    earlier = later = 0
    for ship_by, paid_at, order_id, pieces in claims:
        if order_id == want.order_id:
            continue
        if (ship_by or NO_DEADLINE, paid_at or NO_DEADLINE, order_id) < mine:
            earlier += pieces
        else:
            later += pieces
    return earlier, later

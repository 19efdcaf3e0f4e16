"""What is sent for a channel line: itself, the parts of a bundle, or the goods of an exchange. Pure.

`settle` compares that with the lines of ours there are, and answers what to change, or that it must wait until pieces
under way have come back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from zhanggui.catalog.rules.bundles import Bundles, Part, parts_of, shares
from zhanggui.orders.states import LineOrigin


class Line(NamedTuple):
    """A line as far as what is sent for it depends on it; `part` is its SKU, None while it has none."""

    id: int
    order_id: int
    number: str
    sku_code: str
    part: Part | None
    amount: Decimal
    ordered: int
    claimed: int
    shipped: int
    is_cancelled: bool
    origin: str
    source_id: int | None
    is_replaced: bool

    @property
    def is_under_way(self) -> bool:
        return self.claimed > self.shipped


@dataclass(frozen=True, slots=True)
class Swap:
    """An exchange of a line: open, or ended and not yet carried out."""

    id: int
    part: Part
    difference: Decimal
    for_code: str
    for_pieces: int
    before: tuple[int, ...]
    is_open: bool
    waits: bool


class Share(NamedTuple):
    """A line of ours as it should be; `line` is the row that becomes it, None for a new one."""

    line: Line | None
    origin: str
    part: Part
    amount: Decimal


@dataclass(slots=True)
class Settled:
    """What follows for one channel line."""

    sent: list[Share] = field(default_factory=list)
    dropped: list[Line] = field(default_factory=list)
    is_replaced: bool = False
    waits: bool = False
    ends_swap: bool = False


def settle(line: Line, own: Sequence[Line], *, swap: Swap | None, bundles: Bundles, is_anew: bool) -> Settled:
    """What is to be sent for `line` in place of what `own` says; own lines of a cancelled line are dropped with it."""
    living = [one for one in own if not one.is_cancelled]
    if line.is_cancelled:
        return Settled(dropped=living, is_replaced=line.is_replaced)
    sent = [one for one in living if one.origin != LineOrigin.GIFT]
    has_left = any(one.shipped for one in sent)
    ends = swap is not None and swap.is_open and not has_left and _is_overtaken(swap, line)
    if swap is not None and swap.is_open and not ends:
        origin, money = LineOrigin.EXCHANGE, line.amount + swap.difference
        wanted = parts_of(
            swap.part._replace(quantity=-(-swap.part.quantity * line.ordered // swap.for_pieces)), bundles
        )
    else:
        origin, money = LineOrigin.PART, line.amount
        wanted = _parts(line, own, sent, swap=swap, bundles=bundles, is_anew=is_anew or ends)
    settled = Settled(is_replaced=bool(wanted), ends_swap=ends)
    if _differs(wanted, sent, origin) or line.is_replaced != bool(wanted):
        if any(one.is_under_way for one in sent) or (wanted and not line.is_replaced and line.claimed):
            return Settled(is_replaced=line.is_replaced, waits=not line.shipped, ends_swap=ends)
        if has_left and not wanted:
            return Settled(is_replaced=True)
    settled.sent, settled.dropped = _matched(wanted, own, sent, origin=origin, money=money)
    return settled


def _is_overtaken(swap: Swap, line: Line) -> bool:
    """The platform changed what was bought since: its word holds."""
    return (swap.for_code, swap.for_pieces) != (line.sku_code, line.ordered)


def _parts(
    line: Line, own: Sequence[Line], sent: Sequence[Line], *, swap: Swap | None, bundles: Bundles, is_anew: bool
) -> list[Part]:
    """The parts of the line's bundle: as they were sent before, unless they are to be taken anew."""
    was = [one for one in own if swap is not None and one.id in swap.before]
    if not is_anew and swap is not None:
        return [one.part._replace(quantity=one.ordered) for one in was if one.part]
    if not is_anew and (sent or not line.is_replaced):
        return [one.part._replace(quantity=one.ordered) for one in sent if one.part]
    if line.part is None or line.part.sku_id not in bundles:
        return []
    return parts_of(line.part._replace(quantity=line.ordered), bundles)


def _differs(wanted: Sequence[Part], sent: Sequence[Line], origin: str) -> bool:
    here = {(one.origin, one.part.sku_id, one.ordered) for one in sent if one.part}
    return here != {(str(origin), part.sku_id, part.quantity) for part in wanted}


def _matched(
    wanted: Sequence[Part], own: Sequence[Line], sent: Sequence[Line], *, origin: str, money: Decimal
) -> tuple[list[Share], list[Line]]:
    """Each wanted part with the row that becomes it. What has left stays, and keeps its share of the money."""
    rows = {one.part.sku_id: one for one in own if one.origin == origin and one.part}
    goods = {part.sku_id: part for part in wanted}
    for one in sent:
        if one.shipped and one.part:
            asked = goods[one.part.sku_id].quantity if one.part.sku_id in goods else 0
            goods[one.part.sku_id] = one.part._replace(quantity=max(one.shipped, asked))
            rows[one.part.sku_id] = one
    parts = list(goods.values())
    there = [rows[part.sku_id] for part in parts if part.sku_id in rows]
    is_same = [one.ordered for one in there] == [part.quantity for part in parts]
    if is_same and sum(one.amount for one in there) == money:
        amounts = [one.amount for one in there]
    else:
        amounts = shares(money, parts) if parts else []
    found = [
        Share(row := rows.get(part.sku_id), row.origin if row else str(origin), part, amount)
        for part, amount in zip(parts, amounts, strict=True)
    ]
    kept = {share.line.id for share in found if share.line}
    return found, [one for one in sent if one.id not in kept]

"""Lines of ours follow the channel's lines: bundles are sent as their parts, exchanged goods as what came for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from zhanggui.catalog.queries import bundle_parts, bundle_versions
from zhanggui.catalog.rules.bundles import Bundles, Part, bundles_at_moment
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.orders.lines.own import NEW_OWN_LINE, count_units, own_row
from zhanggui.orders.models import Exchange, Order, OrderLine
from zhanggui.orders.payments.differences import count_differences
from zhanggui.orders.rules.own_lines import own_numbers, unit_price
from zhanggui.orders.rules.settling import Line, Settled, Swap, settle
from zhanggui.orders.states import LineOrigin

PLATFORM = "platform"
"""Who ended an exchange when the platform changed what was bought."""

Key = tuple[int, str]
"""An order and the number of its line."""

_LINE = (
    "id", "order_id", "number", "sku_code", "sku_id", "sku__code", "sku__product__name", "sku__price", "amount",
    "ordered", "claimed", "shipped", "is_cancelled", "origin", "source_id", "is_replaced",
)  # fmt: skip
_SENT = ("ordered", "price", "amount", "is_cancelled")


@dataclass(slots=True)
class Unsettled:
    """Lines that were written and may be followed by lines of ours."""

    orders: set[int] = field(default_factory=set)
    anew: set[Key] = field(default_factory=set)

    def add(self, key: Key, *, is_anew: bool) -> None:
        self.orders.add(key[0])
        if is_anew:
            self.anew.add(key)


@dataclass(slots=True)
class Settlement:
    """What settling came to: orders whose lines of ours changed, and those that wait for pieces under way."""

    changed: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Writes:
    new: list[tuple[object, ...]] = field(default_factory=list)
    sent: list[tuple[object, ...]] = field(default_factory=list)
    replaced: list[tuple[int, bool]] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    waits: list[tuple[int, bool]] = field(default_factory=list)


def settle_lines(
    order_ids: Iterable[int], *, anew: Collection[Key] = (), as_now: bool = False, at: datetime
) -> Settlement:
    """What is sent for each line of these orders is what its bundle or exchange says; units are counted again.

    Bundles of the lines `anew` are taken apart as they were when the order was placed, or `as_now` as the catalog has
    them now; others stay as they were. Pieces under way are never changed: their orders wait. The caller has locked the
    orders. Eleven statements at most, whatever the set.
    """
    asked = sorted(set(order_ids))
    settlement = Settlement()
    if not asked:
        return settlement
    lines, own = _read_lines(asked)
    swaps = _read_swaps(lines)
    skus = {line.part.sku_id for line in lines if line.part} | {swap.part.sku_id for swap in swaps.values()}
    bundles = bundle_parts(skus)
    versions = {} if as_now or not anew else bundle_versions(bundles)
    placed = _placed(asked) if versions else {}
    writes = _Writes()
    taken: dict[int, set[str]] = defaultdict(set)
    for one in (*lines, *(each for rows in own.values() for each in rows)):
        taken[one.order_id].add(one.number)
    for line in lines:
        swap = swaps.get(line.id)
        mine = own.get(line.id, [])
        known: Bundles = bundles
        if swap is None and line.order_id in placed:
            known = bundles_at_moment(placed[line.order_id], versions=versions, now=bundles)
        settled = settle(line, mine, swap=swap, bundles=known, is_anew=(line.order_id, line.number) in anew)
        _note(line, settled, swap, writes, taken=taken[line.order_id], settlement=settlement)
    _write(writes, at=at)
    count_units(asked)
    count_differences({line.order_id for line in lines if line.id in swaps})
    return settlement


def _placed(order_ids: Sequence[int]) -> dict[int, datetime]:
    return dict(Order.objects.filter(pk__among=order_ids).values_list("pk", "placed_at"))


def _read_lines(order_ids: Sequence[int]) -> tuple[list[Line], dict[int, list[Line]]]:
    """The channel's lines, and ours by the line they serve."""
    lines: list[Line] = []
    own: dict[int, list[Line]] = defaultdict(list)
    rows = OrderLine.objects.filter(order_id__among=order_ids).order_by("order_id", "pk").values_list(*_LINE)
    for pk, order_id, number, code, sku_id, sku_code, title, price, *rest in rows:
        part = None if sku_id is None else Part(sku_id, sku_code or "", title or "", 1, price or Decimal(0))
        line = Line(pk, order_id, number, code, part, *rest)
        if line.origin == LineOrigin.CHANNEL:
            lines.append(line)
        elif line.source_id is not None:
            own[line.source_id].append(line)
    return lines, own


def _read_swaps(lines: Sequence[Line]) -> dict[int, Swap]:
    """Exchanges that are open or still wait, by their line."""
    rows = Exchange.objects.filter(line_id__among=[line.id for line in lines]).order_by("pk")
    swaps = {}
    for one in rows.select_related("sku__product").only(
        "line_id", "quantity", "price_difference", "for_code", "for_pieces", "parts", "waits", "ended_at", "sku__code",
        "sku__price", "sku__product__name",
    ):  # fmt: skip
        if one.ended_at is None or one.waits:
            part = Part(one.sku_id, one.sku.code, one.sku.product.name, one.quantity, one.sku.price)
            swaps[one.line_id] = Swap(
                one.pk, part, one.price_difference, one.for_code, one.for_pieces, tuple(one.parts),
                one.ended_at is None, one.waits,
            )  # fmt: skip
    return swaps


def _note(
    line: Line, settled: Settled, swap: Swap | None, writes: _Writes, *, taken: set[str], settlement: Settlement
) -> None:
    """The writes that follow for one line."""
    if settled.ends_swap and swap is not None:
        writes.ended.append(swap.id)
    if swap is not None and swap.waits != settled.waits:
        writes.waits.append((swap.id, settled.waits))
    if settled.waits:
        settlement.waiting.add(line.order_id)
        return
    before = len(writes.new) + len(writes.sent) + len(writes.replaced)
    for share in settled.sent:
        row, part = share.line, share.part
        if row is None:
            number = next(own_numbers(line.number, taken))
            taken.add(number)
            writes.new.append(own_row(line.order_id, number, share.origin, line.id, part, share.amount))
        elif (row.ordered, row.amount, row.is_cancelled) != (part.quantity, share.amount, False):
            price = unit_price(share.amount, part.quantity)
            writes.sent.append((row.id, part.quantity, price, share.amount, False))
    for row in settled.dropped:
        writes.sent.append((row.id, row.ordered, unit_price(row.amount, row.ordered), row.amount, True))
    if settled.is_replaced != line.is_replaced:
        writes.replaced.append((line.id, settled.is_replaced))
    if len(writes.new) + len(writes.sent) + len(writes.replaced) > before:
        settlement.changed.add(line.order_id)


def _write(writes: _Writes, *, at: datetime) -> None:
    update_rows(OrderLine, ("id",), ("is_replaced",), sorted(writes.replaced))
    update_rows(OrderLine, ("id",), _SENT, sorted(writes.sent))
    insert_rows(OrderLine, NEW_OWN_LINE, writes.new)
    update_rows(Exchange, ("id",), ("waits",), sorted(writes.waits))
    if writes.ended:
        Exchange.objects.filter(pk__among=writes.ended).update(ended_by=PLATFORM, ended_at=at, waits=False)
